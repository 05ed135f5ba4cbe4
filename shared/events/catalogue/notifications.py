"""What notifications tells."""

from marshmallow import fields

from shared.events.envelope import Code, Event


class MessageDelivered(Event):
    """A mail or SMS was taken by the next server. This never means that a person has read it."""

    type = "notifications.message.delivered.v1"
    consumers = ("intake", "cases", "partners")

    message_id = fields.UUID(required=True)
    template = Code(listed_in="notifications/data/templates.yaml", required=True)
    channel = Code("email", "sms", required=True)
    about = Code("complaint", "recommendation", required=True)
    about_id = fields.UUID(required=True)
    institution_id = fields.UUID()


class MessageFailed(Event):
    """A mail or SMS could not be delivered and will not be tried again."""

    type = "notifications.message.failed.v1"
    consumers = ("intake", "cases", "partners")

    message_id = fields.UUID(required=True)
    template = Code(listed_in="notifications/data/templates.yaml", required=True)
    channel = Code("email", "sms", required=True)
    about = Code("complaint", "recommendation", required=True)
    about_id = fields.UUID(required=True)
    institution_id = fields.UUID()
    reason = Code("refused", "gave_up", "no_address", required=True)
