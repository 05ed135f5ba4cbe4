"""What the office did after an act went out: findings, and rungs of the ladder."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.domain.obligations import Delivery
from services.cases.models.metadata import Base
from shared.db import DocumentName


class AssessmentRecord(Base):
    """What the office found of one obligation, or the complainant said; append-only, a correction is a new row."""

    __tablename__ = "assessment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"), index=True)
    word: Mapped[str]
    outcome: Mapped[str | None]
    on: Mapped[date | None]
    #: Words: of findings from before evidence was something to open.
    evidence: Mapped[list[str]]
    sources: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default=text("'[]'::jsonb"))
    promised_date: Mapped[date | None]
    next_check: Mapped[date | None]
    unassessable: Mapped[str | None]
    reason: Mapped[str]
    by: Mapped[UUID]
    at: Mapped[datetime]


class Escalation(Base):
    """A rung that a person sent, or the lawful alternative that took its place; `act_id`: the act that it was sent as. Superiors are
    turned to one after the other: then the rung is there once for each, and anew where an act or a reminder was withdrawn.
    """

    __tablename__ = "escalation"
    __table_args__ = (
        Index(
            "uq_escalation_rung_to",
            "obligation_id",
            "rung",
            "to",
            "act_id",
            "letter_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_escalation_act_id", "act_id", postgresql_where=text("act_id IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"))
    rung: Mapped[str]
    on: Mapped[date]
    to: Mapped[UUID | None]
    alternative: Mapped[str | None]
    term_due: Mapped[date | None]
    override_reason: Mapped[str | None]
    reason: Mapped[str | None]
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("rung_letter.id"))
    act_id: Mapped[UUID | None] = mapped_column(ForeignKey("recommendation.id"))
    by: Mapped[UUID]
    at: Mapped[datetime]


class EarlyRung(Base):
    """A rung of which it became known, on `known_on`, that it was sent for a silence before the term was over. `told`: whether the office was; `letter_id`: the first letter
    that tells who received it (`EarlyRungLetter` has each; those of before 0641 stand here alone); `by_hand`: the office is asked to tell them itself: what rests on a step that does not count, and all before there were such letters.
    """

    __tablename__ = "early_rung"
    __table_args__ = (
        Index("ix_early_rung_untold", "escalation_id", postgresql_where=text("NOT told")),
        Index("ix_early_rung_unwritten", "known_on", postgresql_where=text("letter_id IS NULL")),
    )

    escalation_id: Mapped[UUID] = mapped_column(ForeignKey("escalation.id"), primary_key=True)
    known_on: Mapped[date]
    told: Mapped[bool] = mapped_column(default=False)
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("told_letter.id"))
    by_hand: Mapped[bool] = mapped_column(default=False, server_default=text("false"))


class EarlyRungLetter(Base):
    """By which letter one of those who received a rung is told that it was untrue."""

    __tablename__ = "early_rung_letter"

    escalation_id: Mapped[UUID] = mapped_column(ForeignKey("early_rung.escalation_id"), primary_key=True)
    institution_id: Mapped[UUID] = mapped_column(primary_key=True)
    letter_id: Mapped[UUID] = mapped_column(ForeignKey("told_letter.id"), index=True)


class RungLetter(Base):
    """One rung as it is put before the office: to one body about one act, for all items on which it has come so far.

    A reminder's text is the document `document`; the rung that is an act of its own (to the superior, to the Assembly) is
    the draft `act_id`. Neither where there is none to turn to (`no_superior`), several that a person must choose from
    (`superiors`), or a rule that forbids such an act now (`blocked`, its code; of one that was dropped, why its rung is open no more). `alternative`: the lawful way that a person chose, whose
    act is drafted. One report to the Assembly may be the act of many. `state`: waiting, sent, dropped, withdrawn (a reminder
    that was sent by a person and fell before it left, at `withdrawn_at`). `basis`: the document of what the system had to say when a person
    wrote in it, or its act was drafted; what is not so any more is read again before it leaves.

    `delivery`, `left_on`: of a reminder that a person sent, what became of it, and the day on which it left or arrived; `posted_on`: on
    which it left by registered post; `delivered_on`: on which it arrived; `answer_days`: so many days after that it asks for an answer, of one from before 0521 not known.
    """

    __tablename__ = "rung_letter"
    __table_args__ = (
        Index(
            "uq_rung_letter_waiting",
            "recommendation_id",
            "institution_id",
            "rung",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_rung_letter_waiting_due_on", "due_on", "id", postgresql_where=text("state = 'waiting'")),
        Index("ix_rung_letter_act_id", "act_id", postgresql_where=text("act_id IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"))
    institution_id: Mapped[UUID]
    rung: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")
    due_on: Mapped[date]
    no_superior: Mapped[bool] = mapped_column(default=False)
    superiors: Mapped[list[str]] = mapped_column(default=list)
    blocked: Mapped[str | None]
    alternative: Mapped[str | None]
    to: Mapped[UUID | None]
    document: Mapped[DocumentName | None]
    edited_by: Mapped[UUID | None]
    basis: Mapped[DocumentName | None]
    act_id: Mapped[UUID | None] = mapped_column(ForeignKey("recommendation.id"))
    override_reason: Mapped[str | None]
    override_by: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]
    drafted_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[UUID | None]
    delivery: Mapped[str] = mapped_column(default=Delivery.QUEUED.value, server_default=Delivery.QUEUED.value)
    left_on: Mapped[date | None]
    posted_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    answer_days: Mapped[int | None]
    version: Mapped[int] = mapped_column(nullable=False)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy declares it on the class


class RungDraft(Base):
    """A rung of one obligation that is due and waits for a person to send its letter. `state`: waiting, sent, dropped."""

    __tablename__ = "rung_draft"
    __table_args__ = (Index("ix_rung_draft_letter_id", "letter_id"),)

    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"), primary_key=True)
    rung: Mapped[str] = mapped_column(primary_key=True)
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("rung_letter.id"))
    due_on: Mapped[date]
    no_superior: Mapped[bool]
    state: Mapped[str] = mapped_column(default="waiting")
    drafted_at: Mapped[datetime]
