"""Gaps in law and wrong practices, the cases that showed them, the acts that they led to, and how they ended."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base


class Gap(Base):
    """One gap. Its texts are written to be read by anyone: they name no case and no person. `rights`: articles and
    paragraphs of the Convention, of which the clusters are derived. `content_hash`: of the texts as they were last offered for comparison.
    """

    __tablename__ = "gap"
    __table_args__ = (Index("ix_gap_opened_at_id", "opened_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    provision: Mapped[str]
    rights: Mapped[list[str]]
    content_hash: Mapped[str | None]
    opened_at: Mapped[datetime]
    opened_by: Mapped[UUID]
    version: Mapped[int] = mapped_column(nullable=False)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy declares it on the class


class GapBody(Base):
    """A body whose practice or whose provision it is."""

    __tablename__ = "gap_body"

    gap_id: Mapped[UUID] = mapped_column(ForeignKey("gap.id"), primary_key=True)
    institution_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)


class GapCase(Base):
    """A case that showed it."""

    __tablename__ = "gap_case"

    gap_id: Mapped[UUID] = mapped_column(ForeignKey("gap.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True, index=True)
    linked_by: Mapped[UUID]
    linked_at: Mapped[datetime]


class GapAct(Base):
    """An act that was drafted from it."""

    __tablename__ = "gap_act"

    gap_id: Mapped[UUID] = mapped_column(ForeignKey("gap.id"), primary_key=True)
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"), primary_key=True, index=True)


class GapOutcome(Base):
    """How it ended, on which day, and where that can be read; append-only, a correction is a new row."""

    __tablename__ = "gap_outcome"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    gap_id: Mapped[UUID] = mapped_column(ForeignKey("gap.id"), index=True)
    outcome: Mapped[str]
    on: Mapped[date]
    source: Mapped[str]
    by: Mapped[UUID]
    at: Mapped[datetime]
