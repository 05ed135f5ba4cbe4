"""What complainants are asked about measures that the office found implemented, and what they said."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base


class ConfirmationQuestion(Base):
    """One complainant is asked of one obligation: in the first or second `round` after the finding of the day `since`.

    Set once: an answer stands, and what is said later is the answer to another question. `ended_at`: what was found stood no more, so that
    no answer was awaited; one that was on its way then is kept, and confirms nothing.
    """

    __tablename__ = "confirmation_question"
    __table_args__ = (
        UniqueConstraint("obligation_id", "complaint_id", "since", "round", name="uq_confirmation_question_asked"),
        Index("ix_confirmation_question_complaint_id", "complaint_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"))
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"))
    since: Mapped[date]
    round: Mapped[str]
    asked_at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
