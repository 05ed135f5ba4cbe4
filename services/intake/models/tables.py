"""The tables that intake owns. What a person said or is stands in columns named `…_sealed` only."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, Sequence, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import COLUMN_TYPES, DocumentName, named_metadata

STATUSES = (
    "received", "admissible", "inadmissible", "redirected", "counselled", "joined", "own_initiative", "in_case", "followed",
    "closed", "erased",
)  # fmt: skip


#: Whom a mark of conflict is about: who complained, who represents, or the child's guardians, whoever of the two they are.
WHO = ("submitter", "representative", "guardian")


def _one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(word) for word in words)})", name=f"{column}_known")


class Base(DeclarativeBase):
    metadata = named_metadata()
    type_annotation_map = COLUMN_TYPES


#: Drawn without waiting for others: a counter in a row would let complaints through one at a time.
complaint_number = Sequence("complaint_number", metadata=Base.metadata)


class Numbering(Base):
    """What the sequence had reached before the first number of a year, so that each year begins with 1."""

    __tablename__ = "numbering"

    prefix: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    before: Mapped[int] = mapped_column(BigInteger)


class Complaint(Base):
    """One complaint. `bodies` are ids of the directory; bodies that were only named are sealed, since a name may be a
    person's. `receipt_waiting` is the sealed first layer of the receipt hash until a worker has made `receipt_hash` of it.
    `received_on` is the day from which the office's term counts: of a letter it may be before it was registered;
    `first_due_on` is the last day of that term for good, `due_on` that of the decision which is waited for.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        _one_of("status", STATUSES),
        UniqueConstraint("reference"),
        UniqueConstraint("locator"),
        _one_of("contact_of", ("submitter", "representative")),
        Index(None, "received_at", "id"),
        Index(None, "status", "received_at", "id"),
        Index(None, "urgency", "received_at", "id"),
        Index(None, "municipality", "received_at", "id"),
        Index(
            "ix_complaint_regional_office",
            "regional_office",
            "received_at",
            "id",
            postgresql_where=text("regional_office IS NOT NULL"),
        ),
        Index("ix_complaint_receipt_waiting", "received_at", postgresql_where=text("receipt_waiting IS NOT NULL")),
        Index("ix_complaint_names_unmarked", "id", postgresql_where=text("NOT names_marked")),
        Index("ix_complaint_first_look", "urgency_due", "id", postgresql_where=text("first_looked_at IS NULL")),
        Index("ix_complaint_wrote_after", "received_at", "id", postgresql_where=text("wrote_after_decision")),
        Index(
            "ix_complaint_redirect_to",
            "redirect_to",
            "received_at",
            "id",
            postgresql_where=text("redirect_to IS NOT NULL"),
        ),
        Index(
            "ix_complaint_redirect_check",
            "redirect_check_on",
            "id",
            postgresql_where=text("redirect_check_on IS NOT NULL AND redirect_asked_at IS NULL"),
        ),
        Index("ix_complaint_joined_to", "joined_to", postgresql_where=text("joined_to IS NOT NULL")),
        Index("ix_complaint_case_id", "case_id", postgresql_where=text("case_id IS NOT NULL")),
        Index("ix_complaint_all_bodies", text("(bodies || decided_bodies)"), postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    version: Mapped[int] = mapped_column(Integer)
    reference: Mapped[str]
    locator: Mapped[str]
    receipt_waiting: Mapped[bytes | None]
    receipt_hash: Mapped[str | None]
    key_wrapped: Mapped[bytes | None]
    kek_id: Mapped[str]

    received_at: Mapped[datetime]
    received_on: Mapped[date]
    first_due_on: Mapped[date]
    due_on: Mapped[date]
    channel: Mapped[str]
    regional_office: Mapped[str | None]
    registered_by: Mapped[UUID | None]
    language: Mapped[str]
    submitter_role: Mapped[str]
    life_area: Mapped[str | None]
    municipality: Mapped[str | None]
    urgency: Mapped[str]
    urgency_due: Mapped[datetime]
    first_looked_at: Mapped[datetime | None]
    anonymous: Mapped[bool] = mapped_column(default=False)
    bodies: Mapped[list[str]]
    keep_secret: Mapped[bool]
    conflict_with_guardian: Mapped[bool]
    submitter_in_conflict: Mapped[bool] = mapped_column(default=False)
    representative_role: Mapped[str | None]
    representative_in_conflict: Mapped[bool] = mapped_column(default=False)

    identity_sealed: Mapped[bytes | None]
    #: That the full names in it have their marks; of what was taken in before there were marks, a worker makes them.
    names_marked: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    narrative_sealed: Mapped[bytes | None]
    wanted_sealed: Mapped[bytes | None]
    named_bodies_sealed: Mapped[bytes | None]
    contact_document: Mapped[DocumentName | None]
    contact_of: Mapped[str | None]
    #: The contact of a person who is shut out: the stored document, out of reach of whoever sends, until they are let in again.
    contact_aside_sealed: Mapped[bytes | None]
    contact_aside_of: Mapped[str | None]
    contact_failing: Mapped[bool] = mapped_column(default=False)

    status: Mapped[str] = mapped_column(default="received")
    outcome: Mapped[str | None]
    ground: Mapped[str | None]
    rights: Mapped[list[str]] = mapped_column(default=list)
    decided_bodies: Mapped[list[str]] = mapped_column(default=list)
    summary_document: Mapped[DocumentName | None]
    joined_to: Mapped[UUID | None] = mapped_column(ForeignKey("complaint.id"))
    redirect_to: Mapped[UUID | None]
    #: The day on which the complainant is asked whether that body answered, and when that was done.
    redirect_check_on: Mapped[date | None]
    redirect_asked_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None]
    urgency_reason_sealed: Mapped[bytes | None]
    reopened_at: Mapped[datetime | None]
    #: The complainant wrote although nobody works on it any more; until the office answers or reopens.
    wrote_after_decision: Mapped[bool] = mapped_column(default=False)

    case_id: Mapped[UUID | None]
    case_number: Mapped[str | None]
    #: How far its work has come, as cases told last; none: of no case, or of one that never moved since this is told.
    case_stage: Mapped[str | None]
    case_outcome: Mapped[str | None]
    erased_at: Mapped[datetime | None]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy declares it so

    @property
    def by_child(self) -> bool:
        return self.submitter_role == "child"

    @property
    def is_tip(self) -> bool:
        """Anonymous and not from a child: who is under age is asked for no name, and complains with the code alone."""
        return self.anonymous and not self.by_child


#: As in the index: the bodies that were named, and those of the decision.
ALL_BODIES = Complaint.bodies.op("||", return_type=JSONB())(Complaint.decided_bodies)


class Message(Base):
    """One entry of the mailbox. `kind`: text (of either side), file, informed (a document of the cases service), or the
    key of a notice, whose `facts` are ids and codes.
    """

    __tablename__ = "message"
    __table_args__ = (_one_of("sender", ("office", "complainant")), Index(None, "complaint_id", "at", "id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"))
    at: Mapped[datetime]
    sender: Mapped[str]
    kind: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    text_sealed: Mapped[bytes | None]
    document: Mapped[DocumentName | None]
    written_by: Mapped[UUID | None]


class Evidence(Base):
    """One file that was handed in. Sealed with a key of its own, which is sealed with that of the complaint."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("complaint_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"))
    number: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime]
    media_type: Mapped[str]
    extension: Mapped[str]
    size: Mapped[int] = mapped_column(Integer)
    document: Mapped[DocumentName | None]
    key_sealed: Mapped[bytes | None]
    #: JSON: the name that the file came with, and the SHA-256 of its content.
    description_sealed: Mapped[bytes | None]


class Opening(Base):
    """That someone of the office opened the sealed file. Append-only in the database too."""

    __tablename__ = "opening"
    __table_args__ = (Index(None, "complaint_id", "at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"))
    at: Mapped[datetime]
    staff_id: Mapped[UUID]
    role: Mapped[str]
    reason: Mapped[str]
    note_sealed: Mapped[bytes | None]
    #: Of somebody whose work it was not: what another person had agreed to.
    access_id: Mapped[UUID | None]
    #: The log-in in which it was opened, and in which alone it stays open for a while.
    session_id: Mapped[UUID | None]
