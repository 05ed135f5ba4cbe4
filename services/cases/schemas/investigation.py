"""Parties, links, tasks, notes, exclusions, handovers, workload and the audit trail as JSON."""

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.cases.domain.parties import LinkKind, PartyRole
from services.cases.schemas.cases import LONGEST_TEXT, CaseDetail, NamedBody, word
from shared.fields import Day, Flag, Id, Text
from shared.gate import Body, PageQuery

MOST_CASES = 1000
#: Such as `case` or `recommendation`; the trail of each service knows its own.
OBJECT_WORD = r"^[a-z_]{1,40}$"


class PartyBody(Body):
    """Exactly one of complaint, institution and label says who it is; a label is "fëmija 1", never a name."""

    role = fields.String(required=True, validate=word(*PartyRole))
    complaint_id = Id(load_default=None, allow_none=True)
    institution_id = Id(load_default=None, allow_none=True)
    label = Text(60, load_default=None, allow_none=True)
    note = Text(LONGEST_TEXT, shortest=0, load_default="")


class LinkBody(Body):
    """What this case is to the other."""

    case_id = Id(required=True)
    kind = fields.String(required=True, validate=word(*LinkKind))


class TaskBody(Body):
    """Without `assignee` it is the caller's own."""

    text = Text(LONGEST_TEXT, required=True)
    due = Day(required=True)
    assignee = Id(load_default=None, allow_none=True)


class TaskAssignmentBody(Body):
    assignee = Id(required=True)


class NoteBody(Body):
    text = Text(LONGEST_TEXT, required=True)


class ExclusionBody(Body):
    staff_id = Id(required=True)
    excluded = Flag(required=True)
    reason = Text(LONGEST_TEXT, required=True)


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


class TaskQuery(PageQuery):
    assigned = fields.String(load_default=None, validate=word("me"))
    state = fields.String(load_default=None, validate=word("open", "overdue", "done"))


class AuditQuery(PageQuery):
    """The trail of one object needs both."""

    about = fields.String(data_key="object", load_default=None, validate=validate.Regexp(OBJECT_WORD))
    id = fields.String(load_default=None, validate=validate.Length(min=1, max=100))

    @validates_schema
    def both(self, data: dict[str, object], **_options: object) -> None:
        """Refuses one without the other."""
        if (data["about"] is None) != (data["id"] is None):
            raise ValidationError("Both or none.", "id" if data["id"] is None else "object")


class PartyAnswer(Schema):
    """`ended_at`: since when they take part no longer."""

    id = fields.UUID(attribute="party.id", required=True)
    role = fields.String(attribute="party.role", required=True)
    complaint_id = fields.UUID(attribute="party.complaint_id", required=True, allow_none=True)
    reference = fields.String(required=True, allow_none=True)
    institution = fields.Nested(NamedBody, attribute="body", required=True, allow_none=True)
    label = fields.String(attribute="party.label", required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    at = fields.AwareDateTime(attribute="party.at", required=True)
    ended_at = fields.AwareDateTime(attribute="party.ended_at", required=True, allow_none=True)


class LinkAnswer(Schema):
    """`outgoing`: `kind` is what this case is to the other, and otherwise what the other is to this one."""

    id = fields.UUID(attribute="link.id", required=True)
    kind = fields.String(attribute="link.kind", required=True)
    outgoing = fields.Boolean(required=True)
    case_id = fields.UUID(attribute="other.id", required=True)
    number = fields.String(attribute="other.number", required=True)
    at = fields.AwareDateTime(attribute="link.at", required=True)
    ended_at = fields.AwareDateTime(attribute="link.ended_at", required=True, allow_none=True)


class TaskAnswer(Schema):
    id = fields.UUID(attribute="task.id", required=True)
    case_id = fields.UUID(attribute="task.case_id", required=True)
    case_number = fields.String(attribute="case.number", required=True)
    text = fields.String(required=True)
    due = fields.Date(attribute="task.due", required=True)
    overdue = fields.Boolean(required=True)
    assignee_id = fields.UUID(attribute="task.assignee_id", required=True, allow_none=True)
    assignee = fields.String(required=True, allow_none=True)
    at = fields.AwareDateTime(attribute="task.at", required=True)
    done_at = fields.AwareDateTime(attribute="task.done_at", required=True, allow_none=True)
    done_by = fields.UUID(attribute="task.done_by", required=True, allow_none=True)


class TaskList(Schema):
    items = fields.List(fields.Nested(TaskAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class NoteAnswer(Schema):
    id = fields.UUID(attribute="note.id", required=True)
    at = fields.AwareDateTime(attribute="note.at", required=True)
    by = fields.String(attribute="by_name", required=True)
    text = fields.String(required=True)


class CaseFile(CaseDetail):
    """One case with everything that stands around it."""

    parties = fields.List(fields.Nested(PartyAnswer), attribute="around.parties", required=True)
    links = fields.List(fields.Nested(LinkAnswer), attribute="around.links", required=True)
    tasks = fields.List(fields.Nested(TaskAnswer), attribute="around.tasks", required=True)
    notes = fields.List(fields.Nested(NoteAnswer), attribute="around.notes", required=True)


class MadeAnswer(Schema):
    """What was made, ended or done. The case has the rest."""

    id = fields.UUID(required=True)
    at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)


class ExclusionAnswer(Schema):
    """Who is shut out, since when; `of_complaint`: by intake, which lifts it."""

    id = fields.UUID(attribute="exclusion.id", required=True)
    staff_id = fields.UUID(attribute="exclusion.staff_id", required=True)
    name = fields.String(required=True)
    of_complaint = fields.Boolean(required=True)
    by = fields.String(attribute="by_name", required=True)
    at = fields.AwareDateTime(attribute="exclusion.at", required=True)
    reason = fields.String(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(attribute="exclusion.ended_at", required=True, allow_none=True)


class ExclusionList(Schema):
    items = fields.List(fields.Nested(ExclusionAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


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
