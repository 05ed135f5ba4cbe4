"""What somebody who leads found of the readings of others."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base


class ReadingReview(Base):
    """What one person read on one day of one case that was not theirs was looked at, up to the entry `until` of the trail.

    What is read later that day waits again.
    """

    __tablename__ = "reading_review"
    __table_args__ = (CheckConstraint("outcome IN ('justified', 'not_needed', 'misuse')", name="outcome"),)

    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    until: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    outcome: Mapped[str]
    by: Mapped[UUID]
    at: Mapped[datetime]
