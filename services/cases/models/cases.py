"""Cases, the complaints behind them, what was found, and their history."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, func, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from services.cases.domain.case import Elsewhere, Status
from services.cases.models.metadata import Base, named
from shared.db import DocumentName


class Case(Base):
    """One investigation. `memo` names a document; `reference` is that of its first complaint. Without a title it is
    called by that, so that nobody invents one from a child's words. `search`: what it is called, folded.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        Index("ix_case_file_status_opened_at_id", "status", "opened_at", "id"),
        Index("ix_case_file_officer_id_opened_at_id", "officer_id", "opened_at", "id"),
        Index("ix_case_file_opened_at_id", "opened_at", "id"),
        Index("ix_case_file_outcome", "outcome", postgresql_where=text("outcome IS NOT NULL")),
        Index("ix_case_file_reference", "reference", postgresql_where=text("reference IS NOT NULL")),
        Index("ix_case_file_rights", "rights", postgresql_using="gin"),
        Index("ix_case_file_places", "places", postgresql_using="gin"),
        CheckConstraint("(origin = 'own_initiative') = (memo IS NOT NULL)", name="memo"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str]
    origin: Mapped[str]
    title: Mapped[str | None]
    reference: Mapped[str | None]
    trigger: Mapped[str | None]
    trigger_source: Mapped[str | None]
    memo: Mapped[DocumentName | None]
    rights: Mapped[list[str]]
    places: Mapped[list[str]]
    life_area: Mapped[str | None]
    urgency: Mapped[str | None]
    elsewhere: Mapped[str] = mapped_column(default=Elsewhere.NONE.value)
    #: Where it stood when it was suspended, while it is.
    suspended_from: Mapped[str | None]
    outcome: Mapped[str | None]
    closing_ground: Mapped[str | None]
    officer_id: Mapped[UUID | None]
    #: Who works on it, as intake was told last.
    officer_told: Mapped[UUID | None]
    opened_at: Mapped[datetime]
    closed_on: Mapped[date | None]
    unread_messages: Mapped[int] = mapped_column(default=0)
    #: Who is shut out, as the other services were told last; none: they were told nothing yet.
    walls_told: Mapped[list[str] | None]
    #: Whether the complainants were told that steps go on after the closing; none: of no closing, or of one before this was told.
    followed_told: Mapped[bool | None]
    search: Mapped[str] = mapped_column(named("number", "title"), nullable=True, deferred=True)
    version: Mapped[int] = mapped_column(nullable=False)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy declares it on the class

    @property
    def name(self) -> str:
        return self.title or self.reference or self.number

    @property
    def is_closed(self) -> bool:
        return self.status == Status.CLOSED


class CaseBody(Base):
    """A body whose conduct the case is about."""

    __tablename__ = "case_body"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    institution_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)


class Complaint(Base):
    """What cases may know of a complaint: codes and its reference. `summary` names the officer's neutral summary."""

    __tablename__ = "complaint"
    __table_args__ = (
        Index("ix_complaint_joined_to", "joined_to", postgresql_where=text("case_id IS NULL")),
        Index("ix_complaint_reference", "reference"),
        Index("ix_complaint_received_at", "received_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    reference: Mapped[str]
    channel: Mapped[str]
    submitter_role: Mapped[str]
    by_child: Mapped[bool]
    life_area: Mapped[str | None]
    municipality: Mapped[str | None]
    urgency: Mapped[str]
    language: Mapped[str]
    received_at: Mapped[datetime]
    outcome: Mapped[str | None]
    ground: Mapped[str | None]
    conflict_with_guardian: Mapped[bool] = mapped_column(default=False)
    summary: Mapped[DocumentName | None]
    joined_to: Mapped[UUID | None]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_file.id"), index=True)


class ProfileCodes:
    """What is counted of children, as columns."""

    age_band: Mapped[str]
    sex: Mapped[str]
    disability: Mapped[str]
    minority: Mapped[str]
    care: Mapped[str]
    county: Mapped[str]


class CaseProfile(ProfileCodes, Base):
    """What was told of the children whom a case of the office's own initiative is about. `children`: one or several."""

    __tablename__ = "case_profile"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    children: Mapped[str]
    told_at: Mapped[datetime]


class ComplaintProfile(ProfileCodes, Base):
    """What was told of the child of a complaint, in codes that are counted: the newest. May arrive before the complaint itself."""

    __tablename__ = "complaint_profile"

    complaint_id: Mapped[UUID] = mapped_column(primary_key=True)
    told_at: Mapped[datetime]


class ComplaintMessage(Base):
    """The complainant wrote. May arrive before the complaint itself: the two are streams of their own."""

    __tablename__ = "complaint_message"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    complaint_id: Mapped[UUID] = mapped_column(index=True)
    received_at: Mapped[datetime] = mapped_column(index=True)


class Finding(Base):
    """What was established about one right and one body (or none in particular), with its words as a document.

    Append-only: of several on the same pair the latest stands. `grade`: how serious the violation is, a key of `finding_grades`; none of one to
    which nobody gave a grade.
    """

    __tablename__ = "finding"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    right: Mapped[str | None]
    institution_id: Mapped[UUID | None]
    result: Mapped[str | None]
    grade: Mapped[str | None]
    document: Mapped[DocumentName]
    by: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=func.now())


class Inspection(Base):
    """A visit of a body out of which the case was opened: its day and its number. Append-only; told by whoever keeps visits."""

    __tablename__ = "inspection"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    number: Mapped[str] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID]
    made_on: Mapped[date]


class HistoryEntry(Base):
    """One line of a case's history; append-only. `details` holds ids and codes, words are a document."""

    __tablename__ = "case_history"
    __table_args__ = (Index("ix_case_history_case_id_id", "case_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    at: Mapped[datetime]
    actor: Mapped[str]
    code: Mapped[str]
    details: Mapped[dict[str, Any]]
    document: Mapped[DocumentName | None]


def note(
    session: Session, case_id: UUID, at: datetime, actor: str, code: str, document: str | None = None, /, **details: Any
) -> None:
    """Add a line to a case's history. None among `details` is left out; ids become text."""
    known = {name: str(value) if isinstance(value, (UUID, date)) else value for name, value in details.items()}
    kept = {name: value for name, value in known.items() if value is not None}
    session.add(HistoryEntry(case_id=case_id, at=at, actor=actor, code=code, details=kept, document=document))
