"""Parties, links, tasks, notes and exclusions as JSON."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from services.cases.domain.obligations import Delivery
from services.cases.domain.parties import LinkKind, PartyRole
from services.cases.models import CaseLink, CaseNote, CaseParty, Exclusion
from services.cases.schemas.cases import LONGEST_TEXT, CaseDetail, NamedBody
from shared import edges
from shared.edges import Answer
from shared.fields import Text
from shared.typed import one_of


@dataclass(frozen=True, kw_only=True)
class PartyBody(edges.Body):
    """Exactly one of complaint, institution and label says who it is; a label is "fëmija 1", never a name."""

    role: PartyRole
    complaint_id: UUID | None = None
    institution_id: UUID | None = None
    label: Annotated[str | None, Text(60)] = None
    note: Annotated[str, Text(LONGEST_TEXT, shortest=0)] = ""


@dataclass(frozen=True, kw_only=True)
class LinkBody(edges.Body):
    """What this case is to the other."""

    case_id: UUID
    kind: LinkKind


@dataclass(frozen=True, kw_only=True)
class TaskBody(edges.Body):
    """Without `assignee` it is the caller's own."""

    text: Annotated[str, Text(LONGEST_TEXT)]
    due: date
    assignee: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class TaskAssignmentBody(edges.Body):
    assignee: UUID


@dataclass(frozen=True, kw_only=True)
class NoteBody(edges.Body):
    text: Annotated[str, Text(LONGEST_TEXT)]


@dataclass(frozen=True, kw_only=True)
class ExclusionBody(edges.Body):
    staff_id: UUID
    excluded: bool
    reason: Annotated[str, Text(LONGEST_TEXT)]


@dataclass(frozen=True, kw_only=True)
class PartyAnswer(Answer):
    """`reference`: of the complaint. `ended_at`: since when they take part no longer."""

    id: UUID
    role: str
    complaint_id: UUID | None
    reference: str | None
    institution: NamedBody | None
    label: str | None
    note: str | None
    at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class LinkAnswer(Answer):
    """`outgoing`: `kind` is what this case is to the other, and otherwise what the other is to this one."""

    id: UUID
    kind: str
    outgoing: bool
    case_id: UUID
    number: str
    at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class TaskAnswer(Answer):
    """`overdue`: as of today; never while a court or a prosecutor has the matter, since `held_since`."""

    id: UUID
    case_id: UUID
    case_number: str
    text: str
    due: date
    overdue: bool
    held_since: date | None
    assignee_id: UUID | None
    assignee: str | None
    at: datetime
    done_at: datetime | None
    done_by: UUID | None


@dataclass(frozen=True, kw_only=True)
class UndeliveredAnswer(Answer):
    """A letter that was issued and is not with its body: a task of the office, which no person was given. `held`: it stays where it is
    while a court or a prosecutor has the matter. `letter`: it is not the act but that letter about it, and `tells` what it is:
    `time_taken_back` (what was given stands until it is delivered), that the act was withdrawn (`withdrawal`), or what was found (`finding`).
    """

    recommendation_id: UUID
    letter: str | None
    tells: str | None
    number: str | None
    institution_id: UUID
    name_sq: str
    name_en: str
    delivery: Annotated[str, one_of(Delivery)]
    held: bool
    issued_on: date | None


@dataclass(frozen=True, kw_only=True)
class TaskList(Answer):
    """`undelivered`: as the page of tasks shows them beside, the oldest letters first."""

    items: tuple[TaskAnswer, ...]
    next: str | None
    undelivered: tuple[UndeliveredAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class NoteAnswer(Answer):
    id: UUID
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, kw_only=True)
class CaseFile(CaseDetail):
    """One case with everything that stands around it. `monitoring`: it is closed, and the ladder of something that is owed goes on."""

    monitoring: bool
    parties: tuple[PartyAnswer, ...]
    links: tuple[LinkAnswer, ...]
    tasks: tuple[TaskAnswer, ...]
    notes: tuple[NoteAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class MadeAnswer(Answer):
    """What was made or ended. The case has the rest."""

    id: UUID
    at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, row: CaseParty | CaseLink | CaseNote | Exclusion) -> "MadeAnswer":
        """A note never ends."""
        return cls(id=row.id, at=row.at, ended_at=None if isinstance(row, CaseNote) else row.ended_at)


@dataclass(frozen=True, kw_only=True)
class ExclusionAnswer(Answer):
    """Who is shut out, since when; `of_complaint`: by intake, which lifts it."""

    id: UUID
    staff_id: UUID
    name: str
    of_complaint: bool
    by: str
    at: datetime
    reason: str | None
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ExclusionList(Answer):
    items: tuple[ExclusionAnswer, ...]
    next: str | None
