"""What the API shows of messages, and how it may be asked."""

from marshmallow import Schema, fields, validate

from services.notifications.models import STATES
from shared.gate import PageQuery


class MessageQuery(PageQuery):
    state = fields.String(load_default=None, validate=[validate.OneOf(STATES)])


class MessageOut(Schema):
    """No address: it is not kept. `channel` is null until a complainant's contact was read for the first time."""

    id = fields.UUID(required=True)
    template = fields.String(required=True)
    recipient = fields.String(required=True, validate=[validate.OneOf(("complainant", "institution"))])
    channel = fields.String(required=True, allow_none=True)
    about = fields.String(required=True, validate=[validate.OneOf(("complaint", "recommendation"))])
    about_id = fields.UUID(required=True)
    institution_id = fields.UUID(required=True, allow_none=True)
    state = fields.String(required=True, validate=[validate.OneOf(STATES)])
    attempts = fields.Integer(required=True)
    next_try_at = fields.AwareDateTime(required=True)
    last_error = fields.String(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)


class MessageList(Schema):
    items = fields.List(fields.Nested(MessageOut), required=True)
    next = fields.String(required=True, allow_none=True)
