"""Cases as JSON: opening, steps, messages, and what is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from marshmallow import validate

from services.cases.domain.bodies import BodyClass
from services.cases.domain.case import Elsewhere, Origin, Outcome, Step, Trigger
from services.cases.domain.findings import Result
from services.cases.models import Case
from services.cases.schemas.profile import CaseProfileAnswer, NewCaseProfile
from shared.directory import MOST_BODIES, KnownInstitution
from shared.edges import Answer, Body
from shared.fields import Text
from shared.typed import UNSENT, Unsent, filled, one_of

LONGEST_TEXT = 20_000
LONGEST_TITLE = 200
MOST = 50


def word(*words: str) -> validate.OneOf:
    """One of these words."""
    return validate.OneOf([str(one) for one in words])


@dataclass(frozen=True, kw_only=True)
class TriggerBody(Body):
    """What made the office act, and where it was seen."""

    kind: Trigger
    source: Annotated[str, Text(500)]


@dataclass(frozen=True, kw_only=True)
class NewCaseBody(Body):
    """A case of the office's own initiative; `memo` is the written decision to act. `profile`: of the children whom it is about, where
    they are certain ones.
    """

    trigger: TriggerBody
    memo: Annotated[str, Text(LONGEST_TEXT)]
    title: Annotated[str, Text(LONGEST_TITLE)]
    rights: Annotated[tuple[Annotated[str, Text(20)], ...], validate.Length(min=1, max=MOST)]
    bodies: Annotated[tuple[UUID, ...], validate.Length(max=MOST_BODIES)] = ()
    places: Annotated[tuple[Annotated[str, Text(100)], ...], validate.Length(max=MOST)] = ()
    profile: NewCaseProfile | None = None


@dataclass(frozen=True, kw_only=True)
class CaseChangeBody(Body):
    """What may be corrected; what is not sent stays. `profile`: of a case that the office opened; null takes it back."""

    title: Annotated[str | Unsent, Text(LONGEST_TITLE)] = UNSENT
    rights: Annotated[tuple[Annotated[str, Text(20)], ...] | Unsent, validate.Length(min=1, max=MOST)] = UNSENT
    bodies: Annotated[tuple[UUID, ...] | Unsent, validate.Length(max=MOST_BODIES)] = UNSENT
    places: Annotated[tuple[Annotated[str, Text(100)], ...] | Unsent, validate.Length(max=MOST)] = UNSENT
    profile: NewCaseProfile | Unsent | None = UNSENT


@dataclass(frozen=True, kw_only=True)
class FindingBody(Body):
    """What was found of one right of the case and one of its bodies; without a body, of none in particular, such as a gap in
    the law. `grade`: how serious a violation is, a key of `finding_grades`.
    """

    right: Annotated[str, Text(20)]
    institution_id: UUID | None = None
    result: Result
    grade: Annotated[str | None, Text(60)] = None
    text: Annotated[str, Text(LONGEST_TEXT)]


@dataclass(frozen=True, kw_only=True)
class StepBody(Body):
    """A step and what goes with it: who gets the case, why, the findings, of whom what is asked, how it ends and, over a silence
    or a refusal, on which ground (closing_grounds.yaml). Which member a step needs, it says when it is refused.
    """

    step: Step
    assignee: UUID | None = None
    reason: Annotated[str, Text(LONGEST_TEXT, shortest=0)] = ""
    outcome: Outcome | None = None
    closing_ground: Annotated[str, Text(60)] | None = None
    elsewhere: Elsewhere | None = None
    findings: Annotated[tuple[FindingBody, ...], validate.Length(max=MOST_BODIES)] = ()
    institution_id: UUID | None = None
    text: Annotated[str, Text(LONGEST_TEXT, shortest=0)] = ""
    title: Annotated[str | None, Text(LONGEST_TITLE)] = None


@dataclass(frozen=True, kw_only=True)
class BarDecisionBody(Body):
    """Whether a court or a prosecutor has the matter, as an outcome proposes it, and why or why not."""

    accept: bool
    reason: Annotated[str, Text(LONGEST_TEXT)]


@dataclass(frozen=True, kw_only=True)
class BarAnswer(Answer):
    """An outcome says that the matter is elsewhere. It bars nothing until a person confirms it; `accepted`: null before that."""

    id: UUID
    obligation_id: UUID
    outcome: str
    elsewhere: str
    on: date
    accepted: bool | None
    reason: str | None
    decided_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class MessageBody(Body):
    """What the office writes to complainants; to all of the case without `complaints`."""

    text: Annotated[str, Text(5000)]
    complaints: Annotated[tuple[UUID, ...] | None, validate.Length(min=1, max=MOST)] = None
    language: Literal["sq", "en"] = "sq"


@dataclass(frozen=True, kw_only=True)
class MessageAnswer(Answer):
    """Who was written to."""

    complaints: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class CaseAnswer(Answer):
    """One case, without what belongs to it."""

    id: UUID
    number: str
    status: str
    origin: Annotated[str, one_of(Origin)]
    title: str | None
    reference: str | None
    rights: tuple[str, ...]
    places: tuple[str, ...]
    life_area: str | None
    urgency: str | None
    elsewhere: str
    outcome: str | None
    closing_ground: str | None
    officer_id: UUID | None
    opened_at: datetime
    closed_on: date | None
    unread_messages: int
    version: int

    @classmethod
    def of(cls, case: Case) -> "CaseAnswer":
        """The case as its row has it."""
        return filled(cls, case, rights=tuple(case.rights), places=tuple(case.places))


@dataclass(frozen=True, kw_only=True)
class CaseLineAnswer(Answer):
    """One case in a list. `title`: None for a reader who may see no content; `monitoring`: it is closed, and the ladder of something
    that is owed goes on, as of an obligation.
    """

    id: UUID
    number: str
    status: str
    monitoring: bool
    origin: Annotated[str, one_of(Origin)]
    title: str | None
    reference: str | None
    officer_id: UUID | None
    officer: str | None
    opened_at: datetime
    unread_messages: int


@dataclass(frozen=True, kw_only=True)
class CaseList(Answer):
    items: tuple[CaseLineAnswer, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class NamedBody(Answer):
    """A body of the directory."""

    id: UUID
    key: str
    class_: Annotated[str, one_of(BodyClass)]
    name_sq: str
    name_en: str

    @classmethod
    def of(cls, body: KnownInstitution) -> "NamedBody":
        """The body as the directory has it."""
        return filled(cls, body, class_=body.institution_class)

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class KnownComplaint(Answer):
    """What cases knows of a complaint: codes, and no words."""

    id: UUID
    reference: str
    channel: str
    by_child: bool
    urgency: str
    outcome: str | None
    conflict_with_guardian: bool
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class SummaryAnswer(Answer):
    """The neutral summary that an officer wrote of one complaint."""

    reference: str
    text: str


@dataclass(frozen=True, kw_only=True)
class FindingAnswer(Answer):
    """`stands`: no later finding on the same right and body supersedes it."""

    right: str | None
    institution_id: UUID | None
    result: str | None
    grade: str | None
    stands: bool
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, kw_only=True)
class HistoryAnswer(Answer):
    """One line; `details` holds ids and codes, `text` the words where the line has some."""

    at: datetime
    by: str
    code: str
    details: Mapping[str, object]
    text: str | None


@dataclass(frozen=True, kw_only=True)
class ActLine(Answer):
    """One act of a case. `monitoring`: the case is closed, and the ladder of something that is owed on it goes on."""

    id: UUID
    kind: str
    status: str
    number: str | None
    title: str
    issued_on: date | None
    monitoring: bool


@dataclass(frozen=True, kw_only=True)
class TriggerAnswer(Answer):
    """What made the office act on its own; no `source` where it was a tip."""

    kind: str
    source: str | None


@dataclass(frozen=True, kw_only=True)
class CaseDetail(Answer):
    """One case with everything; `possible_steps` are those that can be taken now. `trigger`, `memo`, `profile`: of the office's
    own initiative.
    """

    case: CaseAnswer
    trigger: TriggerAnswer | None
    officer: str | None
    bodies: tuple[NamedBody, ...]
    complaints: tuple[KnownComplaint, ...]
    memo: str | None
    profile: CaseProfileAnswer | None
    summaries: tuple[SummaryAnswer, ...]
    findings: tuple[FindingAnswer, ...]
    elsewhere_proposals: tuple[BarAnswer, ...]
    recommendations: tuple[ActLine, ...]
    history: tuple[HistoryAnswer, ...]
    legal_steps: tuple[str, ...]
    possible_steps: tuple[str, ...]
