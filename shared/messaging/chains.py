"""Where an event stands among those of its subject, though its publisher may have been set back in between.

A place is (epoch, number). Each event names the place before it, so that behind a restore the chain goes on where it broke off:
what was taken after that place belongs to a time that was taken back. Each *sending* says in which epoch its publisher is:
epoch and number alone are not enough, since an event that survives two restores has the place of the first.
"""

from collections.abc import Iterable
from typing import Literal
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from shared.events.envelope import Heading, Place
from shared.messaging.kept import HeldEvent, InboxRow, PublisherEpoch, StaleEvent
from shared.messaging.outbox import StreamPosition

#: Before the first of a subject.
NONE: Place = (0, 0)
Turn = Literal["now", "early", "taken"]
#: What the chain goes on behind.
PASSED = ("handled", "passed", "discarded")
#: The outcome of an event that its publisher lost and that was given up for the publisher's version: as if it had not been.
UNDONE = "undone"


def turn_at_once(event: Heading, last: Place) -> Turn | None:
    """Whether it is the turn of `event` behind `last`; None where the chain must be asked, which is behind a restore only."""
    if event.predecessor == last:
        return "now"
    if event.epoch != last[0]:
        return None if last != NONE else "early"
    if event.sequence <= last[1]:
        return "taken"
    return "early" if event.predecessor[0] == last[0] else None


def turn(session: Session, event: Heading) -> Turn:
    """The same of whatever `turn_at_once` leaves open, by the chain as it is kept."""
    at = InboxRow.stream == event.stream, InboxRow.subject == event.subject, InboxRow.message_id != event.id
    here = select(InboxRow.message_id).where(
        *at,
        InboxRow.epoch == event.epoch,
        InboxRow.sequence == event.sequence,
        InboxRow.outcome.not_in(("held", UNDONE)),
    )
    if session.execute(here.limit(1)).first():
        return "taken"
    if event.predecessor == NONE:
        return "now"
    epoch, sequence = event.predecessor
    before = select(InboxRow.message_id).where(
        *at, InboxRow.epoch == epoch, InboxRow.sequence == sequence, InboxRow.outcome.in_(PASSED)
    )
    return "now" if session.execute(before.limit(1)).first() else "early"


def last(session: Session, stream: str, subject: UUID) -> Place:
    """The last place of a subject that took effect here, locked."""
    found = session.execute(
        select(StreamPosition.epoch, StreamPosition.sequence)
        .where(StreamPosition.stream == stream, StreamPosition.subject == subject, StreamPosition.direction == "in")
        .with_for_update()
    ).first()
    return (found.epoch, found.sequence) if found else NONE


def hold(session: Session, event: Heading, body: bytes) -> bool:
    """Keep an event until the one before it is there; False if another one is held at its place."""
    row = upsert(HeldEvent).values(
        message_id=event.id,
        stream=event.stream,
        subject=event.subject,
        epoch=event.epoch,
        sequence=event.sequence,
        previous=event.predecessor[0],
        body=body.decode(),
    )
    kept = row.on_conflict_do_nothing(index_elements=["stream", "subject", "epoch", "sequence"])
    return session.execute(kept.returning(HeldEvent.message_id)).first() is not None


def held_behind(session: Session, stream: str, subject: UUID, place: Place) -> HeldEvent | None:
    """What is held and follows `place`. What an older release held does not say its epoch: its number must do."""
    epoch, sequence = place
    return (
        session.execute(
            select(HeldEvent)
            .where(
                HeldEvent.stream == stream,
                HeldEvent.subject == subject,
                HeldEvent.sequence == sequence + 1,
                or_(HeldEvent.previous == epoch, HeldEvent.previous.is_(None)),
            )
            .order_by(HeldEvent.epoch.desc(), HeldEvent.message_id)
            .limit(1)
        )
        .scalars()
        .first()
    )


def epochs(session: Session) -> dict[str, int]:
    """The newest epoch that each publisher has sent with; one that is not there has had one only."""
    rows = session.execute(select(PublisherEpoch.publisher, PublisherEpoch.epoch))
    return {row.publisher: row.epoch for row in rows}


def begin_epoch(session: Session, publisher: str, epoch: int) -> Iterable[UUID]:
    """Note the new epoch of a publisher and set aside what is held of it; returns the ids of these.

    What a person gave up before its turn does not come again: it stays, so that its subject goes on behind it.
    """
    row = upsert(PublisherEpoch).values(publisher=publisher, epoch=epoch)
    newest = func.greatest(PublisherEpoch.epoch, row.excluded.epoch)
    session.execute(row.on_conflict_do_update(index_elements=["publisher"], set_={"epoch": newest}))
    given_up = select(InboxRow.message_id).where(
        InboxRow.message_id == HeldEvent.message_id, InboxRow.outcome == "discarded"
    )
    of_it = select(HeldEvent).where(HeldEvent.stream.startswith(f"{publisher}."), ~given_up.exists())
    held = session.execute(of_it).scalars().all()
    for one in held:
        _note(session, one.message_id, one.stream, one.subject, (one.epoch or 1, one.sequence), one.body)
    ids = [one.message_id for one in held]
    if ids:
        session.execute(delete(HeldEvent).where(HeldEvent.message_id.in_(ids)))
        session.execute(delete(InboxRow).where(InboxRow.message_id.in_(ids), InboxRow.outcome == "held"))
    return ids


def set_aside(session: Session, event: Heading, body: bytes) -> None:
    """Keep what was sent before its publisher was set back. No inbox row: if it survived there, it comes again."""
    _note(session, event.id, event.stream, event.subject, event.place, body.decode())


def _note(session: Session, message_id: UUID, stream: str, subject: UUID, place: Place, body: str) -> None:
    row = upsert(StaleEvent).values(
        message_id=message_id,
        publisher=stream.partition(".")[0],
        stream=stream,
        subject=subject,
        epoch=place[0],
        sequence=place[1],
        body=body,
    )
    session.execute(row.on_conflict_do_nothing(index_elements=["message_id"]))
