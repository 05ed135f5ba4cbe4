"""What a service keeps for its accounts of events."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Numeric, func
from sqlalchemy.orm import Mapped, mapped_column

from shared.db import PlatformBase

#: A sum of digests of 60 bits each.
_DIGEST = Numeric(40, 0)


class AccountHour(PlatformBase):
    """Events of one stream in one hour of their ids; `hour` counts from 1970, `digest` is the sum of the events' digests."""

    __tablename__ = "account_hour"

    direction: Mapped[str] = mapped_column(primary_key=True)
    hour: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    stream: Mapped[str] = mapped_column(primary_key=True)
    events: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[Decimal] = mapped_column(_DIGEST)


class AccountCounted(PlatformBase):
    """Up to which hour the rows of `AccountHour` are there, and up to which one the whole was told."""

    __tablename__ = "account_counted"

    direction: Mapped[str] = mapped_column(primary_key=True)
    until_hour: Mapped[int] = mapped_column(BigInteger)
    told_hour: Mapped[int] = mapped_column(BigInteger, server_default="0")


class AccountHeard(PlatformBase):
    """When a publisher last told its account: silence is not agreement."""

    __tablename__ = "account_heard"

    publisher: Mapped[str] = mapped_column(primary_key=True)
    heard_at: Mapped[datetime]


class UnaccountedEvent(PlatformBase):
    """An event that its publisher has and we lack, or that only we have, or that is not the same on both sides."""

    __tablename__ = "unaccounted_event"

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    publisher: Mapped[str]
    stream: Mapped[str]
    kind: Mapped[str]
    theirs: Mapped[Decimal | None] = mapped_column(_DIGEST)
    ours: Mapped[Decimal | None] = mapped_column(_DIGEST)
    noted_at: Mapped[datetime]
    asked: Mapped[int] = mapped_column(server_default="0")
    ask_at: Mapped[datetime]
    #: A person has looked at a difference that does not mend itself; it counts no more, and stays reckoned with.
    settled_by: Mapped[str | None]
    settled_reason: Mapped[str | None]


class KnownElsewhere(PlatformBase):
    """An event of ours that a consumer has and our log has not: what was lost when this database was set back."""

    __tablename__ = "known_elsewhere"

    consumer: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    type: Mapped[str]
    stream: Mapped[str]
    subject: Mapped[UUID]
    epoch: Mapped[int] = mapped_column(BigInteger)
    sequence: Mapped[int] = mapped_column(BigInteger)
    noted_at: Mapped[datetime]


class SubjectTold(PlatformBase):
    """When the publisher of a subject was last asked what it has of it, and when it answered; `complete` if it told all."""

    __tablename__ = "subject_told"

    stream: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[UUID] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    complete: Mapped[bool] = mapped_column(server_default="false")


class ToldRow(PlatformBase):
    """One event of that answer."""

    __tablename__ = "told_row"

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    stream: Mapped[str]
    subject: Mapped[UUID]
    type: Mapped[str]
    epoch: Mapped[int] = mapped_column(BigInteger)
    sequence: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str]


class ControlMessage(PlatformBase):
    """A word to another service that the relay sends once, as well as it can."""

    __tablename__ = "control_message"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    routing_key: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
