"""The clocks of recommendations to the office: the last day, and what moves it after one was received, as for an obligation."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions.clock_changes import BATCH, Change
from services.cases.domain import clock
from services.cases.domain.ledger import Entry, EntryKind
from services.cases.domain.timeliness import local_date
from services.cases.incoming.models import IncomingClockEntry, IncomingItem, IncomingRecommendation
from services.cases.incoming.queries import entries_of
from shared import audit
from shared.principal import Principal


def reply_due(source: IncomingRecommendation, item: IncomingItem, entries: Sequence[Entry]) -> date | None:
    """The last day for the reply: as the clock of the term gives it, or else the day that the issuer set."""
    if item.term is None:
        return item.item_due
    term = data.term_of_clock(item.term, source.received_on, entries)
    return clock.due(entries, data.calendar_of(source.received_on), term).day


def enter_calendar(by: Principal, session: Session, *, now: datetime) -> int:
    """Enter what was changed in the calendar after a document was received; returns into how many clocks."""
    received, entered = IncomingRecommendation.received_on, 0
    for change in data.calendar_changes():
        touched = (received < change.recorded_on) & (received <= change.day) & (IncomingItem.reply_due >= change.day)
        entered += _enter(by, session, touched, Change(change.kind, change.day, change.name), now)
    return entered


def enter_terms(by: Principal, session: Session, *, now: datetime) -> int:
    """Put clocks under a new version of their term, where that version says that it governs what runs."""
    entered = 0
    for term in data.running_terms(local_date(now)):
        since = term.valid_from or date.min
        touched = (IncomingItem.term == term.key) & (IncomingRecommendation.received_on < since)
        entered += _enter(by, session, touched, Change(EntryKind.TERM_CHANGED, since, term.key), now)
    return entered


def _enter(by: Principal, session: Session, touched: ColumnElement[bool], change: Change, now: datetime) -> int:
    known = select(IncomingClockEntry.id).where(
        IncomingClockEntry.item_id == IncomingItem.id,
        IncomingClockEntry.kind == change.kind.value,
        IncomingClockEntry.effective == change.day,
    )
    is_open = IncomingItem.term.is_not(None) & IncomingItem.answered_on.is_(None) & IncomingItem.closed_on.is_(None)
    joined = select(IncomingRecommendation, IncomingItem).join(IncomingItem)
    statement = joined.where(is_open, touched, ~known.exists()).order_by(IncomingItem.id).limit(BATCH)
    moved = session.execute(statement.with_for_update(of=IncomingItem)).all()
    for source, item in moved:
        entry = IncomingClockEntry(item_id=item.id, kind=change.kind.value, effective=change.day)
        entry.name, entry.recorded_at, entry.by = change.name, now, by.name
        session.add(entry)
        session.flush()
        item.reply_due = reply_due(source, item, entries_of(session, item.id))
        audit.record(session, by, "incoming.clock_changed", "incoming_item", item.id, entry=change.kind.value)
    return len(moved)
