"""Clocks that move by themselves: a day off decreed or taken back after a letter left, a law that also governs what runs.

Only clocks that are open: what was answered, ended or settled keeps the date that it had.
"""

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

ACTOR = "service:cases"
#: Few at a time: each locks its case.
BATCH = 50


def enter_calendar(session: Session, now: datetime) -> int:
    """Enter what was changed in the calendar after a letter went out into the clocks that it touches; returns how many."""
    entered = 0
    for change in data.calendar_changes():
        touched = (
            (Obligation.issued_on < change.recorded_on)
            & (Obligation.issued_on <= change.day)
            & (Obligation.reply_due >= change.day)
        )
        entered += _enter(session, touched, change.kind, change.day, change.name, now)
    return entered


def enter_terms(session: Session, now: datetime) -> int:
    """Put clocks that ran when a new version of their term came into force under it, where that version says so."""
    entered = 0
    for term in data.running_terms(local_date(now)):
        since = term.valid_from or date.min
        touched = (Obligation.term == term.key) & (Obligation.started_on < since) & Obligation.reply_due.is_not(None)
        entered += _enter(session, touched, EntryKind.TERM_CHANGED, since, term.key, now)
    return entered


def _enter(session: Session, touched: ColumnElement[bool], kind: EntryKind, day: date, name: str, now: datetime) -> int:
    known = select(ClockEntry.id).where(
        ClockEntry.obligation_id == Obligation.id, ClockEntry.kind == kind, ClockEntry.effective == day
    )
    is_open = Obligation.answered_on.is_(None) & Obligation.closed_on.is_(None)
    statement = select(Obligation.id, Obligation.case_id).where(is_open, touched, ~known.exists())
    found = session.execute(statement.order_by(Obligation.case_id, Obligation.id).limit(BATCH)).all()
    for obligation_id, case_id in found:
        _enter_one(session, obligation_id, case_id, kind, day, name, now)
    return len(found)


def _enter_one(
    session: Session, obligation_id: UUID, case_id: UUID, kind: EntryKind, day: date, name: str, now: datetime
) -> None:
    session.get_one(Case, case_id, with_for_update=True)
    obligation = session.get_one(Obligation, obligation_id, with_for_update=True, populate_existing=True)
    if obligation.answered_on is not None or obligation.closed_on is not None:
        return
    if clocks.append(session, obligation, kind, day, now, ACTOR, name=name):
        escalations.drop_drafts(session, obligation)
        note(session, case_id, now, ACTOR, "clock.changed", obligation=obligation_id, word=kind.value, day=day)
    audit.record(session, ACTOR, "clock.changed", "obligation", obligation_id, entry=kind.value)
