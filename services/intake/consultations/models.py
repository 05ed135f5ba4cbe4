"""Consultations of children: no column here has a place for a name."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.intake.consultations.domain import State
from services.intake.models import Base


class Consultation(Base):
    """One consultation. `asked_group`, `questions`: codes of the data files. `agreed`: how many children said that they want to answer, `guardians`: of how
    many of them a guardian agreed too; both are counted on paper, where the names stay. `revision` counts its changes.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint("(opened_at IS NULL) = (opened_by IS NULL)", name="opened"),
        CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="closed"),
        CheckConstraint("agreed >= 0 AND guardians BETWEEN 0 AND agreed", name="agreed"),
        Index(None, "made_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    asked_group: Mapped[str]
    questions: Mapped[list[str]]
    municipality: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    made_by: Mapped[UUID]
    opened_at: Mapped[datetime | None]
    opened_by: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]
    agreed: Mapped[int] = mapped_column(default=0)
    guardians: Mapped[int] = mapped_column(default=0)
    capacity: Mapped["ConsultationCapacity | None"] = relationship(lazy="selectin")
    answered: Mapped[list["ConsultationAnswered"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    @property
    def state(self) -> State:
        if self.closed_at is not None:
            return State.CLOSED
        if self.opened_at is not None:
            return State.OPEN
        return State.READY if self.capacity is not None else State.DRAFT

    @property
    def hands(self) -> set[UUID]:
        return {self.made_by} | ({self.capacity.by} if self.capacity else set())


class ConsultationCapacity(Base):
    """What was written down before children were asked: how each condition is met, and how many children the office can hear. Never changed."""

    __tablename__ = "consultation_capacity"
    __table_args__ = (CheckConstraint("most > 0", name="most"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    conditions: Mapped[dict[str, Any]]
    most: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[UUID]


class ConsultationAnswered(Base):
    """So many children gave one answer to one question."""

    __tablename__ = "consultation_answered"
    __table_args__ = (CheckConstraint("count > 0", name="count"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
