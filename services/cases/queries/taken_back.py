"""Time that the office takes back, of which the letter has not come yet."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain.ledger import Entry, EntryKind
from services.cases.domain.timeliness import local_date
from services.cases.models import GrantCorrection, Obligation
from services.cases.queries.situations import ledger_of


def as_if_told(session: Session, obligation: Obligation, day: date) -> list[Entry]:
    """The entries that count, with those that would be there if each letter that takes time back came on that day."""
    waiting = select(GrantCorrection).where(
        GrantCorrection.obligation_id == obligation.id, GrantCorrection.delivered_on.is_(None)
    )
    entries = [row.as_entry() for row in ledger_of(session, obligation.id)]
    return [*entries, *(taken_back(one, day) for one in session.execute(waiting).scalars())]


def taken_back(correction: GrantCorrection, day: date) -> Entry:
    """What is entered once its letter is delivered, on that day: so many days are left from it (`grant_corrections` of standing.yaml, as it was on the
    day of the decision, which the letter tells).
    """
    return Entry(
        id=correction.id,
        kind=EntryKind.GRANT_CORRECTED,
        effective=day,
        recorded_at=correction.decided_at,
        until=day + timedelta(days=data.grant_left(local_date(correction.decided_at))),
        corrects=correction.entry_id,
    )
