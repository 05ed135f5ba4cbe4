"""Actors, agreements with their parties and clauses, meetings with their decisions."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.partners.cooperation.domain.agreements import Clause, Draft
from services.partners.cooperation.domain.endings import Life
from services.partners.cooperation.domain.meetings import Task
from services.partners.models import Base


class Actor(Base):
    """With whom the office works and what is no body of the directory: it is never addressed by an act."""

    __tablename__ = "actor"
    __table_args__ = (Index(None, "name_sq", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str]
    name_sq: Mapped[str]
    name_en: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    revision: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    made_by: Mapped[UUID]

    def name(self, language: str) -> str:
        """In this language, else in Albanian."""
        return (self.name_en if language == "en" else "") or self.name_sq


class Agreement(Base):
    """One agreement of the office with others. `hands`: who wrote anything of it, and so does not note that it was signed. `revision` counts its
    changes; with `signed_on` there are no more. `ending_…`: that it ended, on which day, on which ground, what shows it and who wrote that; it has ended once
    another person said so (`ended_by`), or by itself after its last day (`ended_at` alone). `replaced_by`: the agreement that took its place.
    `version`: of those of one number; `amends_id`: the version before, in force until this one is signed.
    """

    __tablename__ = "agreement"
    __table_args__ = (
        CheckConstraint(
            "(signed_on IS NULL) = (signed_at IS NULL) AND (signed_on IS NULL) = (signed_by IS NULL)", name="signed"
        ),
        CheckConstraint(
            "(ending_on IS NULL) = (ending_ground IS NULL) AND (ended_at IS NULL OR ending_on IS NOT NULL)"
            " AND (ending_on IS NULL OR signed_on IS NOT NULL) AND (ended_by IS NULL OR ended_by <> ending_by)",
            name="ended",
        ),
        UniqueConstraint("number", "version"),
        Index(None, "made_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str]
    version: Mapped[int] = mapped_column(SmallInteger, default=1)
    amends_id: Mapped[UUID | None] = mapped_column(ForeignKey("agreement.id"), index=True)
    title: Mapped[str]
    clusters: Mapped[list[str]]
    until: Mapped[date | None]
    hands: Mapped[list[str]]
    revision: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    made_by: Mapped[UUID]
    signed_on: Mapped[date | None]
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[UUID | None]
    ending_on: Mapped[date | None]
    ending_ground: Mapped[str | None]
    ending_proof: Mapped[str | None]
    ending_by: Mapped[UUID | None]
    replaced_by: Mapped[UUID | None] = mapped_column(ForeignKey("agreement.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None]
    parties: Mapped[list["AgreementParty"]] = relationship(
        order_by="AgreementParty.place", cascade="all, delete-orphan", lazy="selectin"
    )
    clauses: Mapped[list["AgreementClause"]] = relationship(
        order_by="AgreementClause.place", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def life(self) -> Life:
        return Life(self.signed_on, self.until, self.ending_on if self.ended_at else None)

    @property
    def draft(self) -> Draft:
        return Draft(
            clauses=[one.clause for one in self.clauses],
            bodies=[one.institution_id for one in self.parties if one.institution_id],
            actors=[one.actor_id for one in self.parties if one.actor_id],
            until=self.until,
            hands=[UUID(one) for one in self.hands],
            kept=frozenset(one.clause for one in self.clauses if one.goes_on_from),
        )


class AgreementParty(Base):
    """Who is on the other side: a body of the directory or an actor."""

    __tablename__ = "agreement_party"
    __table_args__ = (
        CheckConstraint("(institution_id IS NULL) <> (actor_id IS NULL)", name="one_of_both"),
        UniqueConstraint("agreement_id", "institution_id", "actor_id", postgresql_nulls_not_distinct=True),
    )

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    place: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    institution_id: Mapped[UUID | None] = mapped_column(ForeignKey("institution.id"), index=True)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("actor.id"), index=True)


class AgreementClause(Base):
    """What one side took on. `institution_id`: the body that owes it; `actor_id`: another party; neither: the office; `goes_on_from`: the same one in the version before, whose days
    go on. Whether it is kept, cases knows.
    """

    __tablename__ = "agreement_clause"
    __table_args__ = (
        UniqueConstraint("agreement_id", "place"),
        CheckConstraint("institution_id IS NULL OR actor_id IS NULL", name="one_side"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreement.id"))
    place: Mapped[int] = mapped_column(SmallInteger)
    institution_id: Mapped[UUID | None] = mapped_column(ForeignKey("institution.id"))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("actor.id"))
    text: Mapped[str]
    due: Mapped[date]
    evidence: Mapped[str]
    goes_on_from: Mapped[UUID | None] = mapped_column(ForeignKey("agreement_clause.id"))

    @property
    def clause(self) -> Clause:
        return Clause(self.text, self.due, self.evidence, self.institution_id, self.actor_id)


class Meeting(Base):
    """One meeting of the office with others, that was held. `agreement_id`: the agreement under which it was."""

    __tablename__ = "meeting"
    __table_args__ = (Index(None, "held_on", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    held_on: Mapped[date]
    title: Mapped[str]
    clusters: Mapped[list[str]]
    agreement_id: Mapped[UUID | None] = mapped_column(ForeignKey("agreement.id"), index=True)
    made_at: Mapped[datetime]
    made_by: Mapped[UUID]
    parties: Mapped[list["MeetingParty"]] = relationship(
        order_by="MeetingParty.place", cascade="all, delete-orphan", lazy="selectin"
    )
    decisions: Mapped[list["MeetingDecision"]] = relationship(
        order_by="MeetingDecision.place", back_populates="meeting", lazy="selectin"
    )


class MeetingParty(Base):
    """Who was there, besides the office: a body of the directory or an actor, never a person."""

    __tablename__ = "meeting_party"
    __table_args__ = (CheckConstraint("(institution_id IS NULL) <> (actor_id IS NULL)", name="one_of_both"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    place: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    institution_id: Mapped[UUID | None] = mapped_column(ForeignKey("institution.id"), index=True)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("actor.id"), index=True)


class MeetingDecision(Base):
    """What the office is to do after a meeting. `function`: the role whose work it is; `owner`: who of it took it; `proof`: what shows that it was
    done. It is never removed, and done once.
    """

    __tablename__ = "meeting_decision"
    __table_args__ = (
        UniqueConstraint("meeting_id", "place"),
        CheckConstraint(
            "(done_on IS NULL) = (proof IS NULL) AND (done_on IS NULL) = (done_at IS NULL)"
            " AND (done_on IS NULL OR owner IS NOT NULL)",
            name="done",
        ),
        Index(None, "due", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    place: Mapped[int] = mapped_column(SmallInteger)
    text: Mapped[str]
    function: Mapped[str]
    owner: Mapped[UUID | None] = mapped_column(index=True)
    due: Mapped[date]
    done_on: Mapped[date | None]
    proof: Mapped[str | None]
    done_at: Mapped[datetime | None]
    meeting: Mapped[Meeting] = relationship(back_populates="decisions", lazy="joined")

    @property
    def task(self) -> Task:
        return Task(self.function, self.owner, self.due, self.done_on)
