"""Visits, who makes them, what was answered on them, and the copies that are taken along."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base
from shared.db import DocumentName


class Visit(Base):
    """One visit of one body. `number` is given when it begins and not before; `checklist` and its version are fixed when it is
    prepared; `follows`: the visit that it looks at again; `case_id`, `act_id`: what was opened and drafted when it was concluded;
    `corrections_id`: the letter by which the body was asked to correct the draft findings.
    """

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_planned_on_id", "planned_on", "id"),
        CheckConstraint("(number IS NULL) = (begun_at IS NULL)", name="numbered"),
        CheckConstraint("(checklist IS NULL) = (checklist_version IS NULL)", name="checklist"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str]
    kind: Mapped[str]
    announced: Mapped[bool]
    basis: Mapped[str]
    institution_id: Mapped[UUID] = mapped_column(index=True)
    lead_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    planned_on: Mapped[date]
    checklist: Mapped[str | None]
    checklist_version: Mapped[int | None]
    follows: Mapped[UUID | None] = mapped_column(ForeignKey("visit.id"))
    planned_at: Mapped[datetime]
    planned_by: Mapped[UUID]
    begun_at: Mapped[datetime | None]
    concluded_at: Mapped[datetime | None]
    #: Names the document of why it was called off.
    reason: Mapped[DocumentName | None]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_file.id"))
    act_id: Mapped[UUID | None] = mapped_column(ForeignKey("recommendation.id"))
    corrections_id: Mapped[UUID | None] = mapped_column(ForeignKey("recommendation.id"))
    version: Mapped[int] = mapped_column(nullable=False)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy declares it on the class


class VisitMember(Base):
    """Who makes the visit, the lead among them."""

    __tablename__ = "visit_member"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"), primary_key=True)


class VisitAnswer(Base):
    """One version of the answer to one question; append-only, a correction is a new row. `note` names a document."""

    __tablename__ = "visit_answer"
    __table_args__ = (UniqueConstraint("visit_id", "question", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"))
    question: Mapped[str]
    version: Mapped[int]
    value: Mapped[str]
    number: Mapped[int | None]
    sources: Mapped[list[str]] = mapped_column(JSONB)
    note: Mapped[DocumentName | None]
    by: Mapped[UUID]
    at: Mapped[datetime]


class VisitFinding(Base):
    """A draft finding that was sent to the body: which item of the letter it is, and which version of the answer stood then. Append-only."""

    __tablename__ = "visit_finding"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[UUID]
    version: Mapped[int]


class VisitCopy(Base):
    """A visit as a file that somebody took along: which version of which checklist is in it. `keys` names the document of what opens it
    and what comes back of it. Append-only.
    """

    __tablename__ = "visit_copy"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    checklist: Mapped[str]
    checklist_version: Mapped[int]
    keys: Mapped[DocumentName]
    by: Mapped[UUID]
    at: Mapped[datetime]


class VisitBrought(Base):
    """One answer as a copy brought it back, whatever became of it. `entry`: the random id that the device gave it, `place` its place among
    those of the device, `device_at` its time there; `base`: the version that the copy showed; `version`: that of the answer which says the
    same, none where it is not taken over. Append-only.
    """

    __tablename__ = "visit_brought"
    __table_args__ = (UniqueConstraint("copy_id", "entry"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    copy_id: Mapped[UUID] = mapped_column(ForeignKey("visit_copy.id"))
    device: Mapped[UUID]
    entry: Mapped[UUID]
    place: Mapped[int]
    question: Mapped[str]
    value: Mapped[str]
    number: Mapped[int | None]
    sources: Mapped[list[str]] = mapped_column(JSONB)
    note: Mapped[DocumentName | None]
    base: Mapped[int]
    device_at: Mapped[datetime]
    outcome: Mapped[str]
    version: Mapped[int | None]
    by: Mapped[UUID]
    at: Mapped[datetime]


class VisitChoice(Base):
    """What a person chose of an answer that was brought and of the one that stood. `taken`: the brought one is `version` now; else
    `version` is the one that stayed, 0 for none. Append-only.
    """

    __tablename__ = "visit_choice"

    brought_id: Mapped[UUID] = mapped_column(ForeignKey("visit_brought.id"), primary_key=True)
    taken: Mapped[bool]
    version: Mapped[int]
    by: Mapped[UUID]
    at: Mapped[datetime]
