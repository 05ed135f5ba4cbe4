"""What intake tells."""

from marshmallow import fields

from shared.events.catalogue.codes import ELSEWHERE
from shared.events.envelope import Code, Digest, Event, Number


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


class TipConverted(Event):
    """What was told without a name becomes a case on the office's own initiative. Subject: the complaint."""

    type = "intake.tip.converted.v1"
    consumers = ("cases",)

    complaint_id = fields.UUID(required=True)
    reference = Number(required=True)
    summary = Digest(required=True)
    rights = fields.List(Code(listed_in="cases/data/crc_articles.csv"), required=True)
    bodies = fields.List(fields.UUID(), required=True)
    life_area = Code(listed_in="intake/data/life_areas.yaml")
    municipality = Code(listed_in="partners/data/institutions.csv")
    urgency = Code(listed_in="intake/data/urgency.yaml", required=True)


class InformationWanted(Event):
    """A court or prosecutor has the matter: it is barred, and information is to be asked of them. Subject: the complaint."""

    type = "intake.information.wanted.v1"
    consumers = ("cases",)

    complaint_id = fields.UUID(required=True)
    reference = Number(required=True)
    summary = Digest(required=True)
    authority = fields.UUID(required=True)
    elsewhere = Code(*ELSEWHERE, required=True)
    rights = fields.List(Code(listed_in="cases/data/crc_articles.csv"), required=True)
    life_area = Code(listed_in="intake/data/life_areas.yaml")
    municipality = Code(listed_in="partners/data/institutions.csv")
    urgency = Code(listed_in="intake/data/urgency.yaml", required=True)


class ComplaintReopened(Event):
    """A decided or closed complaint is looked at again; the earlier decision stays in its history."""

    type = "intake.complaint.reopened.v1"
    consumers = ("cases", "notifications")

    complaint_id = fields.UUID(required=True)
    reference = Number(required=True)
    reason = Code("new_facts", "came_back", "body_silent", "our_error", required=True)


class ConfirmationGiven(Event):
    """The complainant said whether a measure was felt. Subject: the question."""

    type = "intake.confirmation.given.v1"
    consumers = ("cases",)

    question_id = fields.UUID(required=True)
    complaint_id = fields.UUID(required=True)
    obligation_id = fields.UUID(required=True)
    answer = Code("yes", "partly", "no", required=True)
    at = fields.AwareDateTime(required=True)


class ComplaintExclusionChanged(Event):
    """A person of the office has a conflict of interest in a complaint, or no longer. Subject: complaint and person."""

    type = "intake.exclusion.changed.v1"
    consumers = ("cases",)

    complaint_id = fields.UUID(required=True)
    staff_id = fields.UUID(required=True)
    excluded = fields.Boolean(required=True)


class IdentityReleased(Event):
    """Two people released parts of an identity to one addressee of one letter. Subject: the release."""

    type = "intake.release.decided.v1"
    consumers = ("partners",)

    release_id = fields.UUID(required=True)
    recommendation_id = fields.UUID(required=True)
    institution_id = fields.UUID(required=True)
    data = fields.List(Code(listed_in="intake/data/releasable.yaml"), required=True)
    document = Digest(required=True)
