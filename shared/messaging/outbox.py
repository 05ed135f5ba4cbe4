"""`publish` is the only way out of a service: it writes the event in the transaction of the fact that it tells."""

import json
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Identity, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared import tracing
from shared.db import PlatformBase
from shared.documents import Documents
from shared.events.envelope import Event, Position, pack
from shared.typed import load, told_in


class OutboxRow(PlatformBase):
    """One event as it goes out. Kept after publishing: the outbox is the log from which anything is replayed."""

    __tablename__ = "outbox"

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    type: Mapped[str]
    stream: Mapped[str]
    subject: Mapped[UUID]
    epoch: Mapped[int] = mapped_column(BigInteger)
    sequence: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    published_at: Mapped[datetime | None]


class StreamPosition(PlatformBase):
    """The last sequence number of one subject: `out` as published here, `in` as handled here."""

    __tablename__ = "stream_position"

    stream: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[UUID] = mapped_column(primary_key=True)
    direction: Mapped[str] = mapped_column(primary_key=True)
    epoch: Mapped[int] = mapped_column(BigInteger)
    sequence: Mapped[int] = mapped_column(BigInteger)
    #: Of `out`: the epoch of the number before; none before the first.
    previous: Mapped[int | None] = mapped_column(BigInteger)


class StreamEpoch(PlatformBase):
    """Raised when this database was restored, so that no sequence number is ever used for two things."""

    __tablename__ = "stream_epoch"

    epoch: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    began_at: Mapped[datetime] = mapped_column(server_default=func.now())
    reason: Mapped[str]


_EPOCH = select(func.max(StreamEpoch.epoch)).scalar_subquery()
# Built once: making and comparing a statement costs more than sending it. Tables and not classes, for the same reason.
_NEXT = (
    upsert(StreamPosition.__table__)  # type: ignore[arg-type]  # a mapped class has a Table, which the stubs call FromClause
    .values(stream=bindparam("stream"), subject=bindparam("subject"), direction="out", epoch=_EPOCH, sequence=1)
    .on_conflict_do_update(
        index_elements=["stream", "subject", "direction"],
        # What stands on the right is the row as it was.
        set_={"sequence": StreamPosition.sequence + 1, "epoch": _EPOCH, "previous": StreamPosition.epoch},
    )
    .returning(StreamPosition.sequence, StreamPosition.epoch, StreamPosition.previous)
)
_INSERT = insert(OutboxRow.__table__)  # type: ignore[arg-type]  # a mapped class has a Table, which the stubs call FromClause


def publish(session: Session, event: Event, subject: UUID) -> UUID:
    """Write `event` about `subject` into the outbox; returns its id. Raises `marshmallow.ValidationError` if unfit.

    The position's row is locked before the outbox row gets its number, so per subject the order of numbers is the
    order of commits and no later event can be seen without the earlier ones.
    """
    session.flush()
    sequence, epoch, previous = session.execute(_NEXT, {"stream": event.stream(), "subject": subject}).one()
    trace = tracing.current()
    context = {"traceparent": trace.traceparent, "correlationid": trace.correlation}
    if trace.causation:
        context["causationid"] = trace.causation
    at = Position(id=uuid7(), subject=subject, sequence=sequence, epoch=epoch, previous=previous)
    session.execute(
        _INSERT,
        {
            "message_id": at.id,
            "type": event.type,
            "stream": event.stream(),
            "subject": subject,
            "epoch": epoch,
            "sequence": sequence,
            "payload": pack(event, at, context),
        },
    )
    session.info["published"] = True
    session.info.setdefault("named", []).extend(_told(event))
    return at.id


def share_named(documents: Documents, session: Session) -> None:
    """Before a commit: let the consumers of its events read the documents that these name."""
    for name, readers in session.info.pop("named", ()):
        documents.share(name, readers)


def share_again(documents: Documents, session: Session, since: datetime, event_type: str | None = None) -> None:
    """The same for events of the log, whose consumers may have lost what opens these documents, or be new. What an event of before
    named otherwise is passed over.
    """
    wanted = select(OutboxRow.type, OutboxRow.payload).where(OutboxRow.created_at >= since)
    if event_type:
        wanted = wanted.where(OutboxRow.type == event_type)
    for type_, payload in session.execute(wanted.execution_options(yield_per=1000)):
        if (known := Event.registry.get(type_)) is not None:
            for name, readers in _told(load(known, json.loads(payload)["data"])):
                documents.share(name, readers)


def _told(event: Event) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The documents that it names, and who may read each."""
    return ((name, readers or event.consumers) for name, readers in told_in(event))
