"""Days that move by themselves: a day off decreed or taken back after a letter left, a law that also governs what runs.

Only what is open: the day for a reply that came, of a clock that was ended or of a measure that is settled keeps the date that it had.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import clocks, escalations, moots
from services.cases.domain.ledger import EntryKind
from services.cases.domain.obligations import SETTLED
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, ClockEntry, Obligation
from services.cases.models.cases import note
from shared import audit
from shared.principal import Principal

#: Few at a time: each locks its case.
BATCH = 50
#: A day of a measure lies behind a day off by fewer days than these: the longest run of days off in a year.
_LONGEST_RUN = timedelta(days=14)


_CLOCK_IS_OPEN = Obligation.answered_on.is_(None) & Obligation.closed_on.is_(None)
_MEASURE_IS_OPEN = Obligation.closed_on.is_(None) & Obligation.assessed.not_in([str(word) for word in SETTLED])


@dataclass(frozen=True)
class Change:
    """What moves clocks from `day` on. `name`: of the day off, or the key of the term."""

    kind: EntryKind
    day: date
    name: str


def enter_calendar(by: Principal, session: Session, *, now: datetime) -> int:
    """Enter what was changed in the calendar after a letter went out into the ledgers of what it touches, the last day for the reply or the
    day of the measure; returns how many.
    """
    entered = 0
    for change in data.calendar_changes():
        since = (Obligation.issued_on < change.recorded_on) & (Obligation.issued_on <= change.day)
        of_reply = _CLOCK_IS_OPEN & (Obligation.reply_due >= change.day)
        of_measure = _MEASURE_IS_OPEN & Obligation.implementation_due.between(change.day, change.day + _LONGEST_RUN)
        touched = since & (of_reply | of_measure)
        entered += _enter(by, session, touched, Change(change.kind, change.day, change.name), now)
    return entered


def enter_terms(by: Principal, session: Session, *, now: datetime) -> int:
    """Put clocks that ran when a new version of their term came into force under it, where that version says so."""
    entered = 0
    for term in data.running_terms(local_date(now)):
        since = term.valid_from or date.min
        runs = (Obligation.started_on < since) & Obligation.reply_due.is_not(None)
        touched = _CLOCK_IS_OPEN & (Obligation.term == term.key) & runs
        entered += _enter(by, session, touched, Change(EntryKind.TERM_CHANGED, since, term.key), now)
    return entered


def _enter(by: Principal, session: Session, touched: ColumnElement[bool], change: Change, now: datetime) -> int:
    known = select(ClockEntry.id).where(
        ClockEntry.obligation_id == Obligation.id,
        ClockEntry.kind == change.kind,
        ClockEntry.effective == change.day,
    )
    statement = select(Obligation.id, Obligation.case_id).where(touched, ~known.exists())
    rows = session.execute(statement.order_by(Obligation.case_id, Obligation.id).limit(BATCH)).all()
    for obligation_id, case_id in rows:
        _enter_into(by, session, obligation_id, case_id, change, now)
    return len(rows)


def _enter_into(
    by: Principal, session: Session, obligation_id: UUID, case_id: UUID, change: Change, now: datetime
) -> None:
    session.get_one(Case, case_id, with_for_update=True)
    obligation = session.get_one(Obligation, obligation_id, with_for_update=True, populate_existing=True)
    runs = obligation.answered_on is None and obligation.term is not None
    if obligation.closed_on is not None or (not runs and change.kind is EntryKind.TERM_CHANGED):
        return
    before, word = (obligation.reply_due, obligation.implementation_due), change.kind.value
    clocks.record(by, session, obligation, change.kind, change.day, now=now, name=change.name)
    if runs:
        clocks.renew(session, obligation, change.kind, now=now)
    else:
        obligation.write_facts(obligation.facts)
    if (obligation.reply_due, obligation.implementation_due) != before:
        escalations.drop_drafts(session, obligation, now=now)
        moots.follow_days(by, session, obligation, now=now)
        note(session, case_id, now, by.name, "clock.changed", obligation=obligation_id, word=word, day=change.day)
    audit.record(session, by, "clock.changed", "obligation", obligation_id, entry=word)
