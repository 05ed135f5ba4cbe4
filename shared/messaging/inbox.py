"""What of the received takes effect: once per event, in the order of its subject, in one transaction with its effect.

The order does not depend on the broker: an event is handled when the one before it was the last (`chains`), else it is held.
What cannot be handled is parked with its reason; the later ones of its subject then wait by themselves.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError
from sqlalchemy.orm import Session

from shared import metrics, tracing
from shared.events.envelope import Event, MalformedEventError, Place, Received, open_event, unpack
from shared.messaging import chains
from shared.messaging.kept import HeldEvent, InboxRow, ParkedEvent
from shared.messaging.outbox import StreamPosition
from shared.messaging.subscriptions import Subscriptions
from shared.retry import RetryLaterError

#: SQLSTATE classes that are the server's fault: connection, rollback by conflict, resources, operator, system.
_SERVER_AT_FAULT = ("08", "40", "53", "57", "58")
_CANCELLED_BY_TIMEOUT = "57014"
#: Somebody holds a lock for long: a frozen consumer, an operator, a migration. Not the fault of whoever waits for it.
_LOCKED = "55P03"


def world_at_fault(error: Exception) -> bool:
    """Whether a failure says nothing about the event: the database or a store is away, or two transactions collided."""
    if isinstance(error, (RetryLaterError, NoConnectionFreeError)):
        return True
    if isinstance(error, (OperationalError, InterfaceError)):
        state = getattr(error.orig, "sqlstate", None)
        if state is None or state == _LOCKED:
            return True
        return state[:2] in _SERVER_AT_FAULT and state != _CANCELLED_BY_TIMEOUT
    return False


_STORE = insert(InboxRow.__table__)  # type: ignore[arg-type]  # a mapped class has a Table, which the stubs call FromClause
_POSITION: Any = upsert(StreamPosition.__table__)  # type: ignore[arg-type]  # a mapped class has a Table, which the stubs call FromClause
_ADVANCE = _POSITION.on_conflict_do_update(
    index_elements=["stream", "subject", "direction"],
    set_={"epoch": _POSITION.excluded.epoch, "sequence": _POSITION.excluded.sequence},
)


def _at(event: Received[Event]) -> dict[str, object]:
    where = {"stream": event.stream, "subject": event.subject, "direction": "in"}
    return {**where, "epoch": event.epoch, "sequence": event.sequence}


def _row(event: Received[Event], digest: str, outcome: str) -> dict[str, object]:
    row = {name: value for name, value in _at(event).items() if name != "direction"}
    return {"message_id": event.id, "type": event.type, **row, "digest": digest, "outcome": outcome}


@dataclass
class _State:
    """Where the subjects of one batch stand, which of them have held events, and what is still to be written.

    Inbox rows and positions are written once per batch: a round trip for each event would be most of its cost. The
    primary key of the inbox still refuses a second effect, since it is written in the same transaction.
    """

    positions: dict[tuple[str, UUID], Place]
    waiting: set[tuple[str, UUID]]
    epochs: dict[str, int] = field(default_factory=dict)
    moved: dict[tuple[str, UUID], Received[Event]] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def note(self, event: Received[Event], digest: str, outcome: str) -> None:
        self.rows.append(_row(event, digest, outcome))

    def write(self, session: Session) -> None:
        if self.rows:
            session.execute(_STORE, self.rows)
        if self.moved:
            session.execute(_ADVANCE, [_at(self.moved[key]) for key in sorted(self.moved)])
        self.rows, self.moved = [], {}


@dataclass(frozen=True)
class Delivery:
    """A message as the broker gave it: its bytes, the properties that must agree with them, and in which epoch its publisher
    was when it sent it (None: that of the event).
    """

    body: bytes
    message_id: str | None
    routing_key: str | None
    asof: int | None = None


class Inbox:
    """Takes deliveries into one service's database. `read_document` opens a document that an event names."""

    def __init__(self, subscriptions: Subscriptions, read_document: Callable[[str], bytes] | None = None) -> None:
        self._subscriptions = subscriptions
        self.read_document = read_document
        self.service = subscriptions.service

    def take(self, session: Session, deliveries: Iterable[Delivery]) -> None:
        """Store and handle `deliveries` in the transaction of `session`. A handler's exception passes through."""
        opened = [(self._open(session, delivery), delivery) for delivery in deliveries]
        events = {event.id: (event, delivery) for event, delivery in opened if event is not None}
        known = self._known(session, [delivery for _, delivery in opened], set(events))
        subjects = {(event.stream, event.subject) for event, _ in events.values()}
        state = _State(self._positions(session, subjects), self._with_held(session, subjects), chains.epochs(session))
        for event, delivery in opened:
            if event is None:
                continue
            publisher, asof = event.data.publisher(), delivery.asof or event.epoch
            if asof > state.epochs.get(publisher, 1):
                self._set_back(session, publisher, asof, state, known)
            digest = hashlib.sha256(delivery.body).hexdigest()
            if event.id in known:
                self._again(session, event, delivery, same=known[event.id] == digest)
                continue
            if asof < state.epochs.get(publisher, 1):
                chains.set_aside(session, event, delivery.body)
                metrics.EVENTS_CONSUMED.labels(self.service, event.type, "stale").inc()
                continue
            known[event.id] = digest
            self._place(session, event, delivery, digest, state)
        state.write(session)

    def park(self, session: Session, delivery: Delivery, reason: str) -> None:
        """Keep a delivery with the reason why it cannot be handled. `reason` is a code, never the message's words."""
        event = self._readable(delivery)
        if event is not None:
            row = session.get(InboxRow, event.id)
            if row is None:
                session.execute(_STORE, _row(event, hashlib.sha256(delivery.body).hexdigest(), "parked"))
            elif row.outcome != "held":
                return
            else:
                row.outcome = "parked"
                session.execute(delete(HeldEvent).where(HeldEvent.message_id == event.id))
        self._keep(session, event, delivery, reason)

    def apply(self, session: Session, event: Received[Event]) -> None:
        """Run the handler of `event` and advance its subject, without asking whether it was seen before."""
        self.advance(session, event, self._handle(session, event))

    def _handle(self, session: Session, event: Received[Event]) -> str:
        handler = self._subscriptions.handlers.get(event.type)
        if handler is None:
            return "passed"
        with tracing.within(tracing.begin(event.traceparent, event.correlation, str(event.id))):
            handler(session, event)
        return "handled"

    def advance(self, session: Session, event: Received[Event], outcome: str) -> None:
        """Set the subject's position to `event` and note the outcome."""
        session.execute(_ADVANCE, _at(event))
        self._count(event, outcome)

    def _count(self, event: Received[Event], outcome: str) -> None:
        metrics.EVENTS_CONSUMED.labels(self.service, event.type, outcome).inc()
        metrics.EVENT_LAG.labels(self.service).observe(max(0.0, (datetime.now(UTC) - event.time).total_seconds()))

    def drain(self, session: Session, stream: str, subject: UUID) -> Place:
        """Handle what was held of a subject and is due now; returns the place of the last that took effect.

        One that fails is parked in a savepoint of its own, so that the event before it stands.
        """
        while True:
            last = chains.last(session, stream, subject)
            held = chains.held_behind(session, stream, subject, last)
            if held is None:
                return last
            event = open_event(unpack(held.body.encode()), self.read_document)
            try:
                with session.begin_nested():
                    self.apply(session, event)
            except Exception as error:
                if world_at_fault(error):
                    raise
                self._leave_held(session, held, "parked")
                self._keep(
                    session,
                    event,
                    Delivery(held.body.encode(), str(event.id), event.type),
                    f"handler_{type(error).__name__}",
                )
                return last
            self._leave_held(session, held, "handled")

    def _leave_held(self, session: Session, held: HeldEvent, outcome: str) -> None:
        session.get_one(InboxRow, held.message_id).outcome = outcome
        session.delete(held)
        session.flush()

    def _open(self, session: Session, delivery: Delivery) -> Received[Event] | None:
        try:
            event = open_event(unpack(delivery.body), self.read_document)
            if delivery.message_id != str(event.id) or delivery.routing_key != event.type:
                raise MalformedEventError("properties_disagree")
            if self.service not in Event.registry[event.type].consumers and not self._hears(event):
                raise MalformedEventError("not_for_this_service")
        except MalformedEventError as error:
            self._keep(session, self._readable(delivery), delivery, error.reason)
            return None
        return event

    def _hears(self, event: Received[Event]) -> bool:
        return any(e.stream() == event.stream and self.service in e.consumers for e in Event.registry.values())

    def _readable(self, delivery: Delivery) -> Received[Event] | None:
        try:
            return open_event(unpack(delivery.body), self.read_document)
        except MalformedEventError:
            return None

    def _known(self, session: Session, deliveries: list[Delivery], ids: set[UUID]) -> dict[UUID, str]:
        if not deliveries or not ids:
            return {}
        rows = session.execute(select(InboxRow.message_id, InboxRow.digest).where(InboxRow.message_id.in_(ids)))
        return {row.message_id: row.digest for row in rows}

    def _positions(self, session: Session, subjects: set[tuple[str, UUID]]) -> dict[tuple[str, UUID], tuple[int, int]]:
        if not subjects:
            return {}
        key = tuple_(StreamPosition.stream, StreamPosition.subject)
        rows = session.execute(
            select(StreamPosition.stream, StreamPosition.subject, StreamPosition.epoch, StreamPosition.sequence)
            .where(StreamPosition.direction == "in", key.in_(sorted(subjects)))
            .order_by(StreamPosition.stream, StreamPosition.subject)
            .with_for_update()
        )
        return {(row.stream, row.subject): (row.epoch, row.sequence) for row in rows}

    def _with_held(self, session: Session, subjects: set[tuple[str, UUID]]) -> set[tuple[str, UUID]]:
        if not subjects:
            return set()
        rows = session.execute(
            select(HeldEvent.stream, HeldEvent.subject).where(
                tuple_(HeldEvent.stream, HeldEvent.subject).in_(sorted(subjects))
            )
        )
        return {(row.stream, row.subject) for row in rows}

    def _set_back(self, session: Session, publisher: str, asof: int, state: "_State", known: dict[UUID, str]) -> None:
        """A publisher has begun a new epoch: what is held of it was sent before, and comes again if it survived."""
        state.write(session)
        for moved in chains.begin_epoch(session, publisher, asof):
            known.pop(moved, None)
        state.epochs[publisher] = asof
        state.waiting = {key for key in state.waiting if key[0].partition(".")[0] != publisher}

    def _again(self, session: Session, event: Received[Event], delivery: Delivery, *, same: bool) -> None:
        if same:
            metrics.EVENTS_CONSUMED.labels(self.service, event.type, "duplicate").inc()
        else:
            self._keep(session, event, delivery, "same_id_other_content")

    def _place(
        self, session: Session, event: Received[Event], delivery: Delivery, digest: str, state: "_State"
    ) -> None:
        key = (event.stream, event.subject)
        last = state.positions.get(key, chains.NONE)
        turn = chains.turn_at_once(event, last)
        if turn is None:
            # Of this batch too: what was taken a moment ago is in the chain.
            state.write(session)
            turn = chains.turn(session, event)
        if turn == "early" and not chains.hold(session, event, delivery.body):
            turn = "taken"
        if turn == "taken":
            state.note(event, digest, "parked")
            self._keep(session, event, delivery, "position_taken")
        elif turn == "early":
            metrics.EVENTS_CONSUMED.labels(self.service, event.type, "held").inc()
            state.note(event, digest, "held")
            state.waiting.add(key)
        else:
            self._count(event, self._handle(session, event))
            state.note(event, digest, "handled")
            state.moved[key] = event
            state.positions[key] = event.place
            if key in state.waiting:
                state.write(session)
                state.positions[key] = self.drain(session, event.stream, event.subject)

    def _keep(self, session: Session, event: Received[Event] | None, delivery: Delivery, reason: str) -> None:
        """An event that cannot be read keeps the id that its message bears, so that it is accounted for, and is kept once: others are
        known by their inbox rows when they come again.
        """
        kind = event.type if event else "unreadable"
        metrics.EVENTS_CONSUMED.labels(self.service, kind, "parked").inc()
        message_id = event.id if event else _uuid(delivery.message_id)
        if event is None and message_id and self._is_kept(session, message_id, delivery.body):
            return
        session.add(
            ParkedEvent(
                id=uuid4(),
                message_id=message_id,
                type=event.type if event else None,
                stream=event.stream if event else None,
                subject=event.subject if event else None,
                sequence=event.sequence if event else None,
                reason=reason,
                body=delivery.body,
            )
        )

    def _is_kept(self, session: Session, message_id: UUID, body: bytes) -> bool:
        same = select(ParkedEvent.id).where(ParkedEvent.message_id == message_id, ParkedEvent.body == body)
        return session.execute(same.limit(1)).scalar() is not None


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text)
    except (ValueError, TypeError):
        return None
