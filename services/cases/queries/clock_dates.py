"""Which last days a clock showed, and since when: its page, the API and the letters read it here."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain.clock_history import (
    Dated,
    Known,
    Moved,
    as_told,
    dates_over_time,
    last_days_moved,
    sent_again,
)
from services.cases.domain.ledger import Entry
from services.cases.domain.obligations import ARRIVED
from services.cases.models import DeliveryRecord, DueNotice, Obligation
from services.cases.queries.situations import every_entry


def dates_of(session: Session, obligation: Obligation) -> tuple[Dated, ...]:
    """Each date in its order; none without a term."""
    if obligation.term is None:
        return ()
    return _dated(obligation, _entries(session, obligation), _known(session, obligation))


def _entries(session: Session, obligation: Obligation) -> list[Entry]:
    return [row.as_entry() for row in every_entry(session, obligation.id)]


def _dated(obligation: Obligation, entries: list[Entry], known: list[Known]) -> tuple[Dated, ...]:
    if obligation.term is None:
        return ()
    term = data.term_of_clock(obligation.term, obligation.issued_on, entries)
    calendar = data.calendar_of(obligation.issued_on)
    return dates_over_time(entries, calendar, term, obligation.answered_on, known)


def moves_of(session: Session, obligation: Obligation) -> tuple[Moved, ...]:
    """Each last day of which its body was told and that gave way to another."""
    entries = _entries(session, obligation)
    known = _known(session, obligation)
    moves = [sent_again(move, known) for move in last_days_moved(entries, _dated(obligation, entries, known))]
    told = select(DueNotice.at, DueNotice.due).where(
        DueNotice.obligation_id == obligation.id, DueNotice.due.is_not(None)
    )
    return as_told(moves, [(at, day) for at, day in session.execute(told) if day is not None])


def _known(session: Session, obligation: Obligation) -> list[Known]:
    """Of what was recorded before deliveries had records the row says it. A day that only counts as that of the delivery was told by nobody."""
    rows = select(DeliveryRecord).where(DeliveryRecord.obligation_id == obligation.id).order_by(DeliveryRecord.number)
    records = [
        Known(one.at, one.sent_on, one.delivered_on if one.delivery in ARRIVED else None)
        for one in session.execute(rows).scalars()
    ]
    return records or [Known(obligation.created_at, obligation.sent_on, obligation.delivered_on)]
