"""The figures by right, handovers, workload and the audit trail as JSON."""

from dataclasses import dataclass
from datetime import date

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.cases.gaps.schemas.gaps import ClusterAnswer
from services.cases.schemas.cases import LONGEST_TEXT
from shared.edges import Answer, Query
from shared.fields import Id, Text
from shared.gate import Body, PageQuery

MOST_CASES = 1000
#: Such as `case` or `recommendation`; the trail of each service knows its own.
OBJECT_WORD = r"^[a-z_]{1,40}$"


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
