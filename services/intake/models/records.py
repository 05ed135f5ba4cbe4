"""What is kept beside a complaint: each decision on it, each reopening, who is walled off from it, what was asked."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models.tables import Base
from shared.db import DocumentName

#: What may be said to a question: whether a measure was felt.
ANSWERS = ("yes", "partly", "no")


class DecisionRecord(Base):
    """One decision as it was made. Append-only in the database too: a reopened complaint keeps what was decided before."""

    __tablename__ = "decision"
    __table_args__ = (Index(None, "complaint_id", "at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"))
    at: Mapped[datetime]
    by: Mapped[UUID]
    outcome: Mapped[str]
    ground: Mapped[str | None]
    rights: Mapped[list[str]]
    bodies: Mapped[list[str]]
    summary_document: Mapped[DocumentName | None]
    joined_to: Mapped[UUID | None]
    redirect_to: Mapped[UUID | None]
    authority: Mapped[UUID | None]


class Reopening(Base):
    """That a decided complaint is looked at again. Append-only in the database too."""

    __tablename__ = "reopening"
    __table_args__ = (Index(None, "complaint_id", "at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"))
    at: Mapped[datetime]
    by: Mapped[UUID]
    reason: Mapped[str]
    due_on: Mapped[date]
    note_sealed: Mapped[bytes | None]


class Exclusion(Base):
    """That a person of the office may not know of a complaint, or of a case with all its complaints, until it ended.

    The row is there before the complaint, or the case, may be: both are ids from other streams. One that came from a case
    has its `case_id`, and ends with that one; one that was made here has none, and both its reasons.
    """

    __tablename__ = "exclusion"
    __table_args__ = (
        CheckConstraint("complaint_id IS NOT NULL OR case_id IS NOT NULL", name="about_something"),
        Index(None, "staff_id", "complaint_id"),
        Index(None, "staff_id", "case_id"),
        Index(
            "uq_exclusion_made_here",
            "staff_id",
            "complaint_id",
            unique=True,
            postgresql_where=text("case_id IS NULL AND ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    staff_id: Mapped[UUID]
    complaint_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    at: Mapped[datetime]
    by: Mapped[UUID | None]
    reason_sealed: Mapped[bytes | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None]
    ended_reason_sealed: Mapped[bytes | None]


class Question(Base):
    """Whether a measure was felt: asked by the cases service, answered once by whoever holds the code.

    `asked` names a document with `text_sq`, `text_en`, `institution_sq`, `institution_en`. `ended_at`: what it rests on stands no more, and
    nothing is answered to it any more.
    """

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint("answer IN ('yes', 'partly', 'no')", name="answer_known"),
        Index(None, "complaint_id", "at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"))
    obligation_id: Mapped[UUID]
    institution_id: Mapped[UUID]
    round: Mapped[str]
    asked: Mapped[DocumentName]
    at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
