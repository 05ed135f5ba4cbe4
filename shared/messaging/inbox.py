"""What of the received takes effect: once per event, in the order of its subject, in one transaction with its effect.

The order does not depend on the broker: an event is handled when the one before it was the last (`chains`), else it is held.
What cannot be handled is parked with its reason; the later ones of its subject then wait by themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError
from sqlalchemy.orm import Session

from shared import spans, tracing
from shared.events.envelope import Event, Heading, MalformedEventError, Place, Received, open_event, unpack
from shared.messaging import chains
from shared.messaging.kept import HeldEvent, InboxRow, ParkedEvent, WantedEvent
from shared.messaging.opening import UNANNOUNCED, Delivery, Opened, ReadDocument, heading_in, open_delivery, uuid_of
from shared.messaging.outbox import StreamPosition
from shared.messaging.subscriptions import Subscriptions
from shared.messaging.told import tell
from shared.retry import RetryLaterError

#: SQLSTATE classes that are the server's fault: connection, rollback by conflict, resources, operator, system.
_SERVER_AT_FAULT = ("08", "40", "53", "57", "58")
_CANCELLED_BY_TIMEOUT = "57014"
#: Somebody holds a lock for long: a frozen consumer, an operator, a migration. Not the fault of whoever waits for it.
_LOCKED = "55P03"
#: Why an event is parked that would stand where another one stands, or that came again with another text.
TAKEN, OTHER_CONTENT = "position_taken", "same_id_other_content"


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


def set_position(session: Session, stream: str, subject: UUID, place: Place) -> None:
    """Say where a subject stands, whatever there is before this place."""
    session.execute(_ADVANCE, _at(stream, subject, place))


def _at(stream: str, subject: UUID, place: Place) -> dict[str, object]:
    return {"stream": stream, "subject": subject, "direction": "in", "epoch": place[0], "sequence": place[1]}


def _row(head: Heading, digest: str, outcome: str) -> dict[str, object]:
    where = {"stream": head.stream, "subject": head.subject, "epoch": head.epoch, "sequence": head.sequence}
    return {"message_id": head.id, "type": head.type, **where, "digest": digest, "outcome": outcome}


@dataclass
class _State:
    """Where the subjects of one batch stand, which of them have held events, and what is still to be written.

    Inbox rows and positions are written once per batch: a round trip for each event would be most of its cost. The
    primary key of the inbox still refuses a second effect, since it is written in the same transaction.
    """

    positions: dict[tuple[str, UUID], Place]
    waiting: set[tuple[str, UUID]]
    epochs: dict[str, int] = field(default_factory=dict)
    moved: dict[tuple[str, UUID], Place] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def note(self, head: Heading, digest: str, outcome: str) -> None:
        self.rows.append(_row(head, digest, outcome))

    def write(self, session: Session) -> None:
        if self.rows:
            session.execute(_STORE, self.rows)
        if self.moved:
            session.execute(_ADVANCE, [_at(*key, self.moved[key]) for key in sorted(self.moved)])
        self.rows, self.moved = [], {}


class Inbox:
    """Takes deliveries into one service's database. `read_document` opens a document that an event names."""

    def __init__(self, subscriptions: Subscriptions, read_document: ReadDocument | None = None) -> None:
        self._subscriptions = subscriptions
        self.read_document = read_document
        self.service = subscriptions.service

    def take(self, session: Session, deliveries: Iterable[Delivery]) -> None:
        """Store and handle `deliveries` in the transaction of `session`. A handler's exception passes through."""
        opened = [open_delivery(self.service, delivery, self.read_document) for delivery in deliveries]
        heads = [one.head for one in opened if one.head and one.placed]
        known = self._known(session, {head.id for head in heads})
        subjects = {(head.stream, head.subject) for head in heads}
        state = _State(self._positions(session, subjects), self._with_held(session, subjects), chains.epochs(session))
        for one in opened:
            self._take_one(session, one, state, known)
        state.write(session)

    def _take_one(self, session: Session, one: Opened, state: "_State", known: dict[UUID, str]) -> None:
        head, digest = one.head, one.delivery.digest
        if head is None or not one.placed:
            self._keep(session, None, one.delivery, one.fault or "unreadable")
            return
        reached, asof = state.epochs.get(head.publisher, 1), one.delivery.asof
        if asof is None and head.epoch > reached:
            self._keep(session, None, one.delivery, UNANNOUNCED)
            return
        if asof and asof > reached:
            self._set_back(session, head.publisher, asof, state, known)
        if head.id in known:
            self._again(session, head, one.delivery, same=known[head.id] == digest)
        elif (asof or head.epoch) < state.epochs.get(head.publisher, 1):
            chains.set_aside(session, head, one.delivery.body)
            tell(session, self.service, head, "stale")
        else:
            known[head.id] = digest
            self._place(session, head, one, state)

    def park(self, session: Session, delivery: Delivery, reason: str) -> None:
        """Keep a delivery with the reason why it cannot be handled. `reason` is a code, never the message's words."""
        one = open_delivery(self.service, delivery, self.read_document)
        head = one.head if one.placed else None
        if head is not None:
            self._note_epoch(session, head.publisher, delivery.asof)
            row = session.get(InboxRow, head.id)
            if row is None:
                session.execute(_STORE, _row(head, delivery.digest, "parked"))
            elif row.outcome != "held":
                return
            else:
                row.outcome = "parked"
                session.execute(delete(HeldEvent).where(HeldEvent.message_id == head.id))
        self._keep(session, head, delivery, reason)

    def apply(self, session: Session, event: Received[Event]) -> None:
        """Run the handler of `event` and advance its subject, without asking whether it was seen before."""
        self.advance(session, event, self._handle(session, event))

    def _handle(self, session: Session, event: Received[Event]) -> str:
        handler = self._subscriptions.handlers.get(event.type)
        if handler is None:
            return "passed"
        trace = tracing.begin(event.traceparent, event.correlation, str(event.id))
        told = {"messaging.system": "rabbitmq", "messaging.message.id": str(event.id)}
        with tracing.within(trace), spans.around(self.service, f"handle {event.type}", "consumer", trace, **told):
            handler(session, event)
        return "handled"

    def advance(self, session: Session, event: Received[Event], outcome: str) -> None:
        """Set the subject's position to `event` and note the outcome."""
        set_position(session, event.stream, event.subject, event.place)
        tell(session, self.service, event, outcome)

    def drain(self, session: Session, stream: str, subject: UUID) -> Place:
        """Handle what was held of a subject and is due now; returns the place of the last that took effect.

        One that fails is parked in a savepoint of its own, so that the event before it stands.
        """
        while True:
            last = chains.last(session, stream, subject)
            held = chains.held_behind(session, stream, subject, last)
            if held is None or not self._pass(session, held):
                return chains.last(session, stream, subject)

    def _pass(self, session: Session, held: HeldEvent) -> bool:
        """Whether the subject is past `held` now: it was handled, or somebody had given it up before its turn."""
        body, fault = held.body.encode(), None
        if session.get_one(InboxRow, held.message_id).outcome == "discarded":
            head = heading_in(body)
            place = head.place if head else (held.epoch or 1, held.sequence)
            set_position(session, held.stream, held.subject, place)
            self._leave_held(session, held, "discarded")
            return True
        try:
            event = open_event(unpack(body), self.read_document)
            with session.begin_nested():
                self.apply(session, event)
        except MalformedEventError as error:
            fault = error.reason
        except Exception as error:
            if world_at_fault(error):
                raise
            fault = f"handler_{type(error).__name__}"
        self._leave_held(session, held, "parked" if fault else "handled")
        if fault:
            self._keep(session, heading_in(body), Delivery(body, str(held.message_id), None), fault)
        return fault is None

    def _leave_held(self, session: Session, held: HeldEvent, outcome: str) -> None:
        session.get_one(InboxRow, held.message_id).outcome = outcome
        session.delete(held)
        session.flush()

    def _known(self, session: Session, ids: set[UUID]) -> dict[UUID, str]:
        if not ids:
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

    def _note_epoch(self, session: Session, publisher: str, asof: int | None) -> None:
        """The sending of what is parked says its epoch too, and the transaction that took note of it was rolled back."""
        if asof and asof > chains.epochs(session).get(publisher, 1):
            chains.begin_epoch(session, publisher, asof)

    def _again(self, session: Session, head: Heading, delivery: Delivery, *, same: bool) -> None:
        if same:
            tell(session, self.service, head, "duplicate")
        else:
            self._keep(session, head, delivery, OTHER_CONTENT)

    def _place(self, session: Session, head: Heading, one: Opened, state: "_State") -> None:
        key, digest = (head.stream, head.subject), one.delivery.digest
        turn = self._turn(session, head, state)
        if turn == "wanted" and one.event:
            tell(session, self.service, one.event, self._handle(session, one.event))
            state.note(head, digest, "handled")
        elif turn == "taken":
            state.note(head, digest, "parked")
            self._keep(session, head, one.delivery, TAKEN)
        elif one.event is None:
            state.note(head, digest, "parked")
            self._keep(session, head, one.delivery, one.fault or "unreadable")
        elif turn == "early":
            self._hold(session, head, one.delivery, state)
        else:
            tell(session, self.service, one.event, self._handle(session, one.event))
            state.note(head, digest, "handled")
            state.moved[key] = state.positions[key] = head.place
            if key in state.waiting:
                state.write(session)
                state.positions[key] = self.drain(session, *key)

    def _turn(self, session: Session, head: Heading, state: "_State") -> str:
        turn = chains.turn_at_once(head, state.positions.get((head.stream, head.subject), chains.NONE))
        if turn in (None, "taken"):
            wanted = delete(WantedEvent).where(WantedEvent.message_id == head.id).returning(WantedEvent.message_id)
            if session.execute(wanted).first():
                return "wanted"
        if turn is None:
            # Of this batch too: what was taken a moment ago is in the chain.
            state.write(session)
            turn = chains.turn(session, head)
        return turn

    def _hold(self, session: Session, head: Heading, delivery: Delivery, state: "_State") -> None:
        if not chains.hold(session, head, delivery.body):
            state.note(head, delivery.digest, "parked")
            self._keep(session, head, delivery, TAKEN)
            return
        tell(session, self.service, head, "held")
        state.note(head, delivery.digest, "held")
        state.waiting.add((head.stream, head.subject))

    def _keep(self, session: Session, head: Heading | None, delivery: Delivery, reason: str) -> None:
        """What has no place in a subject keeps the id that its message bears, so that it is accounted for, and is kept once: others
        are known by their inbox rows when they come again.
        """
        tell(session, self.service, head, "parked", reason)
        message_id = head.id if head else uuid_of(delivery.message_id)
        if head is None and message_id and self._is_kept(session, message_id, delivery.body):
            return
        session.add(
            ParkedEvent(
                id=uuid4(),
                message_id=message_id,
                type=head.type if head else None,
                stream=head.stream if head else None,
                subject=head.subject if head else None,
                epoch=head.epoch if head else None,
                sequence=head.sequence if head else None,
                reason=reason,
                body=delivery.body,
            )
        )

    def _is_kept(self, session: Session, message_id: UUID, body: bytes) -> bool:
        same = select(ParkedEvent.id).where(ParkedEvent.message_id == message_id, ParkedEvent.body == body)
        return session.execute(same.limit(1)).scalar() is not None
