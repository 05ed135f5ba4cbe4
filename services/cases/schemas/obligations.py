"""Obligations as JSON: their separate facts, their clocks, and what is done about them."""

from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.cases.data.clock_words import clock_words, why_words
from services.cases.domain.clock_history import OFFICERS_ENTRIES
from services.cases.domain.ladder import RungKey
from services.cases.domain.obligations import Assessed, Confirmed
from services.cases.domain.timeliness import Timeliness, Word
from services.cases.models.obligations import ATTENTION
from services.cases.schemas.cases import LONGEST_TEXT, HistoryAnswer, word
from shared.clock_words import LANGUAGES
from shared.edges import Answer
from shared.fields import Day, Flag, Id, Text
from shared.gate import Body, PageQuery
from shared.typed import filled, schema_of

MOST_EVIDENCE = 50


class ObligationQuery(PageQuery):
    """`late`: past the last day; `due_soon`: within a week; `due_in`: in time, all of them. Of those that owe a reply, or with
    `what=implementation` of those whose implementation nobody has settled. `attention`: what the office has to look at, be it
    a claim `to_verify`, a body that accepted and has `said_nothing` since, a `check_overdue`, or what a complainant `denied`.
    """

    timeliness = fields.String(load_default=None, validate=word(Word.LATE, "due_soon", Word.DUE_IN))
    what = fields.String(load_default="reply", validate=word("reply", "implementation"))
    attention = fields.String(load_default=None, validate=word(*ATTENTION))
    institution = Id(load_default=None)
    recommendation = Id(load_default=None)

    @validates_schema
    def one_list(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuses both together: their lists have different orders."""
        if data["timeliness"] and data["attention"]:
            raise ValidationError("Not together with timeliness.", "attention")


@dataclass(frozen=True, kw_only=True)
class TimelinessAnswer(Answer):
    """`none`, `in_time`, `due_in` or `late`, with whole days."""

    word: str
    days: int


@dataclass(frozen=True, kw_only=True)
class BothTimeliness(Answer):
    reply: TimelinessAnswer
    implementation: TimelinessAnswer

    @classmethod
    def of(cls, reply: Timeliness, implementation: Timeliness) -> "BothTimeliness":
        return cls(reply=filled(TimelinessAnswer, reply), implementation=filled(TimelinessAnswer, implementation))


class ObligationAnswer(Schema):
    """One item, owed by one body: five stored facts, and the sixth as it is on the day of asking. `no_reply`: the term is over
    and no answer has come.
    """

    id = fields.UUID(attribute="obligation.id", required=True)
    item_id = fields.UUID(attribute="obligation.item_id", required=True)
    institution_id = fields.UUID(attribute="obligation.institution_id", required=True)
    delivery = fields.String(attribute="obligation.delivery", required=True)
    reply = fields.String(attribute="obligation.reply", required=True)
    claimed = fields.String(attribute="obligation.claimed", required=True)
    assessed = fields.String(attribute="obligation.assessed", required=True)
    outcome = fields.String(attribute="obligation.outcome", required=True, allow_none=True)
    confirmed = fields.String(attribute="obligation.confirmed", required=True)
    timeliness = fields.Method("both", required=True)
    reply_due = fields.Date(attribute="obligation.reply_due", required=True, allow_none=True)
    no_reply = fields.Boolean(required=True)

    def both(self, view: object) -> dict[str, object]:
        """Timeliness of the reply and of the implementation."""
        parts = {name: getattr(view, name) for name in ("reply", "implementation")}
        found: dict[str, object] = schema_of(BothTimeliness).dump(parts)
        return found


class ObligationLine(ObligationAnswer):
    """One obligation in a list of many acts."""

    recommendation_id = fields.UUID(attribute="obligation.recommendation_id", required=True)
    number = fields.String(attribute="act.number", required=True, allow_none=True)


class ObligationList(Schema):
    items = fields.List(fields.Nested(ObligationLine), required=True)
    next = fields.String(required=True, allow_none=True)


class ReplyAnswer(Schema):
    """One version of what the body said of this obligation; `late_by` days, 0 for one in time or before there was a term."""

    id = fields.UUID(attribute="reply.id", required=True)
    version = fields.Integer(attribute="reply.version", required=True)
    channel = fields.String(attribute="reply.channel", required=True)
    received_at = fields.AwareDateTime(attribute="reply.received_at", required=True)
    position = fields.String(attribute="item.position", required=True)
    word = fields.String(attribute="item.word", required=True)
    claimed = fields.String(attribute="item.claimed", required=True, allow_none=True)
    promised_date = fields.Date(attribute="item.promised_date", required=True, allow_none=True)
    evidence = fields.Function(lambda view: len(view.item.evidence), required=True)
    competent_institution = fields.UUID(attribute="item.competent_institution", required=True, allow_none=True)
    late_by = fields.Integer(required=True)
    scan_id = fields.UUID(attribute="reply.scan_id", required=True, allow_none=True)
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
    outcome = fields.String(required=True, allow_none=True)
    on = fields.Date(required=True, allow_none=True)
    evidence = fields.List(fields.String(), required=True)
    promised_date = fields.Date(required=True, allow_none=True)
    next_check = fields.Date(required=True, allow_none=True)
    reason = fields.String(required=True)


class QuestionAnswer(Schema):
    """What one complainant was asked, in which round after the finding of the day `since`, and what they said."""

    id = fields.UUID(required=True)
    complaint_id = fields.UUID(required=True)
    round = fields.String(required=True)
    since = fields.Date(required=True)
    asked_at = fields.AwareDateTime(required=True)
    answer = fields.String(required=True, allow_none=True)
    answered_at = fields.AwareDateTime(required=True, allow_none=True)


class ReaddressingAnswer(Schema):
    """Whether the office followed a body that called another competent; `act_id`: the draft to that body."""

    accepted = fields.Boolean(required=True)
    institution_id = fields.UUID(required=True, allow_none=True)
    act_id = fields.UUID(required=True, allow_none=True)
    reason = fields.String(required=True)
    by = fields.UUID(required=True)
    at = fields.AwareDateTime(required=True)


class ProposalAnswer(Schema):
    """A body says that it is not competent: whom it names, and whether that one sent the same items on before."""

    reply_id = fields.UUID(required=True)
    institution_id = fields.UUID(required=True, allow_none=True)
    loop = fields.Boolean(required=True)
    decision = fields.Nested(ReaddressingAnswer, required=True, allow_none=True)


class ObligationWhole(Schema):
    """One obligation with all that was said and done about it."""

    obligation = fields.Nested(ObligationLine, attribute="view", required=True)
    overdue_check = fields.Boolean(attribute="view.overdue_check", required=True)
    replies = fields.List(fields.Nested(ReplyAnswer), required=True)
    claims = fields.List(fields.Nested(ClaimAnswer), required=True)
    requests = fields.List(fields.Nested(RequestAnswer), required=True)
    assessments = fields.List(fields.Nested(AssessmentAnswer), required=True)
    questions = fields.List(fields.Nested(QuestionAnswer), required=True)
    readdressing = fields.Nested(ProposalAnswer, required=True, allow_none=True)
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


class NoticeAnswer(Schema):
    """Of which last day the body was told, and when; none: that the clock stands or has ended."""

    at = fields.AwareDateTime(required=True)
    cause = fields.String(required=True)
    due = fields.Date(required=True, allow_none=True)
    previous = fields.Date(required=True, allow_none=True)


class DatedAnswer(Schema):
    """A date that the clock showed, since when, and the entry that brought it."""

    entry_id = fields.UUID(required=True)

    recorded_at = fields.AwareDateTime(required=True)
    day = fields.Date(attribute="due.day", required=True, allow_none=True)
    reason = fields.String(attribute="due.reason", required=True)


class ClockAnswer(Schema):
    """A ledger, the day it comes to, and why, in runs of days. All empty for a kind of act without a term.

    `closed_on`: the office closed the clock, which then has no last day; `ended_on`: it, or an answer, ended it.
    """

    term = fields.Nested(TermAnswer, required=True, allow_none=True)
    due = fields.Nested(DueAnswer, required=True, allow_none=True)
    closed_on = fields.Date(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    ledger = fields.List(fields.Nested(LedgerEntry), required=True)
    explanation = fields.List(fields.Nested(SegmentAnswer), attribute="segments", required=True)
    dates = fields.List(fields.Nested(DatedAnswer), required=True)
    told = fields.List(fields.Nested(NoticeAnswer), required=True)
    words = fields.Method("in_words", required=True, metadata={"type": "object"})

    def in_words(self, clock: Any) -> dict[str, list[str]]:
        """The explanation in sentences of both languages."""
        return {one: clock_words(clock.course, clock.term_entry, one) for one in LANGUAGES}


class SentRung(Schema):
    """A rung that was sent. `act`: what it was issued as, with a clock of its own; `letter`: the letter that said it."""

    id = fields.UUID(required=True)
    rung = fields.String(required=True)
    on = fields.Date(required=True)
    to = fields.UUID(required=True, allow_none=True)
    act = fields.UUID(attribute="act_id", required=True, allow_none=True)
    letter = fields.UUID(attribute="letter_id", required=True, allow_none=True)
    alternative = fields.String(required=True, allow_none=True)
    term_due = fields.Date(required=True, allow_none=True)
    override_reason = fields.String(required=True, allow_none=True)
    by = fields.UUID(required=True)


class TakenRung(SentRung):
    """`sent`; or `drafted`, for a rung that is an act: it is sent when `act` is approved and issued."""

    state = fields.String(required=True)
    id = fields.UUID(required=True, allow_none=True)
    on = fields.Date(required=True, allow_none=True)
    letter = fields.UUID(attribute="letter.id", required=True)
    by = fields.UUID(required=True, allow_none=True)


class OfferedRung(Schema):
    """A rung, its first day and why. With `no_superior` it cannot be sent, and `alternatives` are lawful instead."""

    rung = fields.String(attribute="rung.key", required=True)
    on = fields.Date(required=True)
    why = fields.Method("in_words", required=True, metadata={"type": "object"})
    sent_by = fields.String(attribute="rung.sent_by", required=True)
    no_superior = fields.Boolean(required=True)
    alternatives = fields.List(fields.String(), required=True)

    def in_words(self, offer: Any) -> dict[str, str]:
        """Why from that day on, in a sentence of both languages."""
        return {one: why_words(offer.counted, one) for one in ("sq", "en")}


class DraftedRung(Schema):
    """A rung that the system drafted: it is `waiting` for a person, `sent`, or `dropped` because its reason is gone."""

    rung = fields.String(required=True)
    letter = fields.UUID(attribute="letter_id", required=True, allow_none=True)
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
    """What the office found; which member a word needs, it says when it is refused. Of an act that asks for a decision:
    `outcome`, and the day of the decision.
    """

    assessment = fields.String(load_default=None, allow_none=True, validate=word(*(one for one in Assessed)))
    outcome = Text(60, load_default=None, allow_none=True)
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


class ReaddressingBody(Body):
    """Follow the body or not; `institution_id` where it named nobody, or another than the one that is competent."""

    accept = Flag(required=True)
    institution_id = Id(load_default=None, allow_none=True)
    reason = Text(LONGEST_TEXT, required=True)


class ClockEntryBody(Body):
    """What an officer enters into a clock. `until`: of a pause the first day that counts again, of an extension the new
    last day; `effective` of a correction is the day on which the letter was truly delivered.
    """

    kind = fields.String(required=True, validate=word(*OFFICERS_ENTRIES))
    effective = Day(required=True)
    reason = Text(LONGEST_TEXT, required=True)
    until = Day(load_default=None, allow_none=True)


class ExtensionBody(Body):
    """More time or not; with `request_id` for all that the body owes on the act and has not answered."""

    granted = Flag(required=True)
    until = Day(load_default=None, allow_none=True)
    request_id = Id(load_default=None, allow_none=True)
    reason = Text(LONGEST_TEXT, shortest=0, load_default="")


class EscalationBody(Body):
    """A rung to be sent; `alternative` where there is no superior, `to` where there are several, `override_reason` by the
    commissioner alone.
    """

    rung = fields.String(required=True, validate=word(*RungKey))
    reason = Text(LONGEST_TEXT, shortest=0, load_default="")
    override_reason = Text(LONGEST_TEXT, shortest=0, load_default="")
    alternative = Text(60, load_default=None, allow_none=True)
    to = Id(load_default=None, allow_none=True)
