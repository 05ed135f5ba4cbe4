"""Acts as JSON: drafts, approval, issue, withdrawal, publication."""

from marshmallow import Schema, fields, validate

from services.cases.domain.bodies import Role
from services.cases.domain.obligations import Claimed
from services.cases.domain.replies import Position
from services.cases.schemas.cases import LONGEST_TEXT, LONGEST_TITLE, word
from services.cases.schemas.obligations import ObligationAnswer
from shared.fields import Day, Flag, Id, Text
from shared.gate import Body, PageQuery

MOST_PARTS = 50


class ActQuery(PageQuery):
    """`awaiting`: what the acts of the list wait for."""

    awaiting = fields.String(required=True, validate=word("publication"))


class ItemBody(Body):
    """One thing to ask for; `id` keeps an item of the draft when it is edited."""

    id = Id(load_default=None, allow_none=True)
    text = Text(LONGEST_TEXT, required=True)
    due = Day(load_default=None, allow_none=True)
    evidence_expected = Text(LONGEST_TEXT, shortest=0, load_default="")


class AddresseeBody(Body):
    institution_id = Id(required=True)
    role = fields.String(required=True, validate=word(*Role))


class DraftBody(Body):
    """An act to be drafted; `supersedes`: the issued act whose place it is to take. `judicial_matter`: whom a notice about
    the judiciary concerns (judge, prosecutor, council_member, prosecutor_general, court_administration, …).
    """

    kind = Text(60, required=True)
    title = Text(LONGEST_TITLE, required=True)
    grounds = Text(LONGEST_TEXT, shortest=0, load_default="")
    judicial_matter = Text(60, load_default=None, allow_none=True)
    items = fields.List(fields.Nested(ItemBody), required=True, validate=validate.Length(min=1, max=MOST_PARTS))
    addressees = fields.List(fields.Nested(AddresseeBody), load_default=list, validate=validate.Length(max=MOST_PARTS))
    language = fields.String(load_default="sq", validate=word("sq", "en"))
    supersedes = Id(load_default=None, allow_none=True)


class DraftChangeBody(Body):
    """What of a draft is to be another; what is not sent stays."""

    kind = Text(60)
    title = Text(LONGEST_TITLE)
    grounds = Text(LONGEST_TEXT, shortest=0)
    judicial_matter = Text(60, allow_none=True)
    items = fields.List(fields.Nested(ItemBody), validate=validate.Length(min=1, max=MOST_PARTS))
    addressees = fields.List(fields.Nested(AddresseeBody), validate=validate.Length(max=MOST_PARTS))
    language = fields.String(validate=word("sq", "en"))
    supersedes = Id(allow_none=True)


class ApprovalBody(Body):
    """The hash of exactly the content that was read."""

    content_hash = fields.String(required=True, validate=validate.Regexp(r"[0-9a-f]{64}\Z"))


class WithdrawalBody(Body):
    """Why an act falls; `ground` may be left out where another act takes its place."""

    ground = fields.String(
        load_default=None, allow_none=True, validate=word("issued_in_error", "facts_changed", "overtaken", "superseded")
    )
    reason = Text(LONGEST_TEXT, required=True)
    superseded_by = Id(load_default=None, allow_none=True)


class PublicationBody(Body):
    """The office's decision; `proceeding_over` says that what was pending has ended."""

    decision = fields.String(required=True, validate=word("publish", "withhold"))
    reason = Text(LONGEST_TEXT, required=True)
    proceeding_over = fields.Boolean(load_default=None, allow_none=True)


class PaperItemBody(Body):
    """What a letter on paper says of one item; `reasons`: whether it gives any."""

    item_id = Id(required=True)
    position = fields.String(required=True, validate=word(*Position))
    reasons = Flag(load_default=False)
    claimed = fields.String(load_default=None, allow_none=True, validate=word(*Claimed))
    promised_date = Day(load_default=None, allow_none=True)
    competent_institution_id = Id(load_default=None, allow_none=True)


class ScanAnswer(Schema):
    id = fields.UUID(required=True)
    sha256 = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)


class PaperReplyBody(Body):
    """A reply that came on paper: the day of its receipt, its scan, what it says in short, and what it says of each item."""

    institution_id = Id(required=True)
    received_on = Day(required=True)
    text = Text(LONGEST_TEXT, required=True)
    scan_id = Id(required=True)
    items = fields.List(fields.Nested(PaperItemBody), required=True, validate=validate.Length(min=1, max=MOST_PARTS))


class ItemAnswer(Schema):
    id = fields.UUID(required=True)
    place = fields.Integer(required=True)
    text = fields.String(required=True)
    due = fields.Date(required=True, allow_none=True)
    evidence_expected = fields.String(required=True)


class AddresseeAnswer(Schema):
    """A body as on the day of the letter, and what became of its copy; `digest` is that of the copy's content."""

    institution_id = fields.UUID(required=True)
    role = fields.String(required=True)
    class_ = fields.String(attribute="institution_class", data_key="class", required=True)
    name_sq = fields.String(required=True)
    name_en = fields.String(required=True)
    delivery = fields.String(required=True)
    channel = fields.String(required=True, allow_none=True)
    delivered_at = fields.AwareDateTime(required=True, allow_none=True)
    opened_at = fields.AwareDateTime(required=True, allow_none=True)
    acknowledged_at = fields.AwareDateTime(required=True, allow_none=True)
    failure = fields.String(required=True, allow_none=True)
    digest = fields.String(required=True, allow_none=True)


class EnclosureAnswer(Schema):
    """What an act encloses, by the name under which it is fetched."""

    title_sq = fields.String(required=True)
    title_en = fields.String(required=True)
    document = fields.String(required=True)


class VerdictAnswer(Schema):
    """Whether the public may see it, or what stands against it."""

    shown = fields.Boolean(required=True)
    reason = fields.String(required=True)


class AwaitingAnswer(Schema):
    """`against`: what would stand against showing it today if it were decided (`shown`: nothing)."""

    id = fields.UUID(attribute="act.id", required=True)
    number = fields.String(attribute="act.number", required=True)
    kind = fields.String(attribute="act.kind", required=True)
    title = fields.String(attribute="act.title", required=True)
    issued_on = fields.Date(attribute="act.issued_on", required=True)
    against = fields.String(required=True)


class AwaitingList(Schema):
    items = fields.List(fields.Nested(AwaitingAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class ActAnswer(Schema):
    """One act with its items, addressees and what is owed on it."""

    id = fields.UUID(attribute="act.id", required=True)
    number = fields.String(attribute="act.number", required=True, allow_none=True)
    case_id = fields.UUID(attribute="act.case_id", required=True)
    kind = fields.String(attribute="act.kind", required=True)
    status = fields.String(attribute="act.status", required=True)
    language = fields.String(attribute="act.language", required=True)
    title = fields.String(attribute="act.title", required=True)
    grounds = fields.String(attribute="act.grounds", required=True)
    judicial_matter = fields.String(attribute="act.judicial_matter", required=True, allow_none=True)
    content_hash = fields.String(attribute="act.content_hash", required=True)
    authors = fields.List(fields.String(), attribute="act.authors", required=True)
    approved_by = fields.UUID(attribute="act.approved_by", required=True, allow_none=True)
    approved_at = fields.AwareDateTime(attribute="act.approved_at", required=True, allow_none=True)
    issued_by = fields.UUID(attribute="act.issued_by", required=True, allow_none=True)
    issued_at = fields.AwareDateTime(attribute="act.issued_at", required=True, allow_none=True)
    issued_on = fields.Date(attribute="act.issued_on", required=True, allow_none=True)
    withdrawn_at = fields.AwareDateTime(attribute="act.withdrawn_at", required=True, allow_none=True)
    withdrawal_ground = fields.String(attribute="act.withdrawal_ground", required=True, allow_none=True)
    withdrawal_reason = fields.String(attribute="act.withdrawal_reason", required=True, allow_none=True)
    supersedes = fields.UUID(attribute="act.supersedes", required=True, allow_none=True)
    superseded_by = fields.UUID(attribute="act.superseded_by", required=True, allow_none=True)
    readdresses = fields.UUID(attribute="act.readdresses", required=True, allow_none=True)
    items = fields.List(fields.Nested(ItemAnswer), required=True)
    attachments = fields.List(fields.Nested(EnclosureAnswer), attribute="act.attachments", required=True)
    addressees = fields.List(fields.Nested(AddresseeAnswer), required=True)
    obligations = fields.List(fields.Nested(ObligationAnswer), required=True)
    legal_steps = fields.List(fields.String(), attribute="legal", required=True)
    publication = fields.Nested(VerdictAnswer, required=True)
    version = fields.Integer(attribute="act.version", required=True)
