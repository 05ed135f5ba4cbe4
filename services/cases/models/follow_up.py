"""What the office did after an act went out: findings, and rungs of the ladder."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base


class AssessmentRecord(Base):
    """What the office found of one obligation, or the complainant said; append-only, a correction is a new row."""

    __tablename__ = "assessment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"), index=True)
    word: Mapped[str]
    on: Mapped[date | None]
    evidence: Mapped[list[str]]
    promised_date: Mapped[date | None]
    next_check: Mapped[date | None]
    reason: Mapped[str]
    by: Mapped[UUID]
    at: Mapped[datetime]


class Escalation(Base):
    """A rung that a person sent, or the lawful alternative that took its place."""

    __tablename__ = "escalation"
    __table_args__ = (UniqueConstraint("obligation_id", "rung"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"))
    rung: Mapped[str]
    on: Mapped[date]
    to: Mapped[UUID | None]
    alternative: Mapped[str | None]
    term_due: Mapped[date | None]
    override_reason: Mapped[str | None]
    reason: Mapped[str | None]
    by: Mapped[UUID]
    at: Mapped[datetime]


class RungDraft(Base):
    """A rung that is due and waits for a person to send it. `state`: waiting, sent, dropped."""

    __tablename__ = "rung_draft"

    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"), primary_key=True)
    rung: Mapped[str] = mapped_column(primary_key=True)
    due_on: Mapped[date]
    no_superior: Mapped[bool]
    state: Mapped[str] = mapped_column(default="waiting")
    drafted_at: Mapped[datetime]
