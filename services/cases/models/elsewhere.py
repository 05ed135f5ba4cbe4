"""What takes from an obligation that anything is asked on it: a court or a prosecutor that has the matter of its case, since when, until when and
what proposes to say so; and that what it presses for is over at its root.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, ForeignKey, Index, false, or_, text
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base


class CaseHold(Base):
    """One stretch in which the matter of a case was elsewhere; `since`, `ended_on`: local dates. What is owed stands still in it, also on
    an act that the office may send meanwhile (kinds.yaml, barred_by).
    """

    __tablename__ = "case_hold"
    __table_args__ = (
        Index("ix_case_hold_case_id", "case_id"),
        Index("uq_case_hold_open", "case_id", unique=True, postgresql_where=text("ended_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    elsewhere: Mapped[str]
    since: Mapped[date]
    recorded_at: Mapped[datetime]
    by: Mapped[str]
    ended_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]


def meets(issued_at: Any) -> ColumnElement[bool]:
    """Whether a stretch stands in the way of what was issued then: it began later, or went on."""
    return or_(CaseHold.ended_at.is_(None), CaseHold.ended_at > issued_at)


class MootSpell(Base):
    """One stretch in which what an obligation presses for was over. `cause`: settled or withdrawn at `root_id`, what was asked for first; `stood`, `due`:
    in which state it was until then, and the last day for its reply; `told`: whether the office was, by a task; `heard`: whether whoever complained was.
    """

    __tablename__ = "moot_spell"
    __table_args__ = (
        Index("ix_moot_spell_obligation_id", "obligation_id"),
        Index("uq_moot_spell_open", "obligation_id", unique=True, postgresql_where=text("ended_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"))
    root_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"))
    cause: Mapped[str]
    since: Mapped[date]
    stood: Mapped[str]
    due: Mapped[date | None]
    told: Mapped[bool] = mapped_column(default=False, server_default=false())
    heard: Mapped[bool] = mapped_column(default=False, server_default=false())
    recorded_at: Mapped[datetime]
    by: Mapped[str]
    ended_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]


class ElsewhereProposal(Base):
    """What came of an act says that the matter is elsewhere now: a person confirms it or declines with a reason.
    `outcome`: key in outcomes.yaml.
    """

    __tablename__ = "elsewhere_proposal"
    __table_args__ = (Index("ix_elsewhere_proposal_case_id", "case_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"))
    outcome: Mapped[str]
    elsewhere: Mapped[str]
    on: Mapped[date]
    at: Mapped[datetime]
    accepted: Mapped[bool | None]
    reason: Mapped[str | None]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
