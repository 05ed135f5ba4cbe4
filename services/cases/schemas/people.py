"""Log-in and the people of the office."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from shared.events.catalogue import STAFF_ROLES
from shared.fields import Text
from shared.gate import Body


class Password(fields.String):
    """As it was typed: neither trimmed nor normalised, but text that can be hashed."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        found: str = super()._deserialize(value, attr, data, **options)
        try:
            found.encode()
        except UnicodeEncodeError as error:
            raise ValidationError("Not a valid text.") from error
        return found


class LogInBody(Body):
    """Lengths are limited before a password is hashed: hashing is slow on purpose."""

    username = Text(200, required=True)
    password = Password(required=True, validate=validate.Length(min=1, max=200), load_only=True)


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
