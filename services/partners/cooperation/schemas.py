"""Cooperation as JSON: actors, agreements, and what each side took on."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from marshmallow import validate
from marshmallow.fields import String

from services.partners.cooperation import data
from services.partners.cooperation.domain.agreements import Clause
from services.partners.cooperation.domain.endings import AgreementState
from services.partners.cooperation.domain.meetings import Standing
from services.partners.cooperation.words import CLUSTERS, FUNCTIONS
from shared.edges import Answer, Body
from shared.fields import Text
from shared.typed import one_of

LONGEST_NAME, LONGEST_TITLE, LONGEST_CLAUSE = 200, 150, 2000
MOST_PARTIES, MOST_CLAUSES, MOST_DECISIONS = 70, 50, 50

ActorKind = Annotated[str, String(validate=validate.OneOf(tuple(data.entries("actor_kinds"))))]
#: What a person may name; that the last day passed is named by nobody.
EndGround = Annotated[str, String(validate=validate.OneOf(data.end_grounds()))]
Function = Annotated[str, String(validate=validate.OneOf(tuple(FUNCTIONS)))]
Cluster = Annotated[str, String(validate=validate.OneOf(tuple(CLUSTERS)))]


@dataclass(frozen=True, kw_only=True)
class ActorBody(Body):
    """All of an actor each time. `active`: whether the office still works with it."""

    kind: ActorKind
    name_sq: Annotated[str, Text(LONGEST_NAME)]
    name_en: Annotated[str, Text(LONGEST_NAME, shortest=0)] = ""
    active: bool = True


@dataclass(frozen=True, kw_only=True)
class ActorAnswer(Answer):
    id: UUID
    kind: str
    name_sq: str
    name_en: str
    active: bool
    revision: int

    def name(self, language: str) -> str:
        """In this language, else in Albanian."""
        return (self.name_en if language == "en" else "") or self.name_sq


@dataclass(frozen=True, kw_only=True)
class ActorList(Answer):
    items: tuple[ActorAnswer, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class ClauseBody(Body):
    """What one side takes on, by when, and what will show it. `owed_by`: a body that is a party; `owed_by_actor`: another party;
    neither: the office.
    """

    text: Annotated[str, Text(LONGEST_CLAUSE)]
    due: date
    evidence: Annotated[str, Text(LONGEST_CLAUSE)]
    owed_by: UUID | None = None
    owed_by_actor: UUID | None = None

    @property
    def clause(self) -> Clause:
        return Clause(self.text, self.due, self.evidence, self.owed_by, self.owed_by_actor)


@dataclass(frozen=True, kw_only=True)
class AgreementBody(Body):
    """All of a draft each time. `bodies`: institutions of the directory; `actors`: others; the office is always a party."""

    title: Annotated[str, Text(LONGEST_TITLE)]
    clusters: Annotated[tuple[Cluster, ...], validate.Length(min=1, max=10)]
    until: date | None = None
    bodies: Annotated[tuple[UUID, ...], validate.Length(max=MOST_PARTIES)] = ()
    actors: Annotated[tuple[UUID, ...], validate.Length(max=MOST_PARTIES)] = ()
    clauses: Annotated[tuple[ClauseBody, ...], validate.Length(max=MOST_CLAUSES)] = ()


@dataclass(frozen=True, kw_only=True)
class SigningBody(Body):
    """The day on which all sides had signed."""

    signed_on: date


@dataclass(frozen=True, kw_only=True)
class EndingBody(Body):
    """That an agreement ended: its last day, why, and what shows it. `replaced_by`: with that ground, the signed agreement in its place."""

    ended_on: date
    ground: EndGround
    evidence: Annotated[str, Text(LONGEST_CLAUSE)]
    replaced_by: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class EndingAnswer(Answer):
    """Why an agreement ended, and what shows it; `waits`: nobody else has confirmed it yet, and it is in force."""

    ended_on: date
    ground: str
    evidence: str | None
    replaced_by: UUID | None
    waits: bool


@dataclass(frozen=True, kw_only=True)
class PartyAnswer(Answer):
    """A body of the directory, or an actor."""

    institution_id: UUID | None
    actor_id: UUID | None
    name_sq: str
    name_en: str

    def name(self, language: str) -> str:
        return (self.name_en if language == "en" else "") or self.name_sq


@dataclass(frozen=True, kw_only=True)
class ClauseAnswer(Answer):
    """`goes_on`: it stood so in the version before, and its days go on."""

    id: UUID
    text: str
    due: date
    evidence: str
    owed_by: UUID | None
    owed_by_actor: UUID | None
    goes_on: bool


@dataclass(frozen=True, kw_only=True)
class AgreementLine(Answer):
    """An agreement in a list; without `signed_on` a draft. `ended_on`: its last day, once that is over."""

    id: UUID
    number: str
    version: int
    title: str
    clusters: tuple[str, ...]
    signed_on: date | None
    until: date | None
    state: Annotated[str, one_of(AgreementState)]
    ended_on: date | None


@dataclass(frozen=True, kw_only=True)
class AgreementList(Answer):
    items: tuple[AgreementLine, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class AgreementAnswer(Answer):
    """An agreement as the office has it. Whether a clause is kept, cases says. `ended_on`: its last day, once that is over; `ending`: what two
    people wrote of its end, or one has and another is to confirm. `amends_id`, `amended_by`: the versions before and after, this one a draft or signed.
    """

    id: UUID
    number: str
    version: int
    title: str
    clusters: tuple[str, ...]
    signed_on: date | None
    until: date | None
    parties: tuple[PartyAnswer, ...]
    clauses: tuple[ClauseAnswer, ...]
    state: Annotated[str, one_of(AgreementState)]
    ended_on: date | None
    ending: EndingAnswer | None
    amends_id: UUID | None
    amended_by: UUID | None
    revision: int


@dataclass(frozen=True, kw_only=True)
class DecisionBody(Body):
    """What the office is to do after a meeting, whose work it is, and by when."""

    text: Annotated[str, Text(LONGEST_CLAUSE)]
    function: Function
    due: date


@dataclass(frozen=True, kw_only=True)
class MeetingBody(Body):
    """A meeting that was held. Who was there is a body or an actor, never a person; `agreement_id`: the agreement under which it was."""

    held_on: date
    title: Annotated[str, Text(LONGEST_TITLE)]
    clusters: Annotated[tuple[Cluster, ...], validate.Length(min=1, max=10)]
    bodies: Annotated[tuple[UUID, ...], validate.Length(max=MOST_PARTIES)] = ()
    actors: Annotated[tuple[UUID, ...], validate.Length(max=MOST_PARTIES)] = ()
    agreement_id: UUID | None = None
    decisions: Annotated[tuple[DecisionBody, ...], validate.Length(max=MOST_DECISIONS)] = ()


@dataclass(frozen=True, kw_only=True)
class DoneBody(Body):
    """That a decision was carried out, on which day, and what shows it."""

    done_on: date
    proof: Annotated[str, Text(LONGEST_CLAUSE)]


@dataclass(frozen=True, kw_only=True)
class DecisionAnswer(Answer):
    """A decision of a meeting as a task. `owner`: the account of who took it."""

    id: UUID
    meeting_id: UUID
    held_on: date
    title: str
    text: str
    function: str
    owner: UUID | None
    due: date
    standing: Annotated[str, one_of(Standing)]
    done_on: date | None
    proof: str | None


@dataclass(frozen=True, kw_only=True)
class DecisionList(Answer):
    items: tuple[DecisionAnswer, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class DecisionFigures(Answer):
    """Decisions of all meetings, by where they stand today."""

    unit: str
    open: int
    late: int
    done: int


@dataclass(frozen=True, kw_only=True)
class MeetingLine(Answer):
    id: UUID
    held_on: date
    title: str
    clusters: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MeetingList(Answer):
    items: tuple[MeetingLine, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class MeetingAnswer(Answer):
    id: UUID
    held_on: date
    title: str
    clusters: tuple[str, ...]
    agreement_id: UUID | None
    parties: tuple[PartyAnswer, ...]
    decisions: tuple[DecisionAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class SharedWork(Answer):
    """An agreement that was signed, or an announced activity that was held. `ended_on`: the last day of an agreement that is over; `url`: of an
    activity, its page.
    """

    kind: Literal["agreement", "activity"]
    number: str
    on: date
    until: date | None
    ended_on: date | None
    clusters: tuple[str, ...]
    url: str | None


@dataclass(frozen=True, kw_only=True)
class TogetherAnswer(Answer):
    """A body, an actor, or all actors of a kind of which nobody is named (then `actors` says how many), and what the office did together with them."""

    kind: str | None
    name_sq: str
    name_en: str
    actors: int | None
    clusters: tuple[str, ...]
    work: tuple[SharedWork, ...]

    def name(self, language: str) -> str:
        return (self.name_en if language == "en" else "") or self.name_sq

    def count(self, kind: str) -> int:
        return sum(one.kind == kind for one in self.work)


@dataclass(frozen=True, kw_only=True)
class TogetherList(Answer):
    """`agreements`, `activities`: how many there are altogether; one with several others stands at each of them."""

    licence: str
    agreements: int
    activities: int
    items: tuple[TogetherAnswer, ...]
    next: str | None
