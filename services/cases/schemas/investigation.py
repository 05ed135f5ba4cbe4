"""Parties, links, tasks, notes, exclusions, handovers, workload and the audit trail as JSON."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.cases.domain.parties import LinkKind, PartyRole
from services.cases.models import CaseLink, CaseNote, CaseParty, Exclusion
from services.cases.schemas.cases import LONGEST_TEXT, CaseDetail, NamedBody
from shared import edges
from shared.edges import Answer
from shared.gate import Body, Id, PageQuery, Text
from shared.typed import dump, schema_class

MOST_CASES = 1000
#: Such as `case` or `recommendation`; the trail of each service knows its own.
OBJECT_WORD = r"^[a-z_]{1,40}$"


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


class Cases(fields.Field):
    """`"all"`, or a list of ids; loads as None or the list."""

    def __init__(self) -> None:
        listed = {"type": "array", "items": {"type": "string", "format": "uuid"}, "minItems": 1, "maxItems": MOST_CASES}
        super().__init__(required=True, metadata={"anyOf": [{"type": "string", "enum": ["all"]}, listed]})
        self._ids = fields.List(Id(), validate=validate.Length(min=1, max=MOST_CASES))

    def _deserialize(self, value: object, attr: str | None, data: object, **options: object) -> object:
        del data, options
        return None if value == "all" else self._ids.deserialize(value, attr)


class HandoverBody(Body):
    to = Id(required=True)
    cases = Cases()
    reason = Text(LONGEST_TEXT, required=True)


class AuditQuery(PageQuery):
    """The trail of one object needs both."""

    about = fields.String(data_key="object", load_default=None, validate=validate.Regexp(OBJECT_WORD))
    id = fields.String(load_default=None, validate=validate.Length(min=1, max=100))

    @validates_schema
    def both(self, data: dict[str, object], **_options: object) -> None:
        """Refuses one without the other."""
        if (data["about"] is None) != (data["id"] is None):
            raise ValidationError("Both or none.", "id" if data["id"] is None else "object")


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
    """`overdue`: as of today."""

    id: UUID
    case_id: UUID
    case_number: str
    text: str
    due: date
    overdue: bool
    assignee_id: UUID | None
    assignee: str | None
    at: datetime
    done_at: datetime | None
    done_by: UUID | None


@dataclass(frozen=True, kw_only=True)
class TaskList(Answer):
    items: tuple[TaskAnswer, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class NoteAnswer(Answer):
    id: UUID
    at: datetime
    by: str
    text: str


class CaseFile(CaseDetail):
    """One case with everything that stands around it."""

    parties = fields.List(fields.Nested(schema_class(PartyAnswer)), attribute="around.parties", required=True)
    links = fields.Function(lambda view: [dump(one.link) for one in view.around.links])
    tasks = fields.List(fields.Nested(schema_class(TaskAnswer)), attribute="around.tasks", required=True)
    notes = fields.List(fields.Nested(schema_class(NoteAnswer)), attribute="around.notes", required=True)


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
    next: str | None = None


class NumberedCase(Schema):
    id = fields.UUID(required=True)
    number = fields.String(required=True)


class HandoverAnswer(Schema):
    """`walled`: stay, since the other is excluded from them; `closed`: how many stay because they are closed."""

    moved = fields.List(fields.Nested(NumberedCase), required=True)
    walled = fields.List(fields.Nested(NumberedCase), required=True)
    closed = fields.Integer(required=True)


class WorkloadAnswer(Schema):
    """Counts; without an id, of what nobody has yet. `late_replies`: obligations in those cases whose reply is late."""

    staff_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    open_cases = fields.Integer(required=True)
    urgent_cases = fields.Integer(required=True)
    open_tasks = fields.Integer(required=True)
    late_replies = fields.Integer(attribute="late", required=True)


class WorkloadList(Schema):
    items = fields.List(fields.Nested(WorkloadAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class TrailAnswer(Schema):
    """One entry: codes and ids, no words. `hash` chains it to the one before."""

    number = fields.Integer(attribute="entry.id", required=True)
    at = fields.AwareDateTime(attribute="entry.at", required=True)
    actor = fields.String(attribute="entry.actor", required=True)
    name = fields.String(attribute="actor_name", required=True)
    action = fields.String(attribute="entry.action", required=True)
    object = fields.String(attribute="entry.object_type", required=True)
    id = fields.String(attribute="entry.object_id", required=True)
    details = fields.Dict(attribute="entry.details", keys=fields.String(), values=fields.Raw(), required=True)
    hash = fields.String(attribute="entry.hash", required=True)


class TrailList(Schema):
    items = fields.List(fields.Nested(TrailAnswer), required=True)
    next = fields.String(required=True, allow_none=True)
