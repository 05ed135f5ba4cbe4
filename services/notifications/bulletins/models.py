"""Who wants news by mail, what is in a bulletin, and what became of its mails. Nothing here leads to a complaint."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base

#: What may be wanted: the news of each day, the issues of the bulletin.
NEWS, ISSUES = "news", "issues"
STATES = ("asked", "confirmed", "ended")
MAIL_STATES = ("waiting", "sending", "sent", "failed", "unknown", "dropped")


class Subscriber(Base):
    """Somebody who asked for news. `address` is sealed, `mark` recognises it; both are forgotten once it has ended, and the row stays so that
    a link of years ago is still answered. `clusters`: of the Convention, by number; none: all of them.
    `wants`: the news of the day, the issues of the bulletin, or both.
    """

    __tablename__ = "subscriber"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("(state = 'ended') = (address IS NULL AND mark IS NULL)", name="forgotten"),
        Index("uq_subscriber_confirmed", "mark", unique=True, postgresql_where=text("state = 'confirmed'")),
        Index("ix_subscriber_mark", "mark"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    address: Mapped[bytes | None] = mapped_column(LargeBinary)
    mark: Mapped[str | None]
    language: Mapped[str]
    clusters: Mapped[list[str]]
    wants: Mapped[list[str]] = mapped_column(default=lambda: [NEWS], server_default=text(f"'[\"{NEWS}\"]'"))
    state: Mapped[str] = mapped_column(default="asked")
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]


class SuppressedAddress(Base):
    """An address at which the next server takes no mail: nothing is sent there again, whoever types it in."""

    __tablename__ = "suppressed_address"

    mark: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str]
    at: Mapped[datetime]


class Bulletin(Base):
    """What is mailed to many at once: the news of one day, or an issue."""

    __tablename__ = "bulletin"
    __table_args__ = (CheckConstraint("(day IS NULL) <> (issue_id IS NULL)", name="what"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    day: Mapped[date | None] = mapped_column(unique=True)
    issue_id: Mapped[UUID | None] = mapped_column(ForeignKey("issue.id"), unique=True)
    at: Mapped[datetime]


class BulletinAct(Base):
    """An act in the one bulletin that told it."""

    __tablename__ = "bulletin_act"

    act_id: Mapped[UUID] = mapped_column(ForeignKey("public_act.id"), primary_key=True)
    bulletin_id: Mapped[UUID] = mapped_column(ForeignKey("bulletin.id"), index=True)


class BulletinPublication(Base):
    """A version of a publication in the one bulletin that told it."""

    __tablename__ = "bulletin_publication"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("publication_version.id"), primary_key=True)
    bulletin_id: Mapped[UUID] = mapped_column(ForeignKey("bulletin.id"), index=True)


class BulletinMail(Base):
    """One mail to one subscriber: a bulletin, or without one the question whether the address is theirs.

    It is claimed before it leaves and never claimed again: whatever died in between, nobody has it twice. What became of such a one is
    `unknown`; what it told stands on the page of news.
    """

    __tablename__ = "bulletin_mail"
    __table_args__ = (
        CheckConstraint(f"state IN {MAIL_STATES}", name="state"),
        UniqueConstraint("bulletin_id", "subscriber_id"),
        Index("ix_bulletin_mail_due", "next_try_at", "id", postgresql_where=text("state IN ('waiting', 'sending')")),
        Index("ix_bulletin_mail_subscriber_id", "subscriber_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    bulletin_id: Mapped[UUID | None] = mapped_column(ForeignKey("bulletin.id"))
    subscriber_id: Mapped[UUID] = mapped_column(ForeignKey("subscriber.id"))
    state: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    first_tried_at: Mapped[datetime | None]
    next_try_at: Mapped[datetime]
    last_error: Mapped[str | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
