"""The clocks of recommendations to the office: the last day, and what moves it after one was received, as for an obligation."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions.clock_changes import BATCH
from services.cases.domain import clock
from services.cases.domain.ledger import Entry, EntryKind
from services.cases.domain.timeliness import local_date
from services.cases.incoming.models import IncomingClockEntry, IncomingItem, IncomingRecommendation, entries_of
from shared import audit
from shared.principal import service

CASES = service("cases")


def reply_due(source: IncomingRecommendation, item: IncomingItem, entries: Sequence[Entry]) -> date | None:
    """The last day for the reply: as the clock of the term gives it, or else the day that the issuer set."""
    if item.term is None:
        return item.item_due
    term = data.term_of_clock(item.term, source.received_on, entries)
    return clock.due(entries, data.calendar_of(source.received_on), term).day


def enter_calendar(session: Session, now: datetime) -> int:
    """Enter what was changed in the calendar after a document was received; returns into how many clocks."""
    received = IncomingRecommendation.received_on
    return sum(
        _enter(
            session,
            (received < one.recorded_on) & (received <= one.day) & (IncomingItem.reply_due >= one.day),
            EntryKind(one.kind),
            one.day,
            one.name,
            now,
        )
        for one in data.calendar_changes()
    )


def enter_terms(session: Session, now: datetime) -> int:
    """Put clocks under a new version of their term, where that version says that it governs what runs."""
    received = IncomingRecommendation.received_on
    return sum(
        _enter(
            session,
            (IncomingItem.term == one.key) & (received < (one.valid_from or date.min)),
            EntryKind.TERM_CHANGED,
            one.valid_from or date.min,
            one.key,
            now,
        )
        for one in data.running_terms(local_date(now))
    )


def _enter(session: Session, touched: ColumnElement[bool], kind: EntryKind, day: date, name: str, now: datetime) -> int:
    known = select(IncomingClockEntry.id).where(
        IncomingClockEntry.item_id == IncomingItem.id,
        IncomingClockEntry.kind == kind.value,
        IncomingClockEntry.effective == day,
    )
    is_open = IncomingItem.term.is_not(None) & IncomingItem.answered_on.is_(None) & IncomingItem.closed_on.is_(None)
    joined = select(IncomingRecommendation, IncomingItem).join(IncomingItem)
    statement = joined.where(is_open, touched, ~known.exists()).order_by(IncomingItem.id).limit(BATCH)
    found = session.execute(statement.with_for_update(of=IncomingItem)).all()
    for source, item in found:
        session.add(
            IncomingClockEntry(
                item_id=item.id, kind=kind.value, effective=day, name=name, recorded_at=now, by=CASES.name
            )
        )
        session.flush()
        item.reply_due = reply_due(source, item, entries_of(session, item.id))
        audit.record(session, CASES, "incoming.clock_changed", "incoming_item", item.id, entry=kind.value)
    return len(found)
