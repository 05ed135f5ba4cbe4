"""Cases as JSON: opening, steps, messages, and what is read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from marshmallow import Schema, fields, validate

from services.cases.domain.case import Elsewhere, Outcome, Status, Step, Trigger
from services.cases.domain.findings import Result
from shared.directory import KnownInstitution
from shared.edges import Answer
from shared.fields import Id, Text
from shared.gate import Body, PageQuery
from shared.typed import filled, schema_class

LONGEST_TEXT = 20_000
LONGEST_TITLE = 200
MOST = 50


def word(*words: str) -> validate.OneOf:
    """One of these words."""
    return validate.OneOf([str(one) for one in words])


class TriggerBody(Body):
    """What made the office act, and where it was seen."""

    kind = fields.String(required=True, validate=word(*Trigger))
    source = Text(500, required=True)


class NewCaseBody(Body):
    """A case of the office's own initiative."""

    trigger = fields.Nested(TriggerBody, required=True)
    memo = Text(LONGEST_TEXT, required=True)
    title = Text(LONGEST_TITLE, required=True)
    rights = fields.List(Text(20), required=True, validate=validate.Length(min=1, max=MOST))
    bodies = fields.List(Id(), load_default=list, validate=validate.Length(max=MOST))
    places = fields.List(Text(100), load_default=list, validate=validate.Length(max=MOST))


class CaseChangeBody(Body):
    """What may be corrected; what is not sent stays."""

    title = Text(LONGEST_TITLE)
    rights = fields.List(Text(20), validate=validate.Length(min=1, max=MOST))
    bodies = fields.List(Id(), validate=validate.Length(max=MOST))
    places = fields.List(Text(100), validate=validate.Length(max=MOST))


class FindingBody(Body):
    """What was found of one right of the case and one of its bodies; without a body, of none in particular."""

    right = Text(20, required=True)
    institution_id = Id(load_default=None, allow_none=True)
    result = fields.String(required=True, validate=word(*Result))
    text = Text(LONGEST_TEXT, required=True)


class StepBody(Body):
    """A step and what goes with it; which member a step needs, it says when it is refused."""

    step = fields.String(required=True, validate=word(*Step))
    assignee = Id(load_default=None, allow_none=True)
    reason = Text(LONGEST_TEXT, shortest=0, load_default="")
    outcome = fields.String(load_default=None, allow_none=True, validate=word(*Outcome))
    elsewhere = fields.String(load_default=None, allow_none=True, validate=word(*Elsewhere))
    findings = fields.List(fields.Nested(FindingBody), load_default=list, validate=validate.Length(max=MOST))
    institution_id = Id(load_default=None, allow_none=True)
    text = Text(LONGEST_TEXT, shortest=0, load_default="")
    title = Text(LONGEST_TITLE, load_default=None, allow_none=True)


class MessageBody(Body):
    """What the office writes to complainants; to all of the case without `complaints`."""

    text = Text(5000, required=True)
    complaints = fields.List(Id(), load_default=None, allow_none=True, validate=validate.Length(min=1, max=MOST))
    language = fields.String(load_default="sq", validate=word("sq", "en"))


class MessageAnswer(Schema):
    complaints = fields.List(fields.UUID(), required=True)


class CaseQuery(PageQuery):
    status = fields.String(load_default=None, validate=word(*Status))
    assigned = fields.String(load_default=None, validate=word("me", "nobody"))


class CaseAnswer(Schema):
    """One case, without what belongs to it. An auditor gets neither title nor places."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    status = fields.String(required=True)
    origin = fields.String(required=True)
    title = fields.String(required=True, allow_none=True)
    reference = fields.String(required=True, allow_none=True)
    rights = fields.List(fields.String(), required=True)
    places = fields.List(fields.String(), required=True)
    life_area = fields.String(required=True, allow_none=True)
    urgency = fields.String(required=True, allow_none=True)
    elsewhere = fields.String(required=True)
    outcome = fields.String(required=True, allow_none=True)
    officer_id = fields.UUID(required=True, allow_none=True)
    opened_at = fields.AwareDateTime(required=True)
    closed_on = fields.Date(required=True, allow_none=True)
    unread_messages = fields.Integer(required=True)
    version = fields.Integer(required=True)


class CaseLineAnswer(Schema):
    """One case in a list."""

    id = fields.UUID(attribute="case.id", required=True)
    number = fields.String(attribute="case.number", required=True)
    status = fields.String(attribute="case.status", required=True)
    origin = fields.String(attribute="case.origin", required=True)
    title = fields.Method("title_of", required=True)
    reference = fields.String(attribute="case.reference", required=True, allow_none=True)
    officer_id = fields.UUID(attribute="case.officer_id", required=True, allow_none=True)
    officer = fields.String(required=True, allow_none=True)
    opened_at = fields.AwareDateTime(attribute="case.opened_at", required=True)
    unread_messages = fields.Integer(attribute="case.unread_messages", required=True)

    def title_of(self, line: object) -> str | None:
        """None for a reader who may see no content."""
        return line.case.name if line.content else None  # type: ignore[attr-defined]


class CaseList(Schema):
    items = fields.List(fields.Nested(CaseLineAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


@dataclass(frozen=True, kw_only=True)
class NamedBody(Answer):
    """A body of the directory."""

    id: UUID
    key: str
    class_: str
    name_sq: str
    name_en: str

    @classmethod
    def of(cls, body: KnownInstitution) -> "NamedBody":
        """The body as the directory has it."""
        return filled(cls, body, class_=body.institution_class)

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class KnownComplaint(Answer):
    """What cases knows of a complaint: codes, and no words."""

    id: UUID
    reference: str
    channel: str
    by_child: bool
    urgency: str
    outcome: str | None
    conflict_with_guardian: bool
    received_at: datetime


class SummaryAnswer(Schema):
    reference = fields.String(required=True)
    text = fields.String(required=True)


class FindingAnswer(Schema):
    """`stands`: no later finding on the same right and body supersedes it."""

    right = fields.String(required=True, allow_none=True)
    institution_id = fields.UUID(required=True, allow_none=True)
    result = fields.String(required=True, allow_none=True)
    stands = fields.Boolean(required=True)
    at = fields.AwareDateTime(required=True)
    by = fields.String(attribute="by_name", required=True)
    text = fields.String(required=True)


class HistoryAnswer(Schema):
    """One line; `details` holds ids and codes."""

    at = fields.AwareDateTime(required=True)
    by = fields.String(required=True)
    code = fields.String(required=True)
    details = fields.Dict(keys=fields.String(), values=fields.Raw(), required=True)
    text = fields.String(required=True, allow_none=True)


class ActLine(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    status = fields.String(required=True)
    number = fields.String(required=True, allow_none=True)
    title = fields.String(required=True)
    issued_on = fields.Date(required=True, allow_none=True)


class TriggerAnswer(Schema):
    """What made the office act on its own; no `source` where it was a tip."""

    kind = fields.String(attribute="trigger", required=True)
    source = fields.String(attribute="trigger_source", required=True, allow_none=True)


class CaseDetail(Schema):
    """One case with everything; `possible_steps` are those that can be taken now. `trigger`, `memo`: of the office's own
    initiative.
    """

    case = fields.Nested(CaseAnswer, required=True)
    trigger = fields.Nested(TriggerAnswer, required=True, allow_none=True)
    officer = fields.String(required=True, allow_none=True)
    bodies = fields.List(fields.Nested(schema_class(NamedBody)), required=True)
    complaints = fields.List(fields.Nested(schema_class(KnownComplaint)), required=True)
    memo = fields.String(required=True, allow_none=True)
    summaries = fields.List(fields.Nested(SummaryAnswer), required=True)
    findings = fields.List(fields.Nested(FindingAnswer), required=True)
    recommendations = fields.List(fields.Nested(ActLine), attribute="acts", required=True)
    history = fields.List(fields.Nested(HistoryAnswer), required=True)
    legal_steps = fields.List(fields.String(), attribute="legal", required=True)
    possible_steps = fields.List(fields.String(), attribute="possible", required=True)
