"""What a person does with a subject that is stuck. Each of these, where it is not refused, frees it as far as the next event that
cannot be handled, and is noted in the trail. What loses something is done by two (`steps`), not by these alone.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shared import audit
from shared.events.envelope import Event, Heading, MalformedEventError, Place, Received, open_event, unpack
from shared.messaging import chains
from shared.messaging.accounts.tables import ToldRow, UnaccountedEvent
from shared.messaging.accounts.wire import PAGE, AskedAgain, send
from shared.messaging.inbox import Inbox, set_position, world_at_fault
from shared.messaging.kept import HeldEvent, InboxRow, ParkedEvent
from shared.messaging.opening import heading_in, hears
from shared.messaging.told import tell
from shared.rules import RuleViolation

#: Why an event was parked that stands in its subject all the same, also where an older release did not note its place.
_PLACED = ("type_unknown", "data_does_not_fit")


def replay(session: Session, inbox: Inbox, parked_id: UUID, by: str) -> str:
    """Handle a parked event again, then what waited behind it; "held" if earlier ones of its subject are not there yet.

    Raises `RuleViolation` where it still cannot be handled; nothing is changed then.
    """
    parked = waiting(session, parked_id)
    event = _readable(inbox, parked)
    row = session.get(InboxRow, event.id)
    if row is None:
        row = _noted(session, event, parked)
    if row.outcome != "parked" or row.digest != _digest(parked):
        raise RuleViolation("another text of this event was taken: discard this one", code="parked_other_text")
    if _is_lost(session, event.id):
        raise RuleViolation(
            "its publisher lost it when it was set back: discard it, or decide first which version of the subject counts",
            code="parked_lost",
        )
    turn = _turn(session, event)
    if turn == "taken" or (turn == "early" and not chains.hold(session, event, bytes(parked.body))):
        raise RuleViolation(
            f"place {event.place} was taken by another event: discard this one, or take the publisher's version of the subject",
            code="parked_place_taken",
        )
    if turn == "now":
        _apply(session, inbox, event)
    row.outcome = "held" if turn == "early" else "handled"
    _resolve(parked, "replayed", by, "")
    audit.record(session, by, "parked.replayed", "parked_event", parked_id)
    inbox.drain(session, event.stream, event.subject)
    return row.outcome


def replay_all(session: Session, inbox: Inbox, stream: str, subject: UUID, by: str) -> int:
    """The same with all that is parked of a subject, in its order; returns how many. Raises `RuleViolation` if it can be done with none."""
    first: RuleViolation | None = None
    done = 0
    for parked_id in [one.id for one in parked_of(session, stream, subject)]:
        try:
            with session.begin_nested():
                replay(session, inbox, parked_id, by)
            done += 1
        except RuleViolation as refusal:
            first = first or refusal
    if not done:
        raise first or RuleViolation("nothing of this subject is parked", code="subject_not_parked")
    return done


def discard(session: Session, inbox: Inbox, parked_id: UUID, by: str, reason: str) -> None:
    """Give a parked event up; its subject goes on behind it, at once or when it comes to its place."""
    if not reason.strip():
        raise RuleViolation("discarding needs a reason", code="reason_missing")
    parked = waiting(session, parked_id)
    _resolve(parked, "discarded", by, reason)
    audit.record(session, by, "parked.discarded", "parked_event", parked_id, reason=reason)
    head = heading_in(bytes(parked.body))
    row = _row_of(session, inbox, parked, head)
    if head is None or row is None:
        return
    turn = _turn(session, head)
    row.outcome = "discarded"
    tell(session, inbox.service, head, "discarded")
    if turn == "early":
        # It waits for its place, where it is passed over. If another one is held there, that one is handled.
        chains.hold(session, head, bytes(parked.body))
    elif turn == "now":
        set_position(session, head.stream, head.subject, head.place)
        inbox.drain(session, head.stream, head.subject)


def skip(session: Session, inbox: Inbox, stream: str, subject: UUID, by: str, reason: str) -> Place:
    """Go on with the first event that is held, over all that is missing or parked before it; over all parked ones if none is held.

    Returns the place that the subject comes to. Raises `RuleViolation` if nothing of it waits.
    """
    if not reason.strip():
        raise RuleViolation("skipping needs a reason", code="reason_missing")
    last = chains.last(session, stream, subject)
    target = over(session, stream, subject, last)
    if target is None:
        raise RuleViolation("nothing of this subject waits", code="subject_not_stuck")
    skipped = 0
    for parked in parked_of(session, stream, subject):
        if last < _place(parked) <= target:
            _resolve(parked, "skipped", by, reason)
            _give_up(session, parked)
            skipped += 1
    set_position(session, stream, subject, target)
    reached = inbox.drain(session, stream, subject)
    audit.record(
        session, by, "subject.skipped", "subject", f"{stream}/{subject}", reason=reason, over=skipped, to=list(target)
    )
    return reached


def replace(session: Session, service: str, stream: str, subject: UUID, by: str, *, now: datetime) -> int:
    """Take again from the publisher what is parked of a subject, and what the publisher told of it that is not here.

    Returns how many events were asked for; they arrive as any others. Raises `RuleViolation` if nothing is known that could come.
    """
    forgotten = [one.message_id for one in parked_of(session, stream, subject) if _forget(session, one, by)]
    ids = list(dict.fromkeys([*(one for one in forgotten if one), *not_here(session, stream, subject)]))
    if not ids:
        raise RuleViolation("nothing to take again: ask its publisher first what it has", code="subject_not_told")
    ask_for(session, service, stream, ids, now=now)
    audit.record(session, by, "subject.replaced", "subject", f"{stream}/{subject}", events=len(ids))
    return len(ids)


def ask_for(session: Session, service: str, stream: str, ids: Sequence[UUID], *, now: datetime) -> None:
    """Ask the publisher of a stream for these events again."""
    for begin in range(0, len(ids), PAGE):
        asked = AskedAgain(ids=tuple(ids[begin : begin + PAGE]))
        send(session, service, stream.partition(".")[0], asked, now=now)


def over(session: Session, stream: str, subject: UUID, last: Place) -> Place | None:
    """Where skipping leads to: the place before the first held event, else that of the last parked one; None if nothing waits."""
    held = select(HeldEvent).where(HeldEvent.stream == stream, HeldEvent.subject == subject)
    rows = session.execute(held).scalars().all()
    if rows:
        first = min(rows, key=lambda one: (one.epoch or 1, one.sequence))
        head = heading_in(first.body.encode())
        return head.predecessor if head else (first.previous or 1, first.sequence - 1)
    return max((place for one in parked_of(session, stream, subject) if (place := _place(one)) > last), default=None)


def parked_of(session: Session, stream: str, subject: UUID) -> Sequence[ParkedEvent]:
    """What is parked of a subject and waits for a person, in the order of its places; locked."""
    open_ones = ParkedEvent.stream == stream, ParkedEvent.subject == subject, ParkedEvent.resolution.is_(None)
    order = ParkedEvent.epoch, ParkedEvent.sequence, ParkedEvent.parked_at
    return session.execute(select(ParkedEvent).where(*open_ones).order_by(*order).with_for_update()).scalars().all()


def waiting(session: Session, parked_id: UUID) -> ParkedEvent:
    """A parked event that nobody has decided about, locked. Raises `RuleViolation` if there is none."""
    parked = session.get(ParkedEvent, parked_id, with_for_update=True)
    if parked is None or parked.resolution is not None:
        raise RuleViolation("no such parked event waits", code="parked_unknown")
    return parked


def not_here(session: Session, stream: str, subject: UUID) -> list[UUID]:
    """What the publisher told of a subject and this service has not."""
    here = select(InboxRow.message_id).where(InboxRow.message_id == ToldRow.message_id).exists()
    told = select(ToldRow.message_id).where(ToldRow.stream == stream, ToldRow.subject == subject, ~here)
    return list(session.execute(told.order_by(ToldRow.epoch, ToldRow.sequence)).scalars())


def _readable(inbox: Inbox, parked: ParkedEvent) -> Received[Event]:
    try:
        event = open_event(unpack(bytes(parked.body)), inbox.read_document)
    except MalformedEventError as error:
        raise RuleViolation(f"still unreadable: {error.reason}", code="parked_unreadable") from error
    if str(event.id) != str(parked.message_id) or parked.reason == "properties_disagree":
        raise RuleViolation("its message and its content disagree: discard it", code="parked_unreadable")
    if not hears(inbox.service, event.stream):
        raise RuleViolation("it is not for this service: discard it", code="parked_unreadable")
    return event


def _apply(session: Session, inbox: Inbox, event: Received[Event]) -> None:
    try:
        with session.begin_nested():
            inbox.apply(session, event)
    except Exception as error:
        if world_at_fault(error):
            raise
        raise RuleViolation(f"it still fails: {type(error).__name__}", code="parked_still_fails") from error


def _row_of(session: Session, inbox: Inbox, parked: ParkedEvent, head: Heading | None) -> InboxRow | None:
    """The inbox row by which a parked event holds up its subject; None if it holds up nothing."""
    if head is None or parked.reason == "properties_disagree" or not hears(inbox.service, head.stream):
        return None
    row = session.get(InboxRow, head.id)
    if row is None:
        return _noted(session, head, parked) if parked.reason in _PLACED else None
    return row if row.outcome == "parked" and row.digest == _digest(parked) else None


def _noted(session: Session, head: Heading, parked: ParkedEvent) -> InboxRow:
    """The row of what was parked without one: of an epoch not yet begun, or by a release that did not read headings."""
    if head.epoch > chains.epochs(session).get(head.publisher, 1):
        raise RuleViolation(f"its publisher has not said that epoch {head.epoch} began", code="epoch_not_announced")
    row = InboxRow(
        message_id=head.id,
        type=head.type,
        stream=head.stream,
        subject=head.subject,
        epoch=head.epoch,
        sequence=head.sequence,
        digest=_digest(parked),
        outcome="parked",
    )
    session.add(row)
    session.flush()
    return row


def _is_lost(session: Session, message_id: UUID) -> bool:
    """Whether the accounts show it to be of a time that was taken back, and nobody has decided about it: it may take effect no more."""
    alien = UnaccountedEvent.kind == "alien", UnaccountedEvent.settled_by.is_(None)
    lost = select(UnaccountedEvent.message_id).where(UnaccountedEvent.message_id == message_id, *alien)
    return session.execute(lost).first() is not None


def _turn(session: Session, head: Heading) -> chains.Turn:
    last = chains.last(session, head.stream, head.subject)
    return chains.turn_at_once(head, last) or chains.turn(session, head)


def _give_up(session: Session, parked: ParkedEvent) -> None:
    row = session.get(InboxRow, parked.message_id) if parked.message_id else None
    if row is not None and row.outcome == "parked":
        row.outcome = "discarded"


def _forget(session: Session, parked: ParkedEvent, by: str) -> bool:
    """Let a parked event come again; False if it is not what keeps its place."""
    mine = InboxRow.message_id == parked.message_id, InboxRow.outcome == "parked", InboxRow.digest == _digest(parked)
    if parked.reason == "position_taken" or not session.execute(delete(InboxRow).where(*mine)).rowcount:  # type: ignore[attr-defined]  # the result of a DELETE has a rowcount, which the stubs leave out
        return False
    _resolve(parked, "replaced", by, "")
    return True


def _place(parked: ParkedEvent) -> Place:
    return parked.epoch or 1, parked.sequence or 0


def _digest(parked: ParkedEvent) -> str:
    return hashlib.sha256(bytes(parked.body)).hexdigest()


def _resolve(parked: ParkedEvent, resolution: str, by: str, reason: str) -> None:
    parked.resolution = resolution
    parked.resolved_at = datetime.now(UTC)
    parked.resolved_by = by
    parked.resolved_reason = reason
