"""Clocks that move by themselves: a day off decreed or taken back after a letter left, a law that also governs what runs.

Only clocks that are open: what was answered, ended or settled keeps the date that it had.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import clocks, escalations
from services.cases.domain.ledger import EntryKind
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, ClockEntry, Obligation
from services.cases.models.cases import note
from shared import audit
from shared.principal import Principal

#: Few at a time: each locks its case.
BATCH = 50


@dataclass(frozen=True)
class Change:
    """What moves clocks from `day` on. `name`: of the day off, or the key of the term."""

    kind: EntryKind
    day: date
    name: str


def enter_calendar(by: Principal, session: Session, *, now: datetime) -> int:
    """Enter what was changed in the calendar after a letter went out into the clocks that it touches; returns how many."""
    entered = 0
    for change in data.calendar_changes():
        touched = (
            (Obligation.issued_on < change.recorded_on)
            & (Obligation.issued_on <= change.day)
            & (Obligation.reply_due >= change.day)
        )
        entered += _enter(by, session, touched, Change(change.kind, change.day, change.name), now)
    return entered


def enter_terms(by: Principal, session: Session, *, now: datetime) -> int:
    """Put clocks that ran when a new version of their term came into force under it, where that version says so."""
    entered = 0
    for term in data.running_terms(local_date(now)):
        since = term.valid_from or date.min
        touched = (Obligation.term == term.key) & (Obligation.started_on < since) & Obligation.reply_due.is_not(None)
        entered += _enter(by, session, touched, Change(EntryKind.TERM_CHANGED, since, term.key), now)
    return entered


def _enter(by: Principal, session: Session, touched: ColumnElement[bool], change: Change, now: datetime) -> int:
    known = select(ClockEntry.id).where(
        ClockEntry.obligation_id == Obligation.id,
        ClockEntry.kind == change.kind,
        ClockEntry.effective == change.day,
    )
    is_open = Obligation.answered_on.is_(None) & Obligation.closed_on.is_(None)
    statement = select(Obligation.id, Obligation.case_id).where(is_open, touched, ~known.exists())
    rows = session.execute(statement.order_by(Obligation.case_id, Obligation.id).limit(BATCH)).all()
    for obligation_id, case_id in rows:
        _enter_into(by, session, obligation_id, case_id, change, now)
    return len(rows)


def _enter_into(
    by: Principal, session: Session, obligation_id: UUID, case_id: UUID, change: Change, now: datetime
) -> None:
    session.get_one(Case, case_id, with_for_update=True)
    obligation = session.get_one(Obligation, obligation_id, with_for_update=True, populate_existing=True)
    if obligation.answered_on is not None or obligation.closed_on is not None:
        return
    word = change.kind.value
    if clocks.append(by, session, obligation, change.kind, change.day, now=now, name=change.name):
        escalations.drop_drafts(session, obligation, now=now)
        note(session, case_id, now, by.name, "clock.changed", obligation=obligation_id, word=word, day=change.day)
    audit.record(session, by, "clock.changed", "obligation", obligation_id, entry=word)
