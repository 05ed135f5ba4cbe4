"""What an investigation gathers around a case: who takes part, which cases belong together, tasks, notes, and who is shut
out of it. Words are documents; what is over is ended, never deleted.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base
from shared.db import DocumentName

STANDS = text("ended_at IS NULL")


class Ended:
    """`ended_by` as the audit trail writes an actor; `ended_reason` names a document."""

    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    ended_reason: Mapped[str | None]


class Exclusion(Ended, Base):
    """A person of the office may know nothing of a case, or of a complaint (told by intake) and so of the case that it
    belongs to now or later.
    """

    __tablename__ = "exclusion"
    __table_args__ = (
        CheckConstraint("num_nonnulls(case_id, complaint_id) = 1", name="of_one"),
        Index("uq_exclusion_case", "staff_id", "case_id", unique=True, postgresql_where=STANDS),
        Index("uq_exclusion_complaint", "staff_id", "complaint_id", unique=True, postgresql_where=STANDS),
        Index("ix_exclusion_case_id", "case_id"),
        Index("ix_exclusion_complaint_id", "complaint_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_file.id"))
    complaint_id: Mapped[UUID | None]
    staff_id: Mapped[UUID]
    by: Mapped[str]
    at: Mapped[datetime]
    reason: Mapped[DocumentName | None]


class CaseParty(Ended, Base):
    """Somebody who takes part in a case: the author of a complaint, a body, or a person under a neutral label. Never a name."""

    __tablename__ = "case_party"
    __table_args__ = (CheckConstraint("num_nonnulls(complaint_id, institution_id, label) = 1", name="one_identity"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    role: Mapped[str]
    complaint_id: Mapped[UUID | None] = mapped_column(ForeignKey("complaint.id"))
    institution_id: Mapped[UUID | None]
    label: Mapped[str | None]
    note: Mapped[DocumentName | None]
    by: Mapped[str]
    at: Mapped[datetime]


class CaseLink(Ended, Base):
    """One case belongs to another: `from_case` follows, is part of, tells the same facts as, or is related to `to_case`."""

    __tablename__ = "case_link"
    __table_args__ = (
        CheckConstraint("from_case <> to_case", name="two_cases"),
        Index("uq_case_link", "from_case", "to_case", "kind", unique=True, postgresql_where=STANDS),
        Index("ix_case_link_to_case", "to_case"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    from_case: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    to_case: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]


class Task(Base):
    """Something to do in a case by a day, by one person or by nobody yet; `document` says what."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_case_id", "case_id"),
        Index("ix_task_open", "assignee_id", "due", "id", postgresql_where=text("done_at IS NULL")),
        Index("ix_task_due_id", "due", "id"),
        CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name="done"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    document: Mapped[DocumentName]
    due: Mapped[date]
    assignee_id: Mapped[UUID | None]
    by: Mapped[UUID]
    at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None]


class CaseNote(Base):
    """A note of an officer for the file."""

    __tablename__ = "case_note"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    document: Mapped[DocumentName]
    by: Mapped[UUID]
    at: Mapped[datetime]
