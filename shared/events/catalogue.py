"""Every event of the system. An event says that something happened: ids, closed codes, dates, numbers, digests.

Never free text, never a person: what must be read is a document in the document store, and the event carries its name.
A published version is never changed; what is added is optional; else a `.v2` stands beside it for a while.
"""

from marshmallow import fields

from shared.events.envelope import Code, Digest, Event, Number, Part

STAFF_ROLES = ("intake_officer", "case_officer", "approver", "commissioner", "publisher", "auditor", "admin")
POSITIONS = ("accepted", "accepted_in_part", "refused", "not_competent", "asks_clarification")
CLAIMS = ("not_started", "in_process", "implemented", "partly", "not")
ASSESSMENTS = ("in_process", "implemented", "partly", "not", "overtaken", "not_assessable")
CHANNELS = ("portal", "api", "link", "mail", "paper")
ADDRESSEE_ROLES = ("responsible", "superior", "for_information")


class ComplaintReceived(Event):
    """A complaint came in. No identity, no words; `contact` only if the complainant marked a channel as safe."""

    type = "intake.complaint.received.v1"
    consumers = ("cases", "notifications")

    complaint_id = fields.UUID(required=True)
    reference = Number(required=True)
    channel = Code(listed_in="intake/data/channels.yaml", required=True)
    submitter_role = Code(listed_in="intake/data/roles.yaml", required=True)
    by_child = fields.Boolean(required=True)
    life_area = Code(listed_in="intake/data/life_areas.yaml")
    municipality = Code(listed_in="partners/data/institutions.csv")
    urgency = Code(listed_in="intake/data/urgency.yaml", required=True)
    language = Code("sq", "en", required=True)
    contact = Digest()


class ComplaintDecided(Event):
    """Intake decided what becomes of a complaint. `summary` is the officer's neutral summary, where it is admissible."""

    type = "intake.complaint.decided.v1"
    consumers = ("cases", "notifications")

    complaint_id = fields.UUID(required=True)
    reference = Number(required=True)
    outcome = Code("admissible", "inadmissible", "redirected", "counselled", "joined", required=True)
    ground = Code(listed_in="intake/data/grounds.yaml")
    summary = Digest()
    rights = fields.List(Code(listed_in="cases/data/crc_articles.csv"), required=True)
    bodies = fields.List(fields.UUID(), required=True)
    life_area = Code(listed_in="intake/data/life_areas.yaml")
    municipality = Code(listed_in="partners/data/institutions.csv")
    urgency = Code(listed_in="intake/data/urgency.yaml", required=True)
    by_child = fields.Boolean(required=True)
    conflict_with_guardian = fields.Boolean(required=True)
    joined_to = fields.UUID()
    redirect_to = fields.UUID()


class MessageReceived(Event):
    """The complainant wrote into the mailbox. Subject: the complaint."""

    type = "intake.message.received.v1"
    consumers = ("cases",)

    complaint_id = fields.UUID(required=True)
    message_id = fields.UUID(required=True)


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


class ExtensionDecided(Event):
    """More time was granted or not. Subject: the request."""

    type = "cases.extension.decided.v1"
    consumers = ("partners", "notifications")

    request_id = fields.UUID(required=True)
    recommendation_id = fields.UUID(required=True)
    institution_id = fields.UUID(required=True)
    granted = fields.Boolean(required=True)
    until = fields.Date()


class StaffChanged(Event):
    """A staff account's roles or state changed. Sessions that began before `sessions_valid_from` are over."""

    type = "cases.staff.changed.v1"
    consumers = ("intake", "partners", "notifications")

    staff_id = fields.UUID(required=True)
    roles = fields.List(Code(*STAFF_ROLES), required=True)
    active = fields.Boolean(required=True)
    sessions_valid_from = fields.AwareDateTime(required=True)


class InstitutionChanged(Event):
    """A body or its relations changed. `record` is the full record of that version, as JSON."""

    type = "partners.institution.changed.v1"
    consumers = ("cases", "intake", "notifications")

    institution_id = fields.UUID(required=True)
    institution_class = Code(listed_in="partners/data/institutions.csv", required=True)
    version = fields.Integer(required=True)
    active = fields.Boolean(required=True)
    record = Digest(required=True)


class DispatchDelivered(Event):
    """A document lies where the body can take it, by a channel that the body has."""

    type = "partners.dispatch.delivered.v1"
    consumers = ("cases",)

    dispatch_id = fields.UUID(required=True)
    recommendation_id = fields.UUID(required=True)
    institution_id = fields.UUID(required=True)
    channel = Code(*CHANNELS, required=True)
    at = fields.AwareDateTime(required=True)


class DispatchOpened(Event):
    """A named credential of the body fetched the whole document."""

    type = "partners.dispatch.opened.v1"
    consumers = ("cases",)

    dispatch_id = fields.UUID(required=True)
    recommendation_id = fields.UUID(required=True)
    institution_id = fields.UUID(required=True)
    channel = Code(*CHANNELS, required=True)
    at = fields.AwareDateTime(required=True)


class DispatchAcknowledged(Event):
    """The body confirmed that it holds exactly this document (`document` is its digest)."""

    type = "partners.dispatch.acknowledged.v1"
    consumers = ("cases",)

    dispatch_id = fields.UUID(required=True)
    recommendation_id = fields.UUID(required=True)
    institution_id = fields.UUID(required=True)
    channel = Code(*CHANNELS, required=True)
    document = Digest(required=True)
    at = fields.AwareDateTime(required=True)


class DispatchFailed(Event):
    """The document cannot reach the body as things stand."""

    type = "partners.dispatch.failed.v1"
    consumers = ("cases",)

    dispatch_id = fields.UUID(required=True)
    recommendation_id = fields.UUID(required=True)
    institution_id = fields.UUID(required=True)
    reason = Code("institution_unknown", "institution_inactive", "no_channel", required=True)
    at = fields.AwareDateTime(required=True)


class RepliedItem(Part):
    """What a body says of one item."""

    item_id = fields.UUID(required=True)
    position = Code(*POSITIONS, required=True)
    has_reasons = fields.Boolean(required=True)
    claimed = Code(*CLAIMS)
    promised_date = fields.Date()
    competent_institution = fields.UUID()
    evidence = fields.List(Digest(), required=True)


class ReplyReceived(Event):
    """A body answered. `version` 2 amends 1 and overwrites nothing. Subject: the dispatch."""

    type = "partners.reply.received.v1"
    consumers = ("cases", "notifications")

    reply_id = fields.UUID(required=True)
    dispatch_id = fields.UUID(required=True)
    recommendation_id = fields.UUID(required=True)
    institution_id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    channel = Code(*CHANNELS, required=True)
    received_at = fields.AwareDateTime(required=True)
    items = fields.List(fields.Nested(RepliedItem), required=True)
    reply = Digest(required=True)


class ExtensionRequested(Event):
    """A body asks for more time; this does not stop the clock. Subject: the request."""

    type = "partners.extension.requested.v1"
    consumers = ("cases",)

    request_id = fields.UUID(required=True)
    dispatch_id = fields.UUID(required=True)
    recommendation_id = fields.UUID(required=True)
    institution_id = fields.UUID(required=True)
    until = fields.Date(required=True)
    reasons = Digest(required=True)


class ProgressItem(Part):
    """What a body claims of one item after its reply."""

    item_id = fields.UUID(required=True)
    claimed = Code(*CLAIMS, required=True)
    promised_date = fields.Date()
    evidence = fields.List(Digest(), required=True)


class ProgressReported(Event):
    """A body tells how far it has come. Subject: the dispatch."""

    type = "partners.progress.reported.v1"
    consumers = ("cases",)

    report_id = fields.UUID(required=True)
    dispatch_id = fields.UUID(required=True)
    recommendation_id = fields.UUID(required=True)
    institution_id = fields.UUID(required=True)
    items = fields.List(fields.Nested(ProgressItem), required=True)
    report = Digest(required=True)
    at = fields.AwareDateTime(required=True)


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
