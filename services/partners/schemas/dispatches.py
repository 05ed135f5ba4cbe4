"""The feed, letters, acknowledgements, replies and what follows them, as JSON."""

from marshmallow import Schema, fields, validate

from services.partners.domain import CLAIMS, POSITIONS
from shared.fields import Day, Id, Text
from shared.gate import Body

_DIGEST = validate.Regexp(r"[0-9a-f]{64}\Z", error="Not a SHA-256 in hex.")
_MOST_ITEMS = 100
LONGEST_WAIT = 25
#: What a body may hand in, as shared.uploads names it.
TAKEN = ("pdf", "docx", "xlsx", "jpg", "png")


class FeedQuery(Body):
    """Where to go on, how much, and how long to wait for something new."""

    after = fields.String(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))
    wait = fields.Integer(load_default=0, validate=validate.Range(min=0, max=LONGEST_WAIT))


class FeedItem(Schema):
    """One thing that happened to one letter. Dates and codes by type: due, rung, what, granted, until, assessment, …"""

    id = fields.UUID()
    type = fields.String()
    at = fields.AwareDateTime()
    dispatch_id = fields.UUID()
    number = fields.String()
    kind = fields.String()
    role = fields.String()
    item_id = fields.UUID()
    details = fields.Dict(keys=fields.String(), values=fields.Raw())


class Feed(Schema):
    """`next` is where to go on, also when there is nothing new; null only before the first entry ever."""

    items = fields.List(fields.Nested(FeedItem))
    next = fields.String(allow_none=True)
    more = fields.Boolean()


class ClockLineAnswer(Schema):
    """Days in a row that count, or do not, for one reason; `count` of the term is used up by their end."""

    why = fields.String()
    first = fields.String()
    last = fields.String()
    days = fields.Integer()
    count = fields.Integer()


class ClockTermAnswer(Schema):
    value = fields.Integer()
    unit = fields.String()
    start_event = fields.String()


class ExplainedAnswer(Schema):
    """Why the last day is that one, or why there is none: the term, and its days in runs; `closed_on` by the office."""

    term = fields.Nested(ClockTermAnswer)
    lines = fields.List(fields.Nested(ClockLineAnswer))
    closed_on = fields.String()


class ItemDueAnswer(Schema):
    """The counted last day of one item, the one before, and why; null while its clock stands or once it has ended."""

    item_id = fields.UUID()
    reply_due = fields.Date(allow_none=True)
    previous = fields.Date(allow_none=True)
    cause = fields.String()
    explained = fields.Nested(ExplainedAnswer, allow_none=True)


class DispatchAnswer(Schema):
    """A letter with its document; `document_digest` is over the canonical JSON (RFC 8785) of `document`.

    `reply_due`: the earliest of the items' last days, as far as the office has counted them.
    """

    id = fields.UUID()
    number = fields.String()
    kind = fields.String()
    role = fields.String()
    #: The body that asks, or one whose letters it took over.
    addressed_to = fields.UUID(attribute="institution_id")
    expects = fields.String()
    state = fields.String()
    channel = fields.String(allow_none=True)
    issued_at = fields.AwareDateTime()
    delivered_at = fields.AwareDateTime(allow_none=True)
    opened_at = fields.AwareDateTime(allow_none=True)
    acknowledged_at = fields.AwareDateTime(allow_none=True)
    replied_at = fields.AwareDateTime(allow_none=True)
    withdrawn_at = fields.AwareDateTime(allow_none=True)
    withdrawn_reason = fields.String(allow_none=True)
    due = fields.Date(allow_none=True)
    reply_due = fields.Date(allow_none=True)
    reply_dues = fields.List(fields.Nested(ItemDueAnswer))
    document_digest = fields.String(attribute="digest")
    document = fields.Raw()


class Acknowledgement(Body):
    """`document`: SHA-256 in hex of the bytes that were served."""

    document = fields.String(required=True, validate=_DIGEST)


class AcknowledgementReceipt(Schema):
    dispatch_id = fields.UUID()
    number = fields.String()
    document = fields.String()
    acknowledged_at = fields.String()
    signature = fields.String()


class AnsweredBy(Body):
    """Who answers for the body."""

    name = Text(200, required=True)
    function = Text(200, required=True)


class ItemReply(Body):
    """What the body says of one item; `item_id` is the `id` of the item in the document."""

    item_id = Id(required=True)
    position = fields.String(required=True, validate=validate.OneOf(POSITIONS))
    reasons = Text(10_000)
    claimed = fields.String(validate=validate.OneOf(CLAIMS))
    promised_date = Day()
    competent_institution_id = Id()
    evidence = fields.List(Id(), load_default=list, validate=validate.Length(max=10))


class NewReply(Body):
    """An answer to each item of the document."""

    answered_by = fields.Nested(AnsweredBy, required=True)
    items = fields.List(fields.Nested(ItemReply), required=True, validate=validate.Length(min=1, max=_MOST_ITEMS))


class ReplyReceipt(Schema):
    """The office confirms what it received and when; `signature` is a JWS over id, dispatch, version, time and digest."""

    id = fields.UUID()
    dispatch_id = fields.UUID()
    version = fields.Integer()
    received_at = fields.String()
    digest = fields.String()
    amends = fields.UUID()
    duplicate_of = fields.UUID()
    signature = fields.String()


class ReplyAnswer(ReplyReceipt):
    answered_by = fields.Dict(keys=fields.String(), values=fields.String())
    items = fields.List(fields.Dict())


class ReplyList(Schema):
    items = fields.List(fields.Nested(ReplyAnswer))
    next = fields.String(allow_none=True)


class NewExtensionRequest(Body):
    """A request for more time."""

    until = Day(required=True)
    reasons = Text(5_000, required=True)


class ExtensionAnswer(Schema):
    id = fields.UUID()
    until = fields.Date()
    requested_at = fields.String()


class ProgressOfItem(Body):
    """What the body claims of one item."""

    item_id = Id(required=True)
    claimed = fields.String(required=True, validate=validate.OneOf(CLAIMS))
    promised_date = Day()
    evidence = fields.List(Id(), load_default=list, validate=validate.Length(max=10))


class NewProgress(Body):
    """How far the body has come with some of the items."""

    items = fields.List(fields.Nested(ProgressOfItem), required=True, validate=validate.Length(min=1, max=_MOST_ITEMS))
    note = Text(5_000, load_default=None)


class ProgressAnswer(Schema):
    id = fields.UUID()
    reported_at = fields.String()


class FileAnswer(Schema):
    id = fields.UUID()
    sha256 = fields.String()
    media_type = fields.String()
    size = fields.Integer()
