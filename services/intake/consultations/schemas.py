"""Consultations of children as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from marshmallow import validate
from marshmallow.fields import String

from services.intake.consultations import data
from services.intake.consultations.domain import Answered, State
from shared.edges import Answer, Body
from shared.fields import Text, Whole
from shared.typed import one_of

LONGEST, MOST_CHILDREN = 1000, 10_000


def _key(section: str) -> String:
    return String(validate=validate.OneOf(tuple(data.entries(section))))


Group = Annotated[str, _key("groups")]
Condition = Annotated[str, _key("conditions")]
AskedQuestion = Annotated[str, _key("questions")]
GivenAnswer = Annotated[str, _key("answers")]


@dataclass(frozen=True, kw_only=True)
class ConsultationBody(Body):
    """Who is asked what: questions of the data files, so that no child reads what somebody typed."""

    group: Group
    questions: Annotated[tuple[AskedQuestion, ...], validate.Length(min=1, max=20)]
    municipality: Annotated[str | None, String(validate=validate.Regexp(r"[a-z][a-z0-9-]{1,62}\Z"))] = None


@dataclass(frozen=True, kw_only=True)
class ConditionBody(Body):
    """How one condition is met."""

    condition: Condition
    how: Annotated[str, Text(LONGEST)]


@dataclass(frozen=True, kw_only=True)
class CapacityBody(Body):
    """Each of the nine conditions, and how many children the office can hear."""

    conditions: Annotated[tuple[ConditionBody, ...], validate.Length(max=20)]
    most: Annotated[int, Whole(1, MOST_CHILDREN)]


@dataclass(frozen=True, kw_only=True)
class GivenBody(Body):
    """So many children gave this answer."""

    question: AskedQuestion
    answer: GivenAnswer
    count: Annotated[int, Whole(0, MOST_CHILDREN)]

    @property
    def answered(self) -> Answered:
        return Answered(self.question, self.answer, self.count)


@dataclass(frozen=True, kw_only=True)
class GivenAnswersBody(Body):
    """All answers so far, in counts, each time anew. `agreed`: how many children said that they want to answer; `guardians`: of how many of them a
    guardian agreed too.
    """

    agreed: Annotated[int, Whole(0, MOST_CHILDREN)]
    guardians: Annotated[int, Whole(0, MOST_CHILDREN)] = 0
    answers: Annotated[tuple[GivenBody, ...], validate.Length(max=200)]


@dataclass(frozen=True, kw_only=True)
class ResultOfQuestion(Answer):
    """`counts`: in the order of `answers`; none of fewer answers than are told."""

    question: str
    counts: tuple[int, ...] | None


@dataclass(frozen=True, kw_only=True)
class ConsultationLine(Answer):
    id: UUID
    group: str
    questions: tuple[str, ...]
    municipality: str | None
    state: Annotated[str, one_of(State)]
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class ConsultationList(Answer):
    items: tuple[ConsultationLine, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class ConsultationAnswer(Answer):
    """A consultation as the office has it; also inside no result of few answers is shown. `conditions`: none before they were recorded."""

    id: UUID
    group: str
    questions: tuple[str, ...]
    municipality: str | None
    state: Annotated[str, one_of(State)]
    made_at: datetime
    conditions: Mapping[str, str] | None
    most: int | None
    agreed: int
    guardians: int
    results: tuple[ResultOfQuestion, ...]
    revision: int


@dataclass(frozen=True, kw_only=True)
class ToldConsultation(Answer):
    """What anybody reads of one that is closed: only questions that enough children answered."""

    group: str
    municipality: str | None
    closed_on: datetime
    results: tuple[ResultOfQuestion, ...]


@dataclass(frozen=True, kw_only=True)
class ToldConsultations(Answer):
    """`least`: of fewer answers nothing is told; `answers`: in the order of the counts."""

    licence: str
    least: int
    answers: tuple[str, ...]
    items: tuple[ToldConsultation, ...]
