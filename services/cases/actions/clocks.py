"""The ledger of a clock: what is added to it, and the dates that follow, kept with the obligation for the lists."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain import clock
from services.cases.domain.ledger import Entry, EntryKind, first_start
from services.cases.domain.terms import StartEvent
from services.cases.models import ClockEntry, Obligation
from services.cases.models.situations import ledger_of


def begin(session: Session, obligations: Sequence[Obligation], day: date, at: datetime, by: str) -> None:
    """The first entry of each new clock: that the letter left. One count serves them all, for they are of one letter."""
    if not obligations or obligations[0].term is None:
        return
    dispatched = StartEvent.DISPATCHED
    entries = [Entry(id="first", kind=EntryKind.STARTED, effective=day, recorded_at=at, event=dispatched)]
    term = data.term_of_clock(obligations[0].term, day, entries)
    found = clock.due(entries, data.calendar_of(day), term)
    for obligation in obligations:
        obligation.reply_due, obligation.started_on = found.day, found.start
        values = {"kind": EntryKind.STARTED.value, "effective": day, "event": dispatched.value}
        session.add(ClockEntry(obligation_id=obligation.id, recorded_at=at, by=by, **values))


def append(
    session: Session,
    obligation: Obligation,
    kind: EntryKind,
    effective: date,
    at: datetime,
    by: str,
    *,
    event: StartEvent | None = None,
    until: date | None = None,
    request_id: UUID | None = None,
    reason: str | None = None,
    name: str | None = None,
) -> None:
    """Add an entry and renew what follows from the ledger. A kind of act without a term has no clock."""
    if obligation.term is None:
        return
    session.add(
        ClockEntry(
            obligation_id=obligation.id,
            kind=kind.value,
            effective=effective,
            recorded_at=at,
            event=event.value if event else None,
            until=until,
            request_id=request_id,
            name=name,
            reason=reason,
            by=by,
        )
    )
    session.flush()
    entries = [row.as_entry() for row in ledger_of(session, obligation.id)]
    term = data.term_of_clock(obligation.term, obligation.issued_on, entries)
    found = clock.due(entries, data.calendar_of(obligation.issued_on), term)
    obligation.reply_due, obligation.started_on = found.day, found.start


def start(session: Session, obligation: Obligation, event: StartEvent, day: date, at: datetime, by: str) -> None:
    """A term begins by `event`; a second report of the same event does not begin it anew."""
    if obligation.term is None:
        return
    entries = [row.as_entry() for row in ledger_of(session, obligation.id)]
    known = first_start(entries, event, or_unnamed=False)
    if known is None or day < known:
        append(session, obligation, EntryKind.STARTED, day, at, by, event=event)
