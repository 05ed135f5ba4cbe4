"""Log-in and the people of the office."""

from marshmallow import Schema, fields

from shared.events.catalogue import STAFF_ROLES
from shared.gate import Body, Text
from marshmallow import validate


class LogInBody(Body):
    """Lengths are limited before a password is hashed: hashing is slow on purpose."""

    username = Text(200, required=True)
    password = fields.String(required=True, validate=validate.Length(min=1, max=200), load_only=True)


class SessionAnswer(Schema):
    """A bearer token, and until when it counts."""

    token = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)
    staff_id = fields.UUID(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)


class StaffQuery(Body):
    role = fields.String(load_default=None, validate=validate.OneOf(STAFF_ROLES))


class MemberAnswer(Schema):
    id = fields.UUID(required=True)
    username = fields.String(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    active = fields.Boolean(required=True)


class MemberList(Schema):
    items = fields.List(fields.Nested(MemberAnswer), required=True)
    next = fields.String(required=True, allow_none=True)
