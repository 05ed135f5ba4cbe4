"""Visits as JSON: what is planned, prepared, answered and concluded, and what is read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from marshmallow import validate
from marshmallow.fields import String

from services.cases.schemas.cases import LONGEST_TEXT, NamedBody, word
from services.cases.visits import data
from services.cases.visits.domain.answers import Value
from services.cases.visits.domain.checklists import SOURCES
from services.cases.visits.domain.corrections import Verdict
from shared.edges import Answer, Body
from shared.fields import Text, Whole

MOST_MEMBERS = 20
MOST_ANSWERS = 100
LARGEST_NUMBER = 1_000_000

Team = Annotated[tuple[UUID, ...], validate.Length(max=MOST_MEMBERS)]


@dataclass(frozen=True, kw_only=True)
class NewVisitBody(Body):
    """A visit that is planned. Without `lead` the caller leads it; whoever plans it is of the team. `follows`: the earlier visit of the
    same body that it looks at again.
    """

    institution_id: UUID
    kind: Annotated[str, String(validate=word(*data.kind_names()))]
    announced: bool
    basis: Annotated[str, String(validate=word(*data.basis_names()))]
    planned_on: date
    lead: UUID | None = None
    team: Team = ()
    follows: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PreparationBody(Body):
    """With which version of which checklist, by whom, and when. It may be prepared anew until it begins."""

    checklist: Annotated[str, Text(60)]
    checklist_version: Annotated[int, Whole(1, 10_000)]
    planned_on: date
    lead: UUID
    team: Team = ()


@dataclass(frozen=True, kw_only=True)
class CallOffBody(Body):
    """Why it is not made."""

    reason: Annotated[str, Text(LONGEST_TEXT)]


@dataclass(frozen=True, kw_only=True)
class OneAnswerBody(Body):
    """The answer to one question. `base`: the version that the caller saw, 0 for none: where somebody answered otherwise since, it is
    not written and named as a conflict. `note` stays in the office.
    """

    question: Annotated[str, Text(60)]
    value: Value
    number: Annotated[int, Whole(0, LARGEST_NUMBER)] | None = None
    sources: Annotated[
        tuple[Annotated[str, String(validate=word(*SOURCES))], ...], validate.Length(max=len(SOURCES))
    ] = ()
    note: Annotated[str, Text(LONGEST_TEXT, shortest=0)] = ""
    base: Annotated[int, Whole(0, 1_000_000)] = 0


@dataclass(frozen=True, kw_only=True)
class AnswersBody(Body):
    answers: Annotated[tuple[OneAnswerBody, ...], validate.Length(min=1, max=MOST_ANSWERS)]


@dataclass(frozen=True, kw_only=True)
class ConclusionBody(Body):
    """`draft`: whether the remedy is drafted too; else the case and its findings alone are made."""

    draft: bool = True


@dataclass(frozen=True, kw_only=True)
class CorrectionBody(Body):
    """The office's answer to what the body said of one draft finding. `value`: how the question is answered from now on, where something is
    taken over; the words stand in the letter that follows.
    """

    question: Annotated[str, Text(60)]
    verdict: Verdict
    words: Annotated[str, Text(LONGEST_TEXT)]
    value: Value | None = None


@dataclass(frozen=True, kw_only=True)
class VisitorAnswer(Answer):
    id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class VisitLineAnswer(Answer):
    """One visit in a list. `number`: none before it has begun. `answered`, `asked`: how far it is filled in; 0 before it is prepared."""

    id: UUID
    number: str | None
    state: str
    kind: str
    announced: bool
    institution: NamedBody
    planned_on: date
    begun_at: datetime | None
    concluded_at: datetime | None
    lead: VisitorAnswer
    answered: int
    asked: int


@dataclass(frozen=True, kw_only=True)
class VisitList(Answer):
    items: tuple[VisitLineAnswer, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class GivenAnswer(Answer):
    """One version of an answer. `by`: who wrote it here; `answered_by`: who answered so on a copy, null where it was answered here.
    `trend`: better, same or worse than on the visit that this one follows.
    """

    question: str
    version: int
    value: str
    number: int | None
    sources: tuple[str, ...]
    note: str
    by: VisitorAnswer
    answered_by: VisitorAnswer | None
    at: datetime
    trend: str | None = None


@dataclass(frozen=True, kw_only=True)
class EarlierAnswer(Answer):
    """How a question stood at the visit that this one follows."""

    question: str
    value: str


@dataclass(frozen=True, kw_only=True)
class SectionAnswer(Answer):
    """How far one section is filled in."""

    key: str
    name_sq: str
    name_en: str
    answered: int
    asked: int

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class OpenedAnswer(Answer):
    """The case that was opened of a visit, for whoever may see it; `act_id`: what was drafted in it."""

    id: UUID
    number: str
    act_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class CorrectionAnswer(Answer):
    """One draft finding that was sent: `sent_value`, `sent_version`: the answer as it stood then, beside which that of `answers` stands now.
    `position`, `words`, `files`: what the body said of it last, and how many files it joined; `outcome`, `answer`: what the office made of it,
    and its words; `waits`: the body corrected it, and the office has not answered.
    """

    question: str
    sent_value: str
    sent_version: int
    position: str | None = None
    words: str = ""
    files: int = 0
    received_at: datetime | None = None
    outcome: str | None = None
    answer: str = ""
    answered_at: datetime | None = None
    waits: bool = False


@dataclass(frozen=True, kw_only=True)
class SentFindings(Answer):
    """The letter by which the draft findings went to the body, and what became of each. `number`: none while it waits to be compared;
    `due`: until when the body may correct them, none before it has the letter.
    """

    act_id: UUID
    number: str | None
    status: str
    due: date | None
    corrections: tuple[CorrectionAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class VisitDetailAnswer(Answer):
    """One visit. `answers`: what stands; `earlier`: what stood before that, the latest first by question; `before`: what stood on the visit
    that this one follows. `steps`: what may be done with it now. `opened`, `sent`: null also for who may not see the case. `to_choose`: of how many
    answers that copies brought back a person has to choose.
    """

    visit: VisitLineAnswer
    basis: str
    checklist: str | None
    checklist_version: int | None
    team: tuple[VisitorAnswer, ...]
    follows: UUID | None
    sections: tuple[SectionAnswer, ...]
    answers: tuple[GivenAnswer, ...]
    earlier: tuple[GivenAnswer, ...]
    before: tuple[EarlierAnswer, ...]
    steps: tuple[str, ...]
    reason: str | None
    opened: OpenedAnswer | None
    sent: SentFindings | None
    to_choose: int
    version: int


@dataclass(frozen=True, kw_only=True)
class AnswersTaken(Answer):
    """`kept`: the questions whose answer stands as it was sent; `conflicts`: what somebody else answered since, in the place of which
    nothing was written.
    """

    kept: tuple[str, ...]
    conflicts: tuple[GivenAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class VisitedPlaceAnswer(Answer):
    """A municipality. `visits`: how many bodies of it were visited in the window; `last_on`: the last day on which a visit began there,
    in the window or before it.
    """

    key: str
    name_sq: str
    name_en: str
    county: str | None
    visits: int
    last_on: date | None

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class CoverageAnswer(Answer):
    """Where the office was in so many months until today, the places without a visit first. What is only planned is not counted."""

    months: int
    since: date
    places: tuple[VisitedPlaceAnswer, ...]

    @property
    def visited(self) -> int:
        return sum(one.visits > 0 for one in self.places)
