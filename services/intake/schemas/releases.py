"""Releasing parts of an identity, as JSON."""

from marshmallow import Schema, fields, validate

from services.intake import data
from services.intake.schemas.complaints import keyed
from shared.fields import Flag, Id, Text
from shared.gate import Body


class NewRelease(Body):
    """Which data, to which addressee of which letter, and why. The reason stays in the sealed file."""

    recommendation_id = Id(required=True)
    institution_id = Id(required=True)
    data = fields.List(keyed(data.releasable()), required=True, validate=validate.Length(min=1, max=20))
    reason = Text(1000, required=True)


class ReleaseDecision(Body):
    """The second person's word."""

    release = Flag(required=True)


class Release(Schema):
    id = fields.UUID(required=True)
    recommendation_id = fields.UUID(required=True)
    institution_id = fields.UUID(required=True)
    data = fields.List(fields.String(), required=True)
    reason = fields.String(allow_none=True)
    asked_by = fields.UUID(required=True)
    asked_at = fields.AwareDateTime(required=True)
    state = fields.String(required=True)
    decided_by = fields.UUID(allow_none=True, required=True)
    decided_at = fields.AwareDateTime(allow_none=True, required=True)


class Releases(Schema):
    items = fields.List(fields.Nested(Release), required=True)
