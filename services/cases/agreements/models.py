"""Signed agreements and their clauses, as partners told of them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from uuid_utils.compat import uuid7

from services.cases.domain.obligations import Assessed
from services.cases.models.metadata import Base


class AgreementKnown(Base):
    """One signed agreement. `noted_by`: who noted the signature; `case_id`: the case in which its clauses are sent to the bodies; `sent_at`:
    since when they are; `task_id`: the task to send it, or to send again what was withdrawn as
    issued in error, until it is sent.
    `ended_on`: its last day, once it has ended, as `ended_by` of the office noted; `closed_at`: since when what was open of it is closed;
    `going_on`: the clauses, as ids, that go on in its next version.
    """

    __tablename__ = "agreement_known"
    __table_args__ = (Index(None, "signed_on", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    title: Mapped[str]
    clusters: Mapped[list[str]]
    signed_on: Mapped[date]
    until: Mapped[date | None]
    noted_by: Mapped[UUID | None]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_file.id"))
    sent_at: Mapped[datetime | None]
    task_id: Mapped[UUID | None]
    ended_on: Mapped[date | None]
    ended_by: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(SmallInteger)
    going_on: Mapped[list[str]] = mapped_column(default=list)
    clauses: Mapped[list["AgreementClause"]] = relationship(order_by="AgreementClause.place", lazy="selectin")

    def over_on(self, today: date) -> date | None:
        """Its last day, where that is over: as it ended, or as it was signed."""
        signed_until = self.until if self.until is not None and self.until < today else None
        return self.ended_on or signed_until

    @property
    def owing(self) -> list[UUID]:
        """The bodies that took something on, each once."""
        return list(dict.fromkeys(one.owed_by for one in self.clauses if one.owed_by))

    @property
    def to_send(self) -> list["AgreementClause"]:
        """What bodies took on here first: what goes on was sent before."""
        return [one for one in self.clauses if one.owed_by and one.goes_on_from is None]


class AgreementClause(Base):
    """What one side took on. `item_id`: the item by which it was asked last, its own id until a letter was sent again; `office_item`: what it is called
    among what the office owes; `goes_on_from`: the same clause in the version before, which is asked by both; `owed_by`: a body; `actor_id`,
    `actor`: another party and its name; neither: the office. `assessed`, `done_on`: of another party, how it turned out, as the newest outcome says.
    """

    __tablename__ = "agreement_clause"
    __table_args__ = (UniqueConstraint("agreement_id", "place"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreement_known.id"))
    place: Mapped[int] = mapped_column(SmallInteger)
    item_id: Mapped[UUID] = mapped_column(index=True)
    office_item: Mapped[str]
    goes_on_from: Mapped[UUID | None]
    owed_by: Mapped[UUID | None]
    actor_id: Mapped[UUID | None]
    actor: Mapped[str | None]
    assessed: Mapped[str] = mapped_column(default=Assessed.NOT_ASSESSED.value)
    done_on: Mapped[date | None]
    text: Mapped[str]
    due: Mapped[date]
    evidence: Mapped[str]

    @property
    def of_office(self) -> bool:
        return self.owed_by is None and self.actor_id is None


class PromiseOutcome(Base):
    """How the office found that the promise of a party that is no body turned out; append-only, the newest counts. `item_id`: of the clause, in each version
    in which it stands.
    """

    __tablename__ = "promise_outcome"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    item_id: Mapped[UUID] = mapped_column(index=True)
    word: Mapped[str]
    on: Mapped[date | None]
    evidence: Mapped[str]
    by: Mapped[UUID]
    at: Mapped[datetime]
