"""How a body is reached, as JSON."""

from marshmallow import Schema, fields, validate

from services.partners.domain import CONTACT_KINDS, PURPOSES
from shared.fields import Day, Flag, Id, Text
from shared.gate import Body

_DATE = {"format": "date"}


class NewContact(Body):
    """`value`: an address of the kind (mailbox, phone, postal, portal). `function`: whose it is, never a person's name."""

    kind = fields.String(required=True, validate=validate.OneOf(CONTACT_KINDS))
    purpose = fields.String(required=True, validate=validate.OneOf(PURPOSES))
    value = Text(300, required=True)
    function = Text(100, allow_none=True, load_default=None)
    valid_from = Day(allow_none=True, load_default=None)
    valid_to = Day(allow_none=True, load_default=None)


class ContactEnd(Body):
    """The last day on which the contact holds."""

    valid_to = Day(required=True)


class NewProposal(Body):
    """What the body would change: another value for `contact_id`, its end (`value` null), or a new contact of a kind."""

    contact_id = Id(load_default=None, allow_none=True)
    kind = fields.String(load_default="mailbox", validate=validate.OneOf(CONTACT_KINDS))
    purpose = fields.String(load_default="recommendations", validate=validate.OneOf(PURPOSES))
    value = Text(300, required=True, allow_none=True)
    function = Text(100, allow_none=True, load_default=None)


class ProposalDecision(Body):
    accepted = Flag(required=True)


class Confirmation(Body):
    """The body says that its contacts are right."""

    correct = Flag(required=True, validate=validate.Equal(True, error="Propose what is wrong instead."))


class ContactAnswer(Schema):
    """`personal`: the mailbox looks like a person's, and goes when the person goes."""

    id = fields.UUID()
    kind = fields.String(validate=validate.OneOf(CONTACT_KINDS))
    purpose = fields.String(validate=validate.OneOf(PURPOSES))
    value = fields.String()
    function = fields.String(allow_none=True)
    valid_from = fields.String(allow_none=True, metadata=_DATE)
    valid_to = fields.String(allow_none=True, metadata=_DATE)
    confirmed_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    personal = fields.Boolean()


class ProposalAnswer(Schema):
    """`instead_of`: what the contact said when its change or end was proposed; null for a new contact."""

    id = fields.UUID()
    contact_id = fields.UUID(allow_none=True)
    kind = fields.String(validate=validate.OneOf(CONTACT_KINDS))
    purpose = fields.String(validate=validate.OneOf(PURPOSES))
    value = fields.String(allow_none=True)
    instead_of = fields.String(allow_none=True)
    function = fields.String(allow_none=True)
    state = fields.String(validate=validate.OneOf(("open", "accepted", "refused")))
    proposed_at = fields.String(metadata={"format": "date-time"})


class ContactsAnswer(Schema):
    """`due`: the first day of the quarter for which the body was asked and has not confirmed yet."""

    contacts = fields.List(fields.Nested(ContactAnswer))
    proposals = fields.List(fields.Nested(ProposalAnswer))
    confirmed_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    due = fields.String(allow_none=True, metadata=_DATE)


class ConfirmationAnswer(Schema):
    confirmed_at = fields.String(metadata={"format": "date-time"})


class UnconfirmedAnswer(Schema):
    """A body that did not confirm its contacts for a quarter. `asked_at`: when it was asked last; `proposals`: open ones."""

    institution_id = fields.UUID()
    name_sq = fields.String()
    name_en = fields.String()
    mailbox = fields.String(allow_none=True)
    confirmed_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    asked_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    proposals = fields.Integer()


class UnconfirmedList(Schema):
    items = fields.List(fields.Nested(UnconfirmedAnswer))
    next = fields.String(allow_none=True)


class WaitingAnswer(ProposalAnswer):
    institution_id = fields.UUID()


class WaitingList(Schema):
    items = fields.List(fields.Nested(WaitingAnswer))
    next = fields.String(allow_none=True)
