"""What became of the letter that takes time back: with its delivery the shorter day counts, and not before. A step of others."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import clocks, escalations, moots
from services.cases.domain.clock import due
from services.cases.domain.obligations import Delivery, after_delivery
from services.cases.domain.timeliness import local_date
from services.cases.models import ClockEntry, GrantCorrection, Obligation
from services.cases.queries.situations import ledger_of
from services.cases.queries.taken_back import taken_back
from shared.principal import Principal


def note(by: Principal, session: Session, letter: str | None, reported: Delivery, day: date, *, now: datetime) -> None:
    """Of the letter with that document: it waits in the post book, left, arrived on `day` or came back. Of any other nothing is kept here."""
    mine = select(GrantCorrection).where(GrantCorrection.letter == letter).order_by(GrantCorrection.obligation_id)
    for one in session.execute(mine.with_for_update()).scalars().all():
        one.delivery = after_delivery(Delivery(one.delivery), reported).value
        if reported is Delivery.DELIVERED and one.delivered_on is None:
            one.delivered_on = day
            _enter(by, session, one, day, now)


def _enter(by: Principal, session: Session, correction: GrantCorrection, day: date, now: datetime) -> None:
    """Nothing is shortened of what was answered or ended meanwhile, nor where so little of the time was left that it ends sooner itself."""
    obligation = session.get_one(Obligation, correction.obligation_id, with_for_update=True)
    if not clocks.is_open(session, obligation):
        return
    entries, new = [row.as_entry() for row in ledger_of(session, obligation.id)], taken_back(correction, day)
    term = data.term_of_clock(obligation.term or "", obligation.issued_on, entries)
    calendar = data.calendar_of(obligation.issued_on)
    before = due(entries, calendar, term).day
    if before is not None and (due([*entries, new], calendar, term).day or date.max) >= before:
        return
    grant = session.get_one(ClockEntry, correction.entry_id)
    details: clocks.Details = {
        "until": new.until,
        "request_id": grant.request_id,
        "reason": correction.reason,
        "letter": correction.letter,
        "corrects": grant.id,
        "decided_on": local_date(correction.decided_at),
    }
    escalations.drop_drafts(session, obligation, now=now)
    clocks.append(by, session, obligation, new.kind, day, now=now, **details)
    moots.follow_days(by, session, obligation, now=now)
