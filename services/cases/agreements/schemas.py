"""Signed agreements as JSON, and what became of each clause."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from marshmallow import validate
from marshmallow.fields import String

from services.cases.agreements.domain import OUTCOMES, State
from shared.edges import Answer, Body
from shared.fields import Text
from shared.typed import one_of

LONGEST_CORRECTION = 2000
OUTCOME_KEYS = tuple(one.value for one in OUTCOMES)


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
    """One clause and where it stands. `owed_by`: a body; `actor_id`: another party; neither: the office. `obligation_id`: of a body, once its letter was issued and for who may see
    it; `incoming_id`: of the office. `state`: that of either; none while its letter waits. `late`: as every list of what is owed says it.
    `withdrawn_on`: the day on which its letter was withdrawn as issued in error: nothing is owed on it until it is sent again.
    `goes_on`: in the next version of the agreement, with the days that it has.
    """

    id: UUID
    owed_by: UUID | None
    actor_id: UUID | None
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
class OutcomeBody(Body):
    """How a promise turned out, on which day it was kept, and what shows it; `not_assessed` takes back what was found, and says why."""

    assessment: Annotated[str, String(validate=validate.OneOf(OUTCOME_KEYS))]
    on: date | None = None
    evidence: Annotated[str, Text(LONGEST_CORRECTION)]


@dataclass(frozen=True, kw_only=True)
class Promise(Answer):
    """What a party that is no body took on, and where it stands; `late`: by the rules of obligations."""

    id: UUID
    agreement_id: UUID
    number: str
    title: str
    actor_id: UUID
    actor: str
    text: str
    due: date
    evidence: str
    state: Annotated[str, one_of(State)]
    late: bool


@dataclass(frozen=True, kw_only=True)
class PromiseList(Answer):
    items: tuple[Promise, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class OutcomeAnswer(Answer):
    """What the office found of it, and when; `by`: the account of who wrote it."""

    word: str
    on: date | None
    evidence: str
    by: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PromiseWhole(Answer):
    promise: Promise
    outcomes: tuple[OutcomeAnswer, ...]


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
    actors: ClauseCounts
