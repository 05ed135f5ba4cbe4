"""To whom the sealed part of a complaint is open: who works on its case, and who was let in besides."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models.tables import Base


class CaseWorker(Base):
    """That a person works on a case, as the cases service told it last. There before its complaints may be."""

    __tablename__ = "case_worker"

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[datetime]


class Access(Base):
    """That somebody whose work it is not asked to open a file, and what another person decided. `until`: for how long it may be opened."""

    __tablename__ = "access"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'approved', 'refused')", name="state_known"),
        Index(None, "complaint_id", "asked_at", "id"),
        Index("ix_access_waiting", "asked_at", "id", postgresql_where=text("state = 'asked'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"))
    purpose: Mapped[str]
    reason_sealed: Mapped[bytes | None]
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="asked")
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    until: Mapped[datetime | None]


class OpeningCount(Base):
    """How many files a person opened on a day: `own` work, and those into which they were `let_in`."""

    __tablename__ = "opening_count"

    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    own: Mapped[int] = mapped_column(Integer)
    let_in: Mapped[int] = mapped_column(Integer)


class OpeningReview(Base):
    """What somebody else found of an opening afterwards. Append-only in the database too."""

    __tablename__ = "opening_review"

    opening_id: Mapped[UUID] = mapped_column(ForeignKey("opening.id"), primary_key=True)
    at: Mapped[datetime]
    by: Mapped[UUID]
    outcome: Mapped[str]
