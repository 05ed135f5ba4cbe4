"""Commitments, the documents that they stand in, what was said of each and decided of what was said, and what each is tied to."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base


class CommitmentDocument(Base):
    """A document by which the State is asked (issuers.yaml), under the number that its issuer gave it. `content_hash`: of all that its commitments
    say, as they were last offered for comparison; `writers`: who brought them, as ids.
    """

    __tablename__ = "commitment_document"
    __table_args__ = (
        UniqueConstraint("issuer", "number"),
        Index("ix_commitment_document_issued_on_id", "issued_on", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    issuer: Mapped[str]
    number: Mapped[str]
    title: Mapped[str]
    issued_on: Mapped[date]
    address: Mapped[str | None]
    content_hash: Mapped[str | None]
    writers: Mapped[list[str]] = mapped_column(JSONB)


class Commitment(Base):
    """One thing that the State owes; how it reads is told by its newest text. `place`: in the order in which they were brought."""

    __tablename__ = "commitment"
    __table_args__ = (UniqueConstraint("document_id", "item"), UniqueConstraint("place"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    place: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("commitment_document.id"))
    item: Mapped[str]
    known_at: Mapped[datetime]


class CommitmentText(Base):
    """How a commitment reads from `known_at` on; append-only, a correction is another edition. `bodies`: keys of the directory, or classes."""

    __tablename__ = "commitment_text"

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitment.id"), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True)
    paragraph: Mapped[str | None]
    text_sq: Mapped[str]
    text_en: Mapped[str]
    rights: Mapped[list[str]] = mapped_column(JSONB)
    bodies: Mapped[list[str]] = mapped_column(JSONB)
    due: Mapped[date | None]
    known_at: Mapped[datetime]
    by: Mapped[UUID]


class CommitmentWord(Base):
    """What the State says of it, or what the office found; append-only. It counts once it is confirmed, from the day `since` on. `source`: where the
    State says it; `evidence`: what the finding rests on.
    """

    __tablename__ = "commitment_word"
    __table_args__ = (
        Index("ix_commitment_word_commitment_id_at", "commitment_id", "at"),
        CheckConstraint("fact IN ('reply', 'claimed', 'assessed')", name="fact"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitment.id"))
    fact: Mapped[str]
    word: Mapped[str]
    since: Mapped[date]
    done_on: Mapped[date | None]
    promised_date: Mapped[date | None]
    next_check: Mapped[date | None]
    unassessable: Mapped[str | None]
    source: Mapped[str]
    text: Mapped[str]
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    content_hash: Mapped[str]
    by: Mapped[UUID]
    at: Mapped[datetime]


class CommitmentDecision(Base):
    """That a second person confirmed a word, or that it was set aside and why; append-only. Since then it is known."""

    __tablename__ = "commitment_decision"
    __table_args__ = (CheckConstraint("(decision = 'set_aside') = (reason IS NOT NULL)", name="reason"),)

    word_id: Mapped[UUID] = mapped_column(ForeignKey("commitment_word.id"), primary_key=True)
    decision: Mapped[str]
    reason: Mapped[str | None]
    by: Mapped[UUID]
    at: Mapped[datetime]


class CommitmentLink(Base):
    """What a commitment is tied to: an indicator that measures it, a gap that is in its way, an act of the office about it."""

    __tablename__ = "commitment_link"
    __table_args__ = (
        CheckConstraint("num_nonnulls(indicator, gap_id, act_id) = 1", name="one"),
        UniqueConstraint("commitment_id", "indicator", "gap_id", "act_id", postgresql_nulls_not_distinct=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitment.id"))
    indicator: Mapped[str | None]
    gap_id: Mapped[UUID | None] = mapped_column(ForeignKey("gap.id"), index=True)
    act_id: Mapped[UUID | None] = mapped_column(ForeignKey("recommendation.id"), index=True)
    by: Mapped[UUID]
    at: Mapped[datetime]


class CommitmentOrigin(Base):
    """What the Assembly made of a recommendation of the office, and where that was read; append-only, the newest of a recommendation and a task
    stands. Without a task: it took up nothing.
    """

    __tablename__ = "commitment_origin"
    __table_args__ = (
        CheckConstraint("(fidelity = 'not_taken_up') = (commitment_id IS NULL)", name="task"),
        Index("ix_commitment_origin_at_id", "at", "id"),
        Index("ix_commitment_origin_act_id", "act_id"),
        Index("ix_commitment_origin_commitment_id", "commitment_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    act_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"))
    commitment_id: Mapped[UUID | None] = mapped_column(ForeignKey("commitment.id"))
    fidelity: Mapped[str]
    source: Mapped[str]
    by: Mapped[UUID]
    at: Mapped[datetime]
