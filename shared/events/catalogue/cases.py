"""What cases tells."""

from marshmallow import fields

from shared.events.catalogue.codes import (
    ADDRESSEE_ROLES,
    ASSESSMENTS,
    CLOCK_DAYS,
    CLOCK_ENTRIES,
    STAFF_ROLES,
    START_EVENTS,
    TERM_UNITS,
)
from shared.events.envelope import Code, Digest, Event, Number, Part


class CaseOpened(Event):
    """An investigation began, from admissible complaints or on the office's own initiative."""

    type = "cases.case.opened.v1"
    consumers = ("intake", "notifications")

    case_id = fields.UUID(required=True)
    number = Number(required=True)
    origin = Code("complaint", "own_initiative", required=True)
    complaints = fields.List(fields.UUID(), required=True)
    rights = fields.List(Code(listed_in="cases/data/crc_articles.csv"), required=True)
    bodies = fields.List(fields.UUID(), required=True)


class CaseClosed(Event):
    """An investigation ended, with its outcome."""

    type = "cases.case.closed.v1"
    consumers = ("intake", "notifications")

    case_id = fields.UUID(required=True)
    number = Number(required=True)
    outcome = Code(listed_in="cases/domain/case.py", required=True)
    complaints = fields.List(fields.UUID(), required=True)


class ComplainantInformed(Event):
    """The office wrote to a complainant; the text is a document. Subject: the complaint."""

    type = "cases.complainant.informed.v1"
    consumers = ("intake", "notifications")

    complaint_id = fields.UUID(required=True)
    case_id = fields.UUID(required=True)
    message = Digest(required=True)


class IssuedItem(Part):
    """One thing that is recommended."""

    item_id = fields.UUID(required=True)
    due = fields.Date()


class IssuedAddressee(Part):
    """One body that an act is addressed to, with the document as rendered for it."""

    institution_id = fields.UUID(required=True)
    role = Code(*ADDRESSEE_ROLES, required=True)
    expects = Code("reply", "decision", "acknowledgement", "debate", "judgment", "nothing", required=True)
    rendering = Digest(required=True)


class RecommendationIssued(Event):
    """An act was signed and goes to its addressees."""

    type = "cases.recommendation.issued.v1"
    consumers = ("partners", "notifications", "intake")

    recommendation_id = fields.UUID(required=True)
    case_id = fields.UUID(required=True)
    number = Number(required=True)
    kind = Code(listed_in="cases/data/kinds.yaml", required=True)
    content_hash = Digest(required=True)
    items = fields.List(fields.Nested(IssuedItem), required=True)
    addressees = fields.List(fields.Nested(IssuedAddressee), required=True)
    complaints = fields.List(fields.UUID(), required=True)
    supersedes = fields.UUID()


class RecommendationWithdrawn(Event):
    """An act no longer stands."""

    type = "cases.recommendation.withdrawn.v1"
    consumers = ("partners", "notifications")

    recommendation_id = fields.UUID(required=True)
    number = Number(required=True)
    reason = Code("superseded", "issued_in_error", "facts_changed", "overtaken", required=True)
    superseded_by = fields.UUID()


class ClockSpoke(Part):
    """What reminders, overdue notices and escalations have in common."""

    obligation_id = fields.UUID(required=True)
    recommendation_id = fields.UUID(required=True)
    number = Number(required=True)
    item_id = fields.UUID(required=True)
    institution_id = fields.UUID(required=True)
    due = fields.Date(required=True)


class ObligationReminded(Event):
    """A body was reminded that its reply is due."""

    type = "cases.obligation.reminded.v1"
    consumers = ("partners", "notifications")

    clock = fields.Nested(ClockSpoke, required=True)
    rung = Code("reminder", "second_reminder", required=True)
    letter = Digest()


class ObligationOverdue(Event):
    """A term passed without a reply."""

    type = "cases.obligation.overdue.v1"
    consumers = ("partners", "notifications")

    clock = fields.Nested(ClockSpoke, required=True)
    what = Code("reply", "implementation", required=True)


class ObligationEscalated(Event):
    """A person sent a rung of the ladder. `to` is the body that was turned to, where the rung has one."""

    type = "cases.obligation.escalated.v1"
    consumers = ("partners", "notifications")

    clock = fields.Nested(ClockSpoke, required=True)
    rung = Code("hierarchical_superior", "assembly_report", "publication", required=True)
    to = fields.UUID()
    act = fields.UUID()


class ClockLine(Part):
    """Days in a row that count towards a term, or do not, for one reason. `days`: how many of them it speaks of; `count`: how
    much of the term is used up by its end.
    """

    why = Code(*CLOCK_DAYS, required=True)
    first = fields.Date(required=True)
    last = fields.Date(required=True)
    days = fields.Integer(required=True)
    count = fields.Integer(required=True)


class ClockTerm(Part):
    """How long a term is, and what it runs from."""

    value = fields.Integer(required=True)
    unit = Code(*TERM_UNITS, required=True)
    start_event = Code(*START_EVENTS)


class ObligationClocked(Event):
    """The last day for a reply is counted, or has moved; `explanation`: why it is that day. No `due`: the clock stands or
    has ended, `closed_on` if the office closed it.
    """

    type = "cases.obligation.clocked.v1"
    consumers = ("partners", "notifications")

    obligation_id = fields.UUID(required=True)
    recommendation_id = fields.UUID(required=True)
    item_id = fields.UUID(required=True)
    institution_id = fields.UUID(required=True)
    cause = Code(*CLOCK_ENTRIES, required=True)
    due = fields.Date()
    previous = fields.Date()
    term = fields.Nested(ClockTerm)
    explanation = fields.List(fields.Nested(ClockLine))
    closed_on = fields.Date()


class ObligationAssessed(Event):
    """The office found what became of one item at one body."""

    type = "cases.obligation.assessed.v1"
    consumers = ("partners", "intake")

    obligation_id = fields.UUID(required=True)
    recommendation_id = fields.UUID(required=True)
    item_id = fields.UUID(required=True)
    institution_id = fields.UUID(required=True)
    assessment = Code(*ASSESSMENTS, required=True)
    assessed_on = fields.Date(required=True)
    next_check = fields.Date()
    complaints = fields.List(fields.UUID(), required=True)


class ObligationReopened(Event):
    """What the office had found of one item at one body no longer stands: it looks at it again."""

    type = "cases.obligation.reopened.v1"
    consumers = ("partners",)

    obligation_id = fields.UUID(required=True)
    recommendation_id = fields.UUID(required=True)
    item_id = fields.UUID(required=True)
    institution_id = fields.UUID(required=True)
    reopened_on = fields.Date(required=True)


class ExtensionDecided(Event):
    """More time was granted or not. Subject: the request."""

    type = "cases.extension.decided.v1"
    consumers = ("partners", "notifications")

    request_id = fields.UUID(required=True)
    recommendation_id = fields.UUID(required=True)
    institution_id = fields.UUID(required=True)
    granted = fields.Boolean(required=True)
    until = fields.Date()


class ConfirmationAsked(Event):
    """The complainant is asked whether a measure was felt; `asked` is the document with what was recommended."""

    type = "cases.confirmation.asked.v1"
    consumers = ("intake", "notifications")

    question_id = fields.UUID(required=True)
    complaint_id = fields.UUID(required=True)
    obligation_id = fields.UUID(required=True)
    institution_id = fields.UUID(required=True)
    round = Code("first", "second", required=True)
    asked = Digest(required=True)


class CaseExclusionChanged(Event):
    """A person of the office has a conflict of interest in a case, or no longer. Subject: case and person."""

    type = "cases.exclusion.changed.v1"
    consumers = ("intake",)

    case_id = fields.UUID(required=True)
    complaints = fields.List(fields.UUID(), required=True)
    staff_id = fields.UUID(required=True)
    excluded = fields.Boolean(required=True)


class StaffChanged(Event):
    """A staff account's roles or state changed. Sessions that began before `sessions_valid_from` are over."""

    type = "cases.staff.changed.v1"
    consumers = ("intake", "partners", "notifications")

    staff_id = fields.UUID(required=True)
    roles = fields.List(Code(*STAFF_ROLES), required=True)
    active = fields.Boolean(required=True)
    sessions_valid_from = fields.AwareDateTime(required=True)
