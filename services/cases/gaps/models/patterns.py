"""Patterns that the machine saw, and what a person did with each."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.gaps.domain.patterns import ProposalState
from services.cases.models.metadata import Base


class PatternProposal(Base):
    """More cases about one body and one right than usual: `counted` in the window, `before` in the baseline before it, both
    as they were that night. `case_id`: the case that was opened of it.
    """

    __tablename__ = "pattern_proposal"
    __table_args__ = (
        Index("ix_pattern_proposal_proposed_at_id", "proposed_at", "id"),
        Index("ix_pattern_proposal_institution_id_right", "institution_id", "right"),
        Index(
            "uq_pattern_proposal_waiting",
            "institution_id",
            "right",
            unique=True,
            postgresql_where=text("state = 'proposed'"),
        ),
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decided"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    institution_id: Mapped[UUID]
    right: Mapped[str]
    window_days: Mapped[int]
    window_ends: Mapped[date]
    baseline_days: Mapped[int]
    counted: Mapped[int]
    before: Mapped[int]
    state: Mapped[str] = mapped_column(default=ProposalState.PROPOSED.value)
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None]
    reason: Mapped[str | None]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_file.id"))


class PatternCase(Base):
    """A case of the window that was counted."""

    __tablename__ = "pattern_case"

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("pattern_proposal.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True, index=True)
