"""The mailbox behind a receipt code."""

from marshmallow import Schema, fields, validate

from services.intake.domain.sizes import LONGEST_MESSAGE
from services.intake.models.records import ANSWERS
from shared.fields import Id, Text
from shared.gate import Body


class Language(Body):
    """`?lang=` of the words; else those of the complaint."""

    lang = fields.String(load_default=None, validate=validate.OneOf(["sq", "en"]))


class NewMessage(Body):
    text = Text(LONGEST_MESSAGE, required=True)


class Sent(Schema):
    id = fields.UUID(required=True)
    at = fields.AwareDateTime(required=True)


class StoredFile(Schema):
    """A file that was taken in, by the name under which it goes on."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)


class Status(Schema):
    code = fields.String(required=True)
    text = fields.String(required=True)
    text_sq = fields.String(required=True)
    text_en = fields.String(required=True)


class NextDate(Schema):
    """Until when the office must answer; `confirmed` is false until a lawyer has read the article."""

    date = fields.Date(required=True)
    text_sq = fields.String(required=True)
    text_en = fields.String(required=True)
    confirmed = fields.Boolean(required=True)


class MailboxMessage(Schema):
    """`text` is null for what the complainant wrote: the mailbox does not repeat it."""

    id = fields.UUID(required=True)
    at = fields.AwareDateTime(required=True)
    sender = fields.String(required=True, attribute="from", data_key="from")
    kind = fields.String(required=True)
    text = fields.String(allow_none=True, required=True)


class MailboxFile(Schema):
    name = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    size = fields.Integer(required=True)


class SeenOpening(Schema):
    """Who looked at the file: in which role, why and when; never a name."""

    at = fields.AwareDateTime(required=True)
    role = fields.String(required=True)
    role_text = fields.String(required=True)
    reason = fields.String(required=True)
    reason_text = fields.String(required=True)


class SeenRelease(Schema):
    """That a body was told something of an identity: when, which body, what."""

    at = fields.AwareDateTime(required=True)
    institution = fields.String(required=True)
    data_text = fields.String(required=True)


class NewConfirmation(Body):
    """The answer to one question, given once."""

    question_id = Id(required=True)
    answer = fields.String(required=True, validate=validate.OneOf(ANSWERS))


class Question(Schema):
    """Whether what a body was asked to do was felt. `answer` is null until it is given."""

    id = fields.UUID(required=True)
    at = fields.AwareDateTime(required=True)
    institution = fields.String(required=True)
    text = fields.String(required=True)
    answer = fields.String(allow_none=True, required=True)


class Mailbox(Schema):
    reference = fields.String(required=True)
    by_child = fields.Boolean(required=True)
    received_at = fields.AwareDateTime(required=True)
    language = fields.String(required=True)
    status = fields.Nested(Status, required=True)
    next = fields.Nested(NextDate, allow_none=True, required=True)
    messages = fields.List(fields.Nested(MailboxMessage), required=True)
    questions = fields.List(fields.Nested(Question), required=True)
    files = fields.List(fields.Nested(MailboxFile), required=True)
    openings = fields.List(fields.Nested(SeenOpening), required=True)
    releases = fields.List(fields.Nested(SeenRelease), required=True)
