"""How a body is reached, as JSON."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from marshmallow import fields, validate

from services.partners.domain import CONTACT_KINDS, PURPOSES
from shared.edges import Answer, Body
from shared.fields import Text

Kind = Annotated[str, fields.String(validate=validate.OneOf(CONTACT_KINDS))]
Purpose = Annotated[str, fields.String(validate=validate.OneOf(PURPOSES))]
Value = Annotated[str, Text(300)]
Function = Annotated[str, Text(100)]


@dataclass(frozen=True, kw_only=True)
class NewContact(Body):
    """`value`: an address of the kind (mailbox, phone, postal, portal). `function`: whose it is, never a person's name."""

    kind: Kind
    purpose: Purpose
    value: Value
    function: Function | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class ContactEnd(Body):
    """The last day on which the contact holds."""

    valid_to: date


@dataclass(frozen=True, kw_only=True)
class NewProposal(Body):
    """What the body would change: another value for `contact_id`, its end (`value` null), or a new contact of a kind."""

    contact_id: UUID | None = None
    kind: Kind = "mailbox"
    purpose: Purpose = "recommendations"
    value: Value | None
    function: Function | None = None


@dataclass(frozen=True, kw_only=True)
class ProposalDecision(Body):
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class Confirmation(Body):
    """The body says that its contacts are right."""

    correct: Annotated[bool, validate.Equal(True, error="Propose what is wrong instead.")]


@dataclass(frozen=True, kw_only=True)
class ContactAnswer(Answer):
    """`personal`: the mailbox looks like a person's, and goes when the person goes."""

    id: UUID
    kind: Annotated[str, validate.OneOf(CONTACT_KINDS)]
    purpose: Annotated[str, validate.OneOf(PURPOSES)]
    value: str
    function: str | None
    valid_from: date | None
    valid_to: date | None
    confirmed_at: datetime | None
    personal: bool


@dataclass(frozen=True, kw_only=True)
class ProposalAnswer(Answer):
    """`instead_of`: what the contact said when its change or end was proposed; null for a new contact."""

    id: UUID
    contact_id: UUID | None
    kind: Annotated[str, validate.OneOf(CONTACT_KINDS)]
    purpose: Annotated[str, validate.OneOf(PURPOSES)]
    value: str | None
    instead_of: str | None
    function: str | None
    state: Annotated[str, validate.OneOf(("open", "accepted", "refused"))]
    proposed_at: datetime


@dataclass(frozen=True, kw_only=True)
class ContactsAnswer(Answer):
    """`due`: the first day of the quarter for which the body was asked and has not confirmed yet."""

    contacts: tuple[ContactAnswer, ...]
    proposals: tuple[ProposalAnswer, ...]
    confirmed_at: datetime | None
    due: date | None


@dataclass(frozen=True, kw_only=True)
class ConfirmationAnswer(Answer):
    confirmed_at: datetime


@dataclass(frozen=True, kw_only=True)
class UnconfirmedAnswer(Answer):
    """A body that did not confirm its contacts for a quarter. `asked_at`: when it was asked last; `proposals`: open ones."""

    institution_id: UUID
    name_sq: str
    name_en: str
    mailbox: str | None
    confirmed_at: datetime | None
    asked_at: datetime | None
    proposals: int

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class UnconfirmedList(Answer):
    items: tuple[UnconfirmedAnswer, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class WaitingAnswer(ProposalAnswer):
    institution_id: UUID


@dataclass(frozen=True, kw_only=True)
class WaitingList(Answer):
    items: tuple[WaitingAnswer, ...]
    next: str | None
