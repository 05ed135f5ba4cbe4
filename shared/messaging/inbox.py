"""What of the received takes effect: once per event, in the order of its subject, in one transaction with its effect.

The order does not depend on the broker: an event is handled when its number is the last one plus one, else it is held.
What cannot be handled is parked with its reason; the later ones of its subject then wait by themselves.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, delete, func, insert, select, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared import metrics, tracing
from shared.db import PlatformBase
from shared.events.envelope import Event, MalformedEventError, Received, open_event, unpack
from shared.messaging.outbox import StreamPosition
from shared.messaging.subscriptions import Subscriptions
from shared.retry import RetryLaterError
from shared.witness.standing import SetBackError

#: A subject that has no position yet.
_NONE = (0, 0)
#: SQLSTATE classes that are the server's fault: connection, rollback by conflict, resources, operator, system.
_SERVER_AT_FAULT = ("08", "40", "53", "57", "58")
_CANCELLED_BY_TIMEOUT = "57014"
#: Somebody holds a lock for long: a frozen consumer, an operator, a migration. Not the fault of whoever waits for it.
_LOCKED = "55P03"


def world_at_fault(error: Exception) -> bool:
    """Whether a failure says nothing about the event: the database or a store is away, or two transactions collided."""
    if isinstance(error, (RetryLaterError, NoConnectionFreeError, SetBackError)):
        return True
    if isinstance(error, (OperationalError, InterfaceError)):
        state = getattr(error.orig, "sqlstate", None)
        if state is None or state == _LOCKED:
            return True
        return state[:2] in _SERVER_AT_FAULT and state != _CANCELLED_BY_TIMEOUT
    return False


class InboxRow(PlatformBase):
    """One event that this service has stored, whatever became of it."""

    __tablename__ = "inbox"

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    type: Mapped[str]
    stream: Mapped[str]
    subject: Mapped[UUID]
    epoch: Mapped[int] = mapped_column(BigInteger)
    sequence: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str]
    outcome: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())


class HeldEvent(PlatformBase):
    """An event that came before an earlier one of its subject."""

    __tablename__ = "held_event"

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    stream: Mapped[str]
    subject: Mapped[UUID]
    epoch: Mapped[int | None] = mapped_column(BigInteger)
    sequence: Mapped[int] = mapped_column(BigInteger)
    #: The epoch of the number before it.
    previous: Mapped[int | None] = mapped_column(BigInteger)
    body: Mapped[str]
    held_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PublisherEpoch(PlatformBase):
    """The newest epoch that a publisher has sent with: what was sent with an older one is of a time that was taken back."""

    __tablename__ = "publisher_epoch"

    publisher: Mapped[str] = mapped_column(primary_key=True)
    epoch: Mapped[int] = mapped_column(BigInteger)
    seen_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class StaleEvent(PlatformBase):
    """An event that was sent before its publisher was set back, and was not taken. It comes again if it survived there."""

    __tablename__ = "stale_event"

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    publisher: Mapped[str]
    stream: Mapped[str]
    subject: Mapped[UUID]
    epoch: Mapped[int] = mapped_column(BigInteger)
    sequence: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[str]
    noted_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class ParkedEvent(PlatformBase):
    """An event that could not be handled, with its reason; a named person replays or discards it."""

    __tablename__ = "parked_event"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    message_id: Mapped[UUID | None] = mapped_column(index=True)
    type: Mapped[str | None]
    stream: Mapped[str | None]
    subject: Mapped[UUID | None]
    sequence: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str]
    body: Mapped[bytes]
    parked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    resolution: Mapped[str | None]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None]
    resolved_reason: Mapped[str | None]


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

    positions: dict[tuple[str, UUID], tuple[int, int]]
    waiting: set[tuple[str, UUID]]
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
    """A message as the broker gave it: its bytes, and the properties that must agree with them."""

    body: bytes
    message_id: str | None
    routing_key: str | None


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
        state = _State(self._positions(session, subjects), self._with_held(session, subjects))
        for event, delivery in opened:
            if event is None:
                continue
            digest = hashlib.sha256(delivery.body).hexdigest()
            if event.id in known:
                self._again(session, event, delivery, same=known[event.id] == digest)
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

    def drain(self, session: Session, stream: str, subject: UUID) -> int:
        """Handle what was held of a subject and is due now; returns how many.

        One that fails is parked in a savepoint of its own, so that the event before it stands.
        """
        drained = 0
        while held := self._next_held(session, stream, subject):
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
                return drained
            self._leave_held(session, held, "handled")
            drained += 1
        return drained

    def _next_held(self, session: Session, stream: str, subject: UUID) -> HeldEvent | None:
        last = session.execute(
            select(StreamPosition.sequence)
            .where(StreamPosition.stream == stream, StreamPosition.subject == subject, StreamPosition.direction == "in")
            .with_for_update()
        ).scalar()
        return session.execute(
            select(HeldEvent).where(
                HeldEvent.stream == stream, HeldEvent.subject == subject, HeldEvent.sequence == (last or 0) + 1
            )
        ).scalar_one_or_none()

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

    def _again(self, session: Session, event: Received[Event], delivery: Delivery, *, same: bool) -> None:
        if same:
            metrics.EVENTS_CONSUMED.labels(self.service, event.type, "duplicate").inc()
        else:
            self._keep(session, event, delivery, "same_id_other_content")

    def _place(
        self, session: Session, event: Received[Event], delivery: Delivery, digest: str, state: "_State"
    ) -> None:
        key = (event.stream, event.subject)
        epoch, last = state.positions.get(key, _NONE)
        if event.sequence <= last or event.epoch < epoch:
            state.note(event, digest, "parked")
            self._keep(session, event, delivery, "position_taken")
        elif event.sequence > last + 1:
            state.note(event, digest, "held")
            self._hold(session, event, delivery)
            state.waiting.add(key)
        else:
            self._count(event, self._handle(session, event))
            state.note(event, digest, "handled")
            state.moved[key] = event
            state.positions[key] = (event.epoch, event.sequence)
            if key in state.waiting:
                state.write(session)
                drained = self.drain(session, event.stream, event.subject)
                state.positions[key] = (event.epoch, event.sequence + drained)

    def _hold(self, session: Session, event: Received[Event], delivery: Delivery) -> None:
        metrics.EVENTS_CONSUMED.labels(self.service, event.type, "held").inc()
        session.execute(
            insert(HeldEvent).values(
                message_id=event.id,
                stream=event.stream,
                subject=event.subject,
                sequence=event.sequence,
                body=delivery.body.decode(),
            )
        )

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
