"""What partners tells of the agreements of the office."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from shared.events.envelope import Code, DocumentName, Event, Number, Part


@dataclass(frozen=True, kw_only=True)
class SignedClause(Part):
    """One thing that a side of an agreement took on. `owed_by`: a body; `owed_by_actor`: another party; neither: the office;
    `goes_on_from`: the same clause of the version before.
    """

    clause_id: UUID
    owed_by: UUID | None = None
    due: date
    goes_on_from: UUID | None = None
    owed_by_actor: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AgreementSigned(Event):
    """The office and others signed an agreement. Its clauses are owed on the engine of cases, in both directions; `words` holds what they say;
    `noted_by`: who of the office noted the signature; `amends`: the version in whose place it was signed. Subject: the agreement.
    """

    type: ClassVar[str] = "partners.agreement.signed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    agreement_id: UUID
    number: Number
    clusters: tuple[Annotated[str, Code(listed_in="partners/data/activities.yaml")], ...]
    signed_on: date
    until: date | None = None
    bodies: tuple[UUID, ...]
    clauses: tuple[SignedClause, ...]
    words: DocumentName
    noted_by: UUID
    version: int = 1
    amends: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AgreementEnded(Event):
    """An agreement is over since `ended_on`: its last day passed, or two people of the office noted that it ended. What was open of it is asked for no
    more; what was late then stays so. `noted_by`: who of the office noted it, or noted the signature of what ended by itself; `goes_on`: the
    clauses that go on in its next version. Subject: the agreement.
    """

    type: ClassVar[str] = "partners.agreement.ended.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    agreement_id: UUID
    number: Number
    ended_on: date
    ground: Annotated[str, Code(listed_in="partners/data/cooperation.yaml")]
    noted_by: UUID
    goes_on: tuple[UUID, ...] = ()
