"""What a service keeps of the events that came: those that took effect, those that wait, and those that cannot be taken."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, func
from sqlalchemy.orm import Mapped, mapped_column

from shared.db import PlatformBase


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
    settled_by: Mapped[str | None]
    settled_reason: Mapped[str | None]


class ParkedEvent(PlatformBase):
    """An event that could not be handled, with its reason; a named person replays or discards it."""

    __tablename__ = "parked_event"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    message_id: Mapped[UUID | None] = mapped_column(index=True)
    type: Mapped[str | None]
    stream: Mapped[str | None]
    subject: Mapped[UUID | None]
    epoch: Mapped[int | None] = mapped_column(BigInteger)
    sequence: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str]
    body: Mapped[bytes]
    parked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    resolution: Mapped[str | None]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None]
    resolved_reason: Mapped[str | None]


class SubjectStep(PlatformBase):
    """Something that loses events, asked for by one person and done by a second one."""

    __tablename__ = "subject_step"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    stream: Mapped[str | None]
    subject: Mapped[UUID | None]
    parked_id: Mapped[UUID | None]
    #: Where the subject stood when it was asked for: behind another place, somebody must look again. Of `epoch`: the one that is to
    #: count, and the one that was announced; `stream` is then the publisher.
    epoch: Mapped[int] = mapped_column(BigInteger)
    sequence: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    outcome: Mapped[str | None]


class WantedEvent(PlatformBase):
    """An event whose publisher's version is to be handled though its subject is past its place."""

    __tablename__ = "wanted_event"

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    wanted_by: Mapped[str]
    wanted_at: Mapped[datetime]
