"""The figures by right, handovers, workload and the audit trail as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from marshmallow import ValidationError
from marshmallow.fields import Field, Raw
from marshmallow.validate import Length

from services.cases.gaps.schemas.gaps import ClusterAnswer
from services.cases.schemas.cases import LONGEST_TEXT
from shared.edges import Answer, Body, Query
from shared.fields import Id, Text
from shared.typed import Row

MOST_CASES = 1000


@dataclass(frozen=True, kw_only=True)
class RightsQuery(Query):
    """Both days included; without them the present year until today."""

    from_: date | None = None
    to: date | None = None

    def check(self) -> None:
        """Refuses an end before its beginning."""
        if self.from_ and self.to and self.from_ > self.to:
            raise ValidationError("Not before `from`.", "to")


@dataclass(frozen=True, kw_only=True)
class ClusterCountAnswer(ClusterAnswer):
    """Cases with at least one article of the cluster."""

    cases: int


@dataclass(frozen=True, kw_only=True)
class RightsAnswer(Answer):
    """Cases opened on the days from `from` to `to`, both included. `cases`: all of them, each once; `clusters` sum to more where
    a case is about several; `taxonomy_day`: the day whose clusters were used.
    """

    from_: date
    to: date
    taxonomy_day: date
    cases: int
    clusters: tuple[ClusterCountAnswer, ...]


class Cases(Field[Any]):
    """`"all"`, or a list of ids."""

    def __init__(self) -> None:
        listed = {"type": "array", "items": {"type": "string", "format": "uuid"}, "minItems": 1, "maxItems": MOST_CASES}
        super().__init__(metadata={"anyOf": [{"type": "string", "enum": ["all"]}, listed]})
        self._ids = Row(Id(), validate=Length(min=1, max=MOST_CASES))

    def _deserialize(self, value: object, attr: str | None, data: object, **options: object) -> object:
        del data, options
        return value if value == "all" else self._ids.deserialize(value, attr)


@dataclass(frozen=True, kw_only=True)
class HandoverBody(Body):
    """To whom the open cases of an officer go, or those that are named."""

    to: UUID
    cases: Annotated[Literal["all"] | tuple[UUID, ...], Cases()]
    reason: Annotated[str, Text(LONGEST_TEXT)]


@dataclass(frozen=True, kw_only=True)
class NumberedCase(Answer):
    id: UUID
    number: str


@dataclass(frozen=True, kw_only=True)
class HandoverAnswer(Answer):
    """`walled`: stay, since the other is excluded from them; `closed`: how many stay because they are closed."""

    moved: tuple[NumberedCase, ...]
    walled: tuple[NumberedCase, ...]
    closed: int


@dataclass(frozen=True, kw_only=True)
class WorkloadAnswer(Answer):
    """Counts; without an id, of what nobody has yet. `late_replies`: obligations in those cases whose reply is late."""

    staff_id: UUID | None
    name: str | None
    open_cases: int
    urgent_cases: int
    open_tasks: int
    late_replies: int


@dataclass(frozen=True, kw_only=True)
class WorkloadList(Answer):
    items: tuple[WorkloadAnswer, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class TrailAnswer(Answer):
    """One entry: codes and ids, no words. `changes` in `details` has by field what it was and what it is. `request`: the id of the
    request that began it, in whichever service. `place` and `hash` (hex) are those in the sealed trail, null for a second.
    """

    number: int
    at: datetime
    actor: str
    name: str
    action: str
    object: str
    id: str
    details: Mapping[str, Annotated[Any, Raw()]]
    request: str | None
    purpose: str | None
    place: int | None
    hash: str | None


@dataclass(frozen=True, kw_only=True)
class ReadingsAnswer(Answer):
    """What one person read on one day of one case that was not theirs, since somebody last looked: how many times of each kind, since
    `first` and up to the entry `until` of the trail.
    """

    staff_id: UUID
    name: str
    case_id: UUID
    number: str
    day: date
    first: datetime
    until: int
    counts: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class ReadingReviewBody(Body):
    """What somebody who leads found of it."""

    staff_id: UUID
    case_id: UUID
    day: date
    until: int
    outcome: Literal["justified", "not_needed", "misuse"]


@dataclass(frozen=True, kw_only=True)
class WitnessAnswer(Answer):
    """What another service last said of our trail: `first` and `grown` are good, all else is an alarm."""

    service: str
    size: int
    verdict: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TrailStateAnswer(Answer):
    """How far the trail is sealed. `note` is its last head, signed by us and by those who hold it; empty before the first."""

    size: int
    unsealed_seconds: int
    note: str
    witnesses: tuple[WitnessAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class TrailList(Answer):
    items: tuple[TrailAnswer, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class ProtocolBody(Answer):
    institution_id: UUID
    name_sq: str
    name_en: str

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class ProtocolAnswer(Answer):
    """One number of the protocol book. Where the reader may not know of its paper, it is taken, and nothing else is said; who may not
    open the act learns neither its id nor its title. `reminder`: the paper is a reminder of the act, and if it was `taken_back` no body was
    reminded by it; `clarification`: it answers a body that asked what the act means; `withdrawal`: it tells that the act was withdrawn;
    `finding`: it tells what was found or decided of the items of the act; `untrue`: that what a step said of a silence does not hold.
    """

    year: int
    number: str
    day: date | None
    kind: str | None
    reminder: bool | None
    taken_back: bool | None
    clarification: bool | None
    withdrawal: bool | None
    finding: bool | None
    untrue: bool | None
    act_number: str | None
    bodies: tuple[ProtocolBody, ...]
    recommendation_id: UUID | None
    title: str | None


@dataclass(frozen=True, kw_only=True)
class ProtocolList(Answer):
    items: tuple[ProtocolAnswer, ...]
    next: str | None
