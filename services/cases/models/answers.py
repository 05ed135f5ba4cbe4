"""What bodies said, each time they said it. Nothing here is changed: an amended reply stands beside the first."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base


class Reply(Base):
    """One version of a body's answer; `document` names its words. Without a dispatch it came on paper."""

    __tablename__ = "reply"
    __table_args__ = (Index("ix_reply_recommendation_id_institution_id", "recommendation_id", "institution_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"))
    institution_id: Mapped[UUID]
    dispatch_id: Mapped[UUID | None]
    version: Mapped[int]
    channel: Mapped[str]
    received_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    document: Mapped[str]


class ReplyItem(Base):
    """What a reply says of one obligation: position, and the word that follows from it."""

    __tablename__ = "reply_item"

    reply_id: Mapped[UUID] = mapped_column(ForeignKey("reply.id"), primary_key=True)
    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"), primary_key=True, index=True)
    position: Mapped[str]
    word: Mapped[str]
    has_reasons: Mapped[bool]
    claimed: Mapped[str | None]
    promised_date: Mapped[date | None]
    competent_institution: Mapped[UUID | None]
    evidence: Mapped[list[str]]


class Claim(Base):
    """What a body reported of one obligation after its reply."""

    __tablename__ = "claim"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    report_id: Mapped[UUID]
    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"), index=True)
    claimed: Mapped[str]
    promised_date: Mapped[date | None]
    evidence: Mapped[list[str]]
    document: Mapped[str]
    at: Mapped[datetime]


class ExtensionRequest(Base):
    """A body asks for more time for all it owes on one act. `state`: asked, granted, refused."""

    __tablename__ = "extension_request"
    __table_args__ = (
        Index("ix_extension_request_recommendation_id_institution_id", "recommendation_id", "institution_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"))
    institution_id: Mapped[UUID]
    until: Mapped[date]
    document: Mapped[str]
    requested_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="asked")
    granted_until: Mapped[date | None]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]
