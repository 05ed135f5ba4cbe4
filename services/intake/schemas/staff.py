"""What officers do with a complaint: open its file, decide, mark a conflict."""

from marshmallow import Schema, fields, validate

from services.intake import data
from services.intake.models.tables import WHO
from services.intake.schemas.complaints import keyed
from shared.fields import Flag, Id, Text
from shared.gate import Body


class NewOpening(Body):
    """`reason` is shown to the complainant; `note` stays in the sealed file."""

    reason = keyed(data.opening_reasons(), required=True)
    note = Text(500)


class Conflict(Body):
    """`who`: the complainant, the representative, or whichever of the two are the child's parents or guardians."""

    in_conflict = Flag(required=True)
    who = fields.String(load_default="submitter", validate=validate.OneOf(WHO))


class NewDecision(Body):
    """What each outcome needs stands in data/outcomes.yaml, what each ground needs in data/grounds.yaml.

    `ask_authority`: a court, a prosecutor or a judicial oversight body to ask for information about a barred matter.
    """

    outcome = keyed(data.outcomes(), required=True)
    ground = keyed(data.ground_entries(), load_default=None)
    summary = Text(4000, load_default=None)
    language = fields.String(load_default="sq", validate=validate.OneOf(["sq", "en"]))
    rights = fields.List(Text(10), load_default=list, validate=validate.Length(max=20))
    bodies = fields.List(Id(), load_default=list, validate=validate.Length(max=20))
    joined_to = Id(load_default=None)
    redirect_to = Id(load_default=None)
    ask_authority = Id(load_default=None)
    urgency = keyed(data.urgency_levels(), load_default=None)
    urgency_reason = Text(500, load_default=None)


class SealedMessage(Schema):
    id = fields.UUID(required=True)
    at = fields.AwareDateTime(required=True)
    sender = fields.String(required=True, attribute="from", data_key="from")
    by = fields.UUID(allow_none=True)
    kind = fields.String(required=True)
    text = fields.String(required=True)


class SealedFile(Schema):
    id = fields.UUID(required=True)
    at = fields.AwareDateTime(required=True)
    name = fields.String(required=True)
    original_name = fields.String(required=True)
    sha256 = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)


class NotedOpening(Schema):
    at = fields.AwareDateTime(required=True)
    by = fields.UUID(required=True)
    role = fields.String(required=True)
    reason = fields.String(required=True)
    note = fields.String(allow_none=True)


class NotedReopening(Schema):
    at = fields.AwareDateTime(required=True)
    by = fields.UUID(required=True)
    reason = fields.String(required=True)
    note = fields.String(allow_none=True)


class Identity(Schema):
    """Who complains and about which child, as they told it."""

    submitter = fields.Dict(required=True)
    child = fields.Dict(required=True)
    representative = fields.Dict(allow_none=True, required=True)


class OpenedFile(Schema):
    """The sealed file, to whoever has opened it, until `until`."""

    id = fields.UUID(required=True)
    at = fields.AwareDateTime(required=True)
    until = fields.AwareDateTime(required=True)
    role = fields.String(required=True)
    reason = fields.String(required=True)
    identity = fields.Nested(Identity, required=True)
    answers = fields.Dict(required=True)
    narrative = fields.String(required=True)
    wanted = fields.String(allow_none=True, required=True)
    urgency_reason = fields.String(allow_none=True, required=True)
    named_bodies = fields.List(fields.String(), required=True)
    messages = fields.List(fields.Nested(SealedMessage), required=True)
    files = fields.List(fields.Nested(SealedFile), required=True)
    openings = fields.List(fields.Nested(NotedOpening), required=True)
    reopenings = fields.List(fields.Nested(NotedReopening), required=True)
