"""What a person can do with parked events and the log: list, look, replay, discard, publish again."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from shared.events.envelope import Event, MalformedEventError, Place, Received, open_event, unpack
from shared.messaging import chains
from shared.messaging.inbox import Inbox
from shared.messaging.kept import HeldEvent, InboxRow, ParkedEvent
from shared.messaging.outbox import OutboxRow
from shared.rules import RuleViolation


def unresolved(session: Session, limit: int = 200) -> Sequence[ParkedEvent]:
    """The parked events that wait for a person, oldest first."""
    return (
        session.execute(
            select(ParkedEvent).where(ParkedEvent.resolution.is_(None)).order_by(ParkedEvent.parked_at).limit(limit)
        )
        .scalars()
        .all()
    )


def replay_parked(session: Session, inbox: Inbox, parked_id: UUID, by: str) -> None:
    """Handle a parked event again, then what waited behind it. Raises `RuleViolation` if it is not its turn."""
    parked = _waiting(session, parked_id)
    try:
        event = open_event(unpack(bytes(parked.body)), inbox.read_document)
    except MalformedEventError as error:
        raise RuleViolation(f"still unreadable: {error.reason}", code="parked_unreadable") from error
    _refuse_out_of_turn(session, event)
    inbox.apply(session, event)
    _note(session, event, "handled")
    _resolve(parked, "replayed", by, "")
    inbox.drain(session, event.stream, event.subject)


def discard_parked(session: Session, inbox: Inbox, parked_id: UUID, by: str, reason: str) -> None:
    """Give a parked event up, by name and with a reason; its subject goes on behind it."""
    if not reason.strip():
        raise RuleViolation("discarding needs a reason", code="reason_missing")
    parked = _waiting(session, parked_id)
    try:
        event = open_event(unpack(bytes(parked.body)), None)
    except MalformedEventError:
        event = None
    _resolve(parked, "discarded", by, reason)
    if event is not None and event.predecessor == _last(session, event):
        inbox.advance(session, event, "discarded")
        _note(session, event, "discarded")
        inbox.drain(session, event.stream, event.subject)


def publish_again(session: Session, since: datetime, event_type: str | None = None) -> int:
    """Put published events back into the relay's hands; consumers that have them drop the repeats. Returns how many."""
    statement = update(OutboxRow).where(OutboxRow.created_at >= since, OutboxRow.published_at.is_not(None))
    if event_type:
        statement = statement.where(OutboxRow.type == event_type)
    session.info["published"] = True
    return session.execute(statement.values(published_at=None)).rowcount  # type: ignore[attr-defined,no-any-return]  # the result of an UPDATE has a rowcount, which the stubs leave out


def counts(session: Session) -> tuple[int, int]:
    """How many events are parked and how many are held."""
    parked = session.execute(select(func.count()).select_from(ParkedEvent).where(ParkedEvent.resolution.is_(None)))
    held = session.execute(select(func.count()).select_from(HeldEvent))
    return parked.scalar_one(), held.scalar_one()


def _waiting(session: Session, parked_id: UUID) -> ParkedEvent:
    parked = session.get(ParkedEvent, parked_id, with_for_update=True)
    if parked is None or parked.resolution is not None:
        raise RuleViolation("no such parked event waits", code="parked_unknown")
    return parked


def _last(session: Session, event: Received[Event]) -> Place:
    return chains.last(session, event.stream, event.subject)


def _refuse_out_of_turn(session: Session, event: Received[Event]) -> None:
    last = _last(session, event)
    if event.predecessor != last:
        raise RuleViolation(f"number {event.sequence} follows {last[1]}: not its turn", code="parked_not_in_turn")


def _note(session: Session, event: Received[Event], outcome: str) -> None:
    row = session.get(InboxRow, event.id)
    if row is not None:
        row.outcome = outcome


def _resolve(parked: ParkedEvent, resolution: str, by: str, reason: str) -> None:
    parked.resolution = resolution
    parked.resolved_at = datetime.now(UTC)
    parked.resolved_by = by
    parked.resolved_reason = reason
