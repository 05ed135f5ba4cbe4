"""What officers do with a complaint besides deciding on it: go on alone, reopen, step back, look for others like it."""

from marshmallow import Schema, fields, validate

from services.intake import data
from services.intake.domain.duplicates import SIGNS
from services.intake.schemas.complaints import keyed
from shared.fields import Flag, Id, Text
from shared.gate import Body


class NewOwnInitiative(Body):
    """The neutral summary becomes the memo of the case."""

    summary = Text(4000, required=True)
    language = fields.String(load_default="sq", validate=validate.OneOf(["sq", "en"]))
    rights = fields.List(Text(10), required=True, validate=validate.Length(min=1, max=20))
    bodies = fields.List(Id(), load_default=list, validate=validate.Length(max=20))
    urgency = keyed(data.urgency_levels(), load_default=None)
    urgency_reason = Text(500, load_default=None)


class NewReopening(Body):
    """`note` stays in the sealed file."""

    reason = keyed(data.reopening_reasons(), required=True)
    note = Text(500, load_default=None)


class NewExclusion(Body):
    """`reason` stays in the sealed file."""

    staff_id = Id(required=True)
    excluded = Flag(required=True)
    reason = Text(500, required=True)


class Exclusion(Schema):
    complaint_id = fields.UUID(required=True)
    staff_id = fields.UUID(required=True)
    excluded = fields.Boolean(required=True)


class KeptExclusion(Schema):
    """A wall as whoever leads reads it; one that is `of_case` was set, and is lifted, in the cases service."""

    staff_id = fields.UUID(required=True)
    of_case = fields.Boolean(required=True)
    at = fields.AwareDateTime(required=True)
    by = fields.UUID(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_by = fields.UUID(required=True, allow_none=True)
    ended_reason = fields.String(required=True, allow_none=True)


class Exclusions(Schema):
    """All of them, oldest first."""

    items = fields.List(fields.Nested(KeptExclusion), required=True)


class Sign(Schema):
    """What two complaints have in common; `days` is how far apart they lie, with within_days only."""

    code = fields.String(required=True, validate=validate.OneOf(SIGNS))
    days = fields.Integer()


class LikelyDuplicate(Schema):
    """A complaint that is likely to be about the same facts. A person decides whether it is."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    received_at = fields.AwareDateTime(required=True)
    status = fields.String(required=True)
    reasons = fields.List(fields.Nested(Sign), required=True)


class LikelyDuplicates(Schema):
    """The newest first, not more than an officer can look at."""

    items = fields.List(fields.Nested(LikelyDuplicate), required=True)
