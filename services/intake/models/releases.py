"""Letters of the complaint's case, and what of an identity was released with them."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models.tables import Base
from shared.db import DocumentName


class SentLetter(Base):
    """That a letter in a complaint's case went to a body: only to such a body anything can be released."""

    __tablename__ = "sent_letter"

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    recommendation_id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    kind: Mapped[str]
    at: Mapped[datetime]


class Release(Base):
    """One request to release some data to one addressee of one letter, and what a second person decided."""

    __tablename__ = "release"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'released', 'refused')", name="state_known"),
        Index(None, "complaint_id", "asked_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"))
    recommendation_id: Mapped[UUID]
    institution_id: Mapped[UUID]
    data: Mapped[list[str]]
    reason_sealed: Mapped[bytes | None]
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="asked")
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    document: Mapped[DocumentName | None]
