"""One document on its way to one body, and what the body is told about it afterwards.

Every row belongs to one institution and stands behind the wall (wall.py, and the policies of the first migration).
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.models.metadata import Base
from shared.db import DocumentName

#: The transaction that writes, as a number: xid8 is 64 bits and never wraps.
CURRENT_TRANSACTION = "pg_current_xact_id()::text::bigint"
CURRENT_EPOCH = "(SELECT max(epoch) FROM stream_epoch)"


#: How paper is carried (domain.WAYS).
POST_WAYS = ("post", "courier", "hand")


class Dispatch(Base):
    """One act as rendered for one body. Its id is random and per body, so two bodies cannot compare theirs.

    `institution_id` has no foreign key: an act may name a body that is not known here yet, and then waits for it.
    `document` is what was served first, frozen; `digest` is over those bytes, and it is what an acknowledgement names.
    """

    __tablename__ = "dispatch"
    __table_args__ = (
        UniqueConstraint("institution_id", "recommendation_id"),
        Index(None, "institution_id", "issued_at", "id"),
        Index(None, "recommendation_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    institution_id: Mapped[UUID]
    recommendation_id: Mapped[UUID]
    number: Mapped[str]
    kind: Mapped[str]
    #: The cases that it tells of; none of a letter of before that was told.
    cases: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), default=list, server_default=text("'{}'"))
    role: Mapped[str]
    expects: Mapped[str]
    rendering: Mapped[DocumentName]
    issued_at: Mapped[datetime]
    delivery: Mapped[str] = mapped_column(default="queued")
    failure: Mapped[str | None]
    channel: Mapped[str | None]
    delivered_at: Mapped[datetime | None]
    document: Mapped[DocumentName | None]
    digest: Mapped[str | None]
    opened_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str | None]
    replied_at: Mapped[datetime | None]
    #: When the last of its items was answered by this way: a reply may ask back, or pass an item on, and answer nothing.
    answered_at: Mapped[datetime | None]
    #: What was typed into the reply form and not sent (`TypedReply`), and when it was kept.
    reply_draft: Mapped[DocumentName | None]
    reply_draft_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None]
    #: The day by which the office expects the reply, as far as it has said so.
    due: Mapped[date | None]
    #: Whether that day follows from the clocks of the items, which then alone move it.
    due_counted: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    #: Whether the clocks of all its items have ended: the office has its answer, be it on paper, or awaits none.
    due_over: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    version: Mapped[int] = mapped_column()

    @property
    def came_on_paper(self) -> bool:
        """Of such a delivery the day is known and no hour; `delivered_at` is noon of that day."""
        return self.channel in POST_WAYS

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way


class DispatchItem(Base):
    """The id under which a body sees one item: random, and another one for each body.

    `due`: the last day for the reply as the office counted it; `due_cause` why it is this one (none: not counted yet), and
    `due_before` the one that was told before. A cause without a day: the clock stands or has ended. `due_explained`: the
    term and its runs of days, as the event says them. `done_by`: by when it is to be done as the office counts it, `done_by_why` the
    document that says why; without one nothing was told of it. `delivered_on`: since when it counts as delivered, where the office corrected the day. `answered_at`: when a reply first took a position that answers it;
    `answered_on`: on which day it was answered, be it on paper, as the office says. `reply_free`, `measure_free`: the days that count for no delay of the
    one or the other (`FreeDays`), as the office told them last.
    """

    __tablename__ = "dispatch_item"
    __table_args__ = (UniqueConstraint("dispatch_id", "item_id"),)

    public_id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    institution_id: Mapped[UUID]
    dispatch_id: Mapped[UUID] = mapped_column(ForeignKey("dispatch.id"), index=True)
    item_id: Mapped[UUID]
    place: Mapped[int]
    answered_at: Mapped[datetime | None]
    answered_on: Mapped[date | None]
    due: Mapped[date | None]
    due_before: Mapped[date | None]
    due_cause: Mapped[str | None]
    due_explained: Mapped[dict[str, Any] | None]
    delivered_on: Mapped[date | None]
    done_by: Mapped[date | None]
    done_by_why: Mapped[DocumentName | None]
    reply_free: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default=text("'[]'"))
    measure_free: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default=text("'[]'"))

    @property
    def is_answered(self) -> bool:
        """By this way, or by another. A clock may end without an answer too."""
        return self.answered_at is not None or self.answered_on is not None


#: The kind of a notice that no body sees yet: the office turned to another, by a letter that had not left.
TURNED = "turned"
#: And of one that no body sees either: whether a letter that has not arrived is still brought, and the reasons why not. `ANSWERED`: its body has it.
STOPPED, ANSWERED = "stopped", "answered"
STOPS = ("settled", "elsewhere", "case_closed", ANSWERED)


class Notice(Base):
    """What the office, or the post, said about an act to one body. May come before the act itself: then it waits."""

    __tablename__ = "notice"
    __table_args__ = (
        Index(None, "institution_id", "recommendation_id", "id"),
        Index("ix_notice_turned", "id", postgresql_where=text("kind = 'turned'")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    institution_id: Mapped[UUID]
    recommendation_id: Mapped[UUID]
    kind: Mapped[str]
    item_id: Mapped[UUID | None]
    details: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    event_id: Mapped[UUID]


class FeedEntry(Base):
    """One line of a body's feed. Read with `tx` below every running transaction, in the order (epoch, tx, id): a cursor
    over a serial number alone skips what commits late. The epoch keeps the order over a restored database, whose
    transaction numbers begin lower.
    """

    __tablename__ = "feed_entry"
    __table_args__ = (Index(None, "institution_id", "epoch", "tx", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    #: What the body is shown: the serial number would tell it how much goes to others.
    public_id: Mapped[UUID] = mapped_column(default=uuid4)
    institution_id: Mapped[UUID]
    dispatch_id: Mapped[UUID] = mapped_column(ForeignKey("dispatch.id"), index=True)
    notice_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("notice.id"), index=True)
    type: Mapped[str]
    at: Mapped[datetime]
    epoch: Mapped[int] = mapped_column(BigInteger, default=text(CURRENT_EPOCH))
    tx: Mapped[int] = mapped_column(BigInteger, server_default=text(CURRENT_TRANSACTION))
