"""Signed agreements as JSON, and what became of each clause."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from services.cases.domain.standing import State
from shared.edges import Answer, Body
from shared.fields import Text
from shared.typed import one_of

LONGEST_CORRECTION = 2000


@dataclass(frozen=True, kw_only=True)
class SendingAgainBody(Body):
    """What was wrong with the letter that was withdrawn; the new one says it."""

    correction: Annotated[str, Text(LONGEST_CORRECTION)]


@dataclass(frozen=True, kw_only=True)
class KnownAgreement(Answer):
    """A signed agreement. `waits`: a body took something on and nobody has sent it; `sent`: the letters left, in the case `case_id`, for who may see that; neither while
    one is being compared with the sealed files, or was stopped there. `again`: a letter was withdrawn as issued in error, and none went in its place.
    `ended_on`: its last day, once that is over.
    """

    id: UUID
    number: str
    version: int
    title: str
    signed_on: date
    until: date | None
    case_id: UUID | None
    waits: bool
    sent: bool
    again: bool
    ended_on: date | None


@dataclass(frozen=True, kw_only=True)
class KnownAgreementList(Answer):
    items: tuple[KnownAgreement, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class ClauseStanding(Answer):
    """One clause and where it stands. `owed_by`: a body, none for the office. `obligation_id`: of a body, once its letter was issued and for who may see
    it; `incoming_id`: of the office. `state`: that of either; none while its letter waits. `late`: as every list of what is owed says it.
    `withdrawn_on`: the day on which its letter was withdrawn as issued in error: nothing is owed on it until it is sent again.
    `goes_on`: in the next version of the agreement, with the days that it has.
    """

    id: UUID
    owed_by: UUID | None
    name_sq: str | None
    name_en: str | None
    text: str
    due: date
    evidence: str
    obligation_id: UUID | None = None
    incoming_id: UUID | None = None
    state: Annotated[str, one_of(State)] | None = None
    late: bool
    withdrawn_on: date | None = None
    goes_on: bool

    def name(self, language: str) -> str | None:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class KnownAgreementWhole(Answer):
    agreement: KnownAgreement
    clauses: tuple[ClauseStanding, ...]


@dataclass(frozen=True, kw_only=True)
class ClauseCounts(Answer):
    """Clauses of one side: how many there are, how many of each state (those whose letter waits in none), how many are late."""

    clauses: int
    states: Mapping[str, int]
    late: int


@dataclass(frozen=True, kw_only=True)
class AgreementFigures(Answer):
    """Clauses of all signed agreements, by who owes them; in no rate of compliance. `unit`: what is counted."""

    unit: str
    agreements: int
    bodies: ClauseCounts
    office: ClauseCounts
