"""Recommendations to the office as JSON: what is asked, reported and found, and what is read."""

from marshmallow import Schema, fields

from services.cases.domain.obligations import Assessed, Claimed
from services.cases.domain.replies import Position
from services.cases.domain.timeliness import Word
from services.cases.schemas.cases import LONGEST_TEXT, word
from services.cases.schemas.obligations import BothTimeliness
from shared.fields import Day, Flag, Text
from shared.gate import Body, PageQuery
from shared.typed import schema_of


class ImportQuery(Body):
    """Without `apply` nothing is written: the answer says what would be."""

    apply = fields.Boolean(load_default=False)


class ExportQuery(Body):
    format = fields.String(load_default="json", validate=word("csv", "json"))


class IncomingQuery(PageQuery):
    """`late`: past the last day and unanswered; `due_in`: unanswered and in time."""

    timeliness = fields.String(load_default=None, validate=word(Word.LATE, Word.DUE_IN))
    issuer = Text(60, load_default=None)


class IncomingAnswer(Schema):
    """One item that is asked of the office: the five stored facts, and the sixth as it is on the day of asking."""

    id = fields.UUID(attribute="item.id", required=True)
    issuer = fields.String(attribute="source.issuer", required=True)
    number = fields.String(attribute="source.number", required=True)
    title = fields.String(attribute="source.title", required=True)
    issued_on = fields.Date(attribute="source.issued_on", required=True)
    received_on = fields.Date(attribute="source.received_on", required=True)
    item = fields.String(attribute="item.item", required=True)
    text = fields.String(attribute="item.text", required=True)
    due = fields.Date(attribute="item.item_due", required=True, allow_none=True)
    term = fields.String(attribute="item.term", required=True, allow_none=True)
    delivery = fields.String(attribute="item.delivery", required=True)
    reply = fields.String(attribute="item.reply", required=True)
    claimed = fields.String(attribute="item.claimed", required=True)
    assessed = fields.String(attribute="item.assessed", required=True)
    confirmed = fields.String(attribute="item.confirmed", required=True)
    timeliness = fields.Method("both", required=True)
    reply_due = fields.Date(attribute="item.reply_due", required=True, allow_none=True)

    def both(self, view: object) -> dict[str, object]:
        """Timeliness of the reply and of the implementation."""
        found: dict[str, object] = schema_of(BothTimeliness).dump(view)
        return found


class IncomingList(Schema):
    items = fields.List(fields.Nested(IncomingAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class IncomingReportAnswer(Schema):
    """What the office reported, or the issuer found."""

    at = fields.AwareDateTime(attribute="report.at", required=True)
    by = fields.UUID(attribute="report.by", required=True)
    position = fields.String(attribute="report.position", required=True, allow_none=True)
    claimed = fields.String(attribute="report.claimed", required=True, allow_none=True)
    assessed = fields.String(attribute="report.assessed", required=True, allow_none=True)
    on = fields.Date(attribute="report.on", required=True, allow_none=True)
    promised_date = fields.Date(attribute="report.promised_date", required=True, allow_none=True)
    text = fields.String(required=True)


class IncomingWhole(Schema):
    """One item with all that was reported of it, and why it is due on that day (empty without a term of the law)."""

    item = fields.Nested(IncomingAnswer, attribute="view", required=True)
    reports = fields.List(fields.Nested(IncomingReportAnswer), required=True)
    clock = fields.Dict(keys=fields.String(), values=fields.List(fields.String()), required=True)


class IncomingReportBody(Body):
    """What the office says of an item: a reply takes a `position`, a report of progress `claimed` alone."""

    position = fields.String(load_default=None, allow_none=True, validate=word(*Position))
    reasons = Flag(load_default=False)
    claimed = fields.String(load_default=None, allow_none=True, validate=word(*Claimed))
    promised_date = Day(load_default=None, allow_none=True)
    text = Text(LONGEST_TEXT, required=True)


class IncomingFindingBody(Body):
    """What the issuer found; which member a word needs, it says when it is refused."""

    assessment = fields.String(required=True, validate=word(*Assessed))
    on = Day(load_default=None, allow_none=True)
    promised_date = Day(load_default=None, allow_none=True)
    next_check = Day(load_default=None, allow_none=True)
    text = Text(LONGEST_TEXT, required=True)


class IncomingFigures(Schema):
    """Items asked of the office, by issuer; in no figure of what the office asks of others."""

    issuer = fields.String(required=True)
    items = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    late = fields.Integer(required=True)
    claimed = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    assessed = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class IncomingFiguresList(Schema):
    unit = fields.String(required=True)
    issuers = fields.List(fields.Nested(IncomingFigures), required=True)
