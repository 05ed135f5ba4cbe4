"""Obligations as JSON: their separate facts, their clocks, and what is done about them."""

from marshmallow import Schema, fields, validate

from services.cases.domain.ladder import RungKey
from services.cases.domain.obligations import Assessed, Confirmed
from services.cases.domain.timeliness import Word
from services.cases.schemas.cases import LONGEST_TEXT, HistoryAnswer, word
from shared.gate import Body, Day, Flag, Id, PageQuery, Text

MOST_EVIDENCE = 50


class ObligationQuery(PageQuery):
    """`late`: past the last day and unanswered; `due_in`: unanswered and in time."""

    timeliness = fields.String(load_default=None, validate=word(Word.LATE, Word.DUE_IN))
    institution = Id(load_default=None)
    recommendation = Id(load_default=None)


class TimelinessAnswer(Schema):
    """`none`, `in_time`, `due_in` or `late`, with whole days."""

    word = fields.String(required=True)
    days = fields.Integer(required=True)


class BothTimeliness(Schema):
    reply = fields.Nested(TimelinessAnswer, required=True)
    implementation = fields.Nested(TimelinessAnswer, required=True)


class ObligationAnswer(Schema):
    """One item, owed by one body: five stored facts, and the sixth as it is on the day of asking."""

    id = fields.UUID(attribute="obligation.id", required=True)
    item_id = fields.UUID(attribute="obligation.item_id", required=True)
    institution_id = fields.UUID(attribute="obligation.institution_id", required=True)
    delivery = fields.String(attribute="obligation.delivery", required=True)
    reply = fields.String(attribute="obligation.reply", required=True)
    claimed = fields.String(attribute="obligation.claimed", required=True)
    assessed = fields.String(attribute="obligation.assessed", required=True)
    confirmed = fields.String(attribute="obligation.confirmed", required=True)
    timeliness = fields.Method("both", required=True)
    reply_due = fields.Date(attribute="obligation.reply_due", required=True, allow_none=True)

    def both(self, view: object) -> dict[str, object]:
        """Timeliness of the reply and of the implementation."""
        parts = {name: getattr(view, name) for name in ("reply", "implementation")}
        found: dict[str, object] = BothTimeliness().dump(parts)
        return found


class ObligationLine(ObligationAnswer):
    """One obligation in a list of many acts."""

    recommendation_id = fields.UUID(attribute="obligation.recommendation_id", required=True)
    number = fields.String(attribute="act.number", required=True, allow_none=True)


class ObligationList(Schema):
    items = fields.List(fields.Nested(ObligationLine), required=True)
    next = fields.String(required=True, allow_none=True)


class ReplyAnswer(Schema):
    """One version of what the body said of this obligation."""

    id = fields.UUID(attribute="reply.id", required=True)
    version = fields.Integer(attribute="reply.version", required=True)
    channel = fields.String(attribute="reply.channel", required=True)
    received_at = fields.AwareDateTime(attribute="reply.received_at", required=True)
    position = fields.String(attribute="item.position", required=True)
    word = fields.String(attribute="item.word", required=True)
    claimed = fields.String(attribute="item.claimed", required=True, allow_none=True)
    promised_date = fields.Date(attribute="item.promised_date", required=True, allow_none=True)
    evidence = fields.Function(lambda view: len(view.item.evidence), required=True)
    document = fields.String(attribute="reply.document", required=True)


class ClaimAnswer(Schema):
    at = fields.AwareDateTime(required=True)
    claimed = fields.String(required=True)
    promised_date = fields.Date(required=True, allow_none=True)
    document = fields.String(required=True)


class RequestAnswer(Schema):
    """A request for more time, and what became of it."""

    id = fields.UUID(attribute="request.id", required=True)
    until = fields.Date(attribute="request.until", required=True)
    requested_at = fields.AwareDateTime(attribute="request.requested_at", required=True)
    state = fields.String(attribute="request.state", required=True)
    granted_until = fields.Date(attribute="request.granted_until", required=True, allow_none=True)
    reasons = fields.String(attribute="text", required=True)


class AssessmentAnswer(Schema):
    at = fields.AwareDateTime(required=True)
    by = fields.UUID(required=True)
    word = fields.String(required=True)
    on = fields.Date(required=True, allow_none=True)
    evidence = fields.List(fields.String(), required=True)
    promised_date = fields.Date(required=True, allow_none=True)
    next_check = fields.Date(required=True, allow_none=True)
    reason = fields.String(required=True)


class ObligationWhole(Schema):
    """One obligation with all that was said and done about it."""

    obligation = fields.Nested(ObligationLine, attribute="view", required=True)
    overdue_check = fields.Boolean(attribute="view.overdue_check", required=True)
    replies = fields.List(fields.Nested(ReplyAnswer), required=True)
    claims = fields.List(fields.Nested(ClaimAnswer), required=True)
    requests = fields.List(fields.Nested(RequestAnswer), required=True)
    assessments = fields.List(fields.Nested(AssessmentAnswer), required=True)
    history = fields.List(fields.Nested(HistoryAnswer), required=True)


class LedgerEntry(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    effective = fields.Date(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    event = fields.String(required=True, allow_none=True)
    until = fields.Date(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    by = fields.String(required=True)


class SegmentAnswer(Schema):
    """Days in a row that count, or do not, for the same reason."""

    why = fields.String(required=True)
    first = fields.Date(required=True)
    last = fields.Date(required=True)
    days = fields.Integer(required=True)
    count = fields.Integer(required=True)
    name = fields.String(required=True)


class TermAnswer(Schema):
    """The term that governs; `confirmed`: a lawyer has read the article."""

    key = fields.String(required=True)
    value = fields.Integer(required=True)
    unit = fields.String(required=True)
    start_event = fields.String(required=True)
    roll_over = fields.String(required=True)
    legal_basis = fields.String(required=True)
    confirmed = fields.Boolean(required=True)


class DueAnswer(Schema):
    day = fields.Date(required=True, allow_none=True)
    reason = fields.String(required=True)
    start = fields.Date(required=True, allow_none=True)
    counted = fields.Date(required=True, allow_none=True)


class DatedAnswer(Schema):
    """A date that the clock showed, and since when."""

    recorded_at = fields.AwareDateTime(required=True)
    day = fields.Date(attribute="due.day", required=True, allow_none=True)
    reason = fields.String(attribute="due.reason", required=True)


class ClockAnswer(Schema):
    """A ledger, the day it comes to, and why, in runs of days. All empty for a kind of act without a term."""

    term = fields.Nested(TermAnswer, required=True, allow_none=True)
    due = fields.Nested(DueAnswer, required=True, allow_none=True)
    ledger = fields.List(fields.Nested(LedgerEntry), required=True)
    explanation = fields.List(fields.Nested(SegmentAnswer), attribute="segments", required=True)
    dates = fields.List(fields.Nested(DatedAnswer), required=True)


class SentRung(Schema):
    id = fields.UUID(required=True)
    rung = fields.String(required=True)
    on = fields.Date(required=True)
    to = fields.UUID(required=True, allow_none=True)
    alternative = fields.String(required=True, allow_none=True)
    term_due = fields.Date(required=True, allow_none=True)
    override_reason = fields.String(required=True, allow_none=True)
    by = fields.UUID(required=True)


class OfferedRung(Schema):
    """A rung and its first day. With `no_superior` it cannot be sent, and `alternatives` are lawful instead."""

    rung = fields.String(attribute="rung.key", required=True)
    on = fields.Date(required=True)
    sent_by = fields.String(attribute="rung.sent_by", required=True)
    no_superior = fields.Boolean(required=True)
    alternatives = fields.List(fields.String(), required=True)


class DraftedRung(Schema):
    """A rung that waits for a person to send it."""

    rung = fields.String(required=True)
    due_on = fields.Date(required=True)
    no_superior = fields.Boolean(required=True)
    state = fields.String(required=True)
    drafted_at = fields.AwareDateTime(required=True)


class LadderAnswer(Schema):
    never_pressed = fields.Boolean(required=True)
    sent = fields.List(fields.Nested(SentRung), required=True)
    offers = fields.List(fields.Nested(OfferedRung), required=True)
    drafts = fields.List(fields.Nested(DraftedRung), required=True)


class AssessmentBody(Body):
    """What the office found; which member a word needs, it says when it is refused."""

    assessment = fields.String(required=True, validate=word(*(one for one in Assessed)))
    on = Day(load_default=None, allow_none=True)
    evidence = fields.List(Text(2000), load_default=list, validate=validate.Length(max=MOST_EVIDENCE))
    promised_date = Day(load_default=None, allow_none=True)
    next_check = Day(load_default=None, allow_none=True)
    reason = Text(LONGEST_TEXT, shortest=0, load_default="")


class InsufficiencyBody(Body):
    """Why the reply is not enough."""

    reason = Text(LONGEST_TEXT, required=True)


class ConfirmationBody(Body):
    """What the child or the complainant says."""

    confirmed = fields.String(required=True, validate=word(Confirmed.YES, Confirmed.PARTLY, Confirmed.NO))


class ExtensionBody(Body):
    """More time or not; with `request_id` for all that the body owes on the act and has not answered."""

    granted = Flag(required=True)
    until = Day(load_default=None, allow_none=True)
    request_id = Id(load_default=None, allow_none=True)
    reason = Text(LONGEST_TEXT, shortest=0, load_default="")


class EscalationBody(Body):
    """A rung to be sent; `alternative` where there is no superior, `override_reason` by the commissioner alone."""

    rung = fields.String(required=True, validate=word(*RungKey))
    reason = Text(LONGEST_TEXT, shortest=0, load_default="")
    override_reason = Text(LONGEST_TEXT, shortest=0, load_default="")
    alternative = Text(60, load_default=None, allow_none=True)
