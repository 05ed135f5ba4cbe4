"""What partners tells."""

from marshmallow import fields

from shared.events.catalogue.codes import CHANNELS, CLAIMS, POSITIONS
from shared.events.envelope import Code, Digest, Event, Part


class InstitutionChanged(Event):
    """A body or its relations changed. `record` is the full record of that version, as JSON."""

    type = "partners.institution.changed.v1"
    consumers = ("cases", "intake", "notifications")

    institution_id = fields.UUID(required=True)
    institution_class = Code(listed_in="partners/data/institutions.csv", required=True)
    version = fields.Integer(required=True)
    active = fields.Boolean(required=True)
    record = Digest(required=True)


class ContactsDue(Event):
    """A body is asked to confirm how it can be reached; `quarter_begins` names the quarter. Subject: the body."""

    type = "partners.contacts.due.v1"
    consumers = ("notifications",)

    institution_id = fields.UUID(required=True)
    quarter_begins = fields.Date(required=True)


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
