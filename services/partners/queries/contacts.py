"""How a body is reached and whether it said lately that this is right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from services.partners import domain
from services.partners.lists import ProposalListing, UnconfirmedListing
from services.partners.models import Contact, ContactProposal, ContactsAsked, Institution, PartnerClient, PartnerUser
from services.partners.queries import wall
from services.partners.queries.wall import Own
from services.partners.schemas.contacts import (
    ContactAnswer,
    ContactsAnswer,
    ProposalAnswer,
    UnconfirmedAnswer,
    WaitingAnswer,
)
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.typed import filled

#: A confirmation older than this is none: the longest quarter.
QUARTER = timedelta(days=92)


def own_view(own: Own, today: date) -> ContactsAnswer:
    """What the body sees of itself."""
    contacts = own.session.execute(own.select(Contact)).scalars().all()
    proposals = own.session.execute(own.select(ContactProposal).where(ContactProposal.state == "open")).scalars().all()
    asked = own.session.execute(own.select(ContactsAsked)).scalars().all()
    standing = [contact for contact in contacts if (contact.valid_to or date.max) >= today]
    return _view(standing, proposals, asked, today)


def office_view(session: Session, institution_id: UUID, today: date) -> ContactsAnswer:
    """The same for the office, of one body; with the contacts of all days. Raises nothing for one without contacts."""
    wall.as_office(session)
    mine = select(ContactProposal).where(
        ContactProposal.institution_id == institution_id, ContactProposal.state == "open"
    )
    return _view(
        session.execute(select(Contact).where(Contact.institution_id == institution_id)).scalars().all(),
        session.execute(mine).scalars().all(),
        session.execute(select(ContactsAsked).where(ContactsAsked.institution_id == institution_id)).scalars().all(),
        today,
    )


def due(own: Own, today: date) -> date | None:
    """The first day of the quarter for which the body was asked and has not confirmed."""
    return _due(own.session.execute(own.select(ContactsAsked)).scalars().all(), today)


def unconfirmed(
    session: Session, cursors: Cursors, asked: UnconfirmedListing, reading: Reading
) -> Page[UnconfirmedAnswer]:
    """One page of the bodies with people or machines here that the office should ask by another way, by name."""
    wall.as_office(session)
    since = reading.now - QUARTER
    lately = select(ContactsAsked.institution_id).where(ContactsAsked.confirmed_at > since)
    reached = [
        select(model.institution_id).where(model.active, model.created_at < since)
        for model in (PartnerUser, PartnerClient)
    ]
    statement = select(Institution).where(
        Institution.active, Institution.id.not_in(lately), or_(*(Institution.id.in_(one) for one in reached))
    )
    page = page_of(session, cursors, statement, asked, reading, [Institution.name_sq, Institution.id])
    facts = _facts(session, [body.id for body in page.items])
    return page.of(lambda body: _unconfirmed(body, facts[body.id]))


def open_proposals(session: Session, cursors: Cursors, asked: ProposalListing, reading: Reading) -> Page[WaitingAnswer]:
    """One page of what bodies proposed and nobody has decided, the oldest first."""
    wall.as_office(session)
    statement = select(ContactProposal).where(ContactProposal.state == "open")
    order = [ContactProposal.proposed_at, ContactProposal.id]
    return page_of(session, cursors, statement, asked, reading, order).of(
        lambda proposal: filled(WaitingAnswer, proposal)
    )


def contact_answer(contact: Contact) -> ContactAnswer:
    return filled(ContactAnswer, contact, personal=domain.looks_personal(contact.kind, contact.value))


def proposal_answer(proposal: ContactProposal) -> ProposalAnswer:
    return filled(ProposalAnswer, proposal)


def _view(
    contacts: Sequence[Contact], proposals: Sequence[ContactProposal], asked: Sequence[ContactsAsked], today: date
) -> ContactsAnswer:
    confirmed = [one.confirmed_at for one in asked if one.confirmed_at]
    return ContactsAnswer(
        contacts=tuple(contact_answer(contact) for contact in sorted(contacts, key=_place)),
        proposals=tuple(
            proposal_answer(one) for one in sorted(proposals, key=lambda one: (one.proposed_at, str(one.id)))
        ),
        confirmed_at=max(confirmed, default=None),
        due=_due(asked, today),
    )


def _place(contact: Contact) -> tuple[int, str, date, str]:
    return domain.PURPOSES.index(contact.purpose), contact.kind, contact.valid_from or date.min, str(contact.id)


@dataclass(frozen=True)
class _Asking:
    """When a body confirmed last, when it was asked last, and how many of its proposals are open."""

    confirmed_at: datetime | None = None
    asked_at: datetime | None = None
    proposals: int = 0


def _unconfirmed(body: Institution, asking: _Asking) -> UnconfirmedAnswer:
    return filled(
        UnconfirmedAnswer,
        asking,
        institution_id=body.id,
        name_sq=body.name_sq,
        name_en=body.name_en,
        mailbox=body.mailbox,
    )


def _due(asked: Sequence[ContactsAsked], today: date) -> date | None:
    begins = domain.quarter_begins(today)
    open_now = [one for one in asked if one.quarter_begins == begins and one.confirmed_at is None]
    return begins if open_now else None


def _facts(session: Session, bodies: list[UUID]) -> dict[UUID, _Asking]:
    rows = session.execute(
        select(ContactsAsked.institution_id, func.max(ContactsAsked.confirmed_at), func.max(ContactsAsked.asked_at))
        .where(ContactsAsked.institution_id.in_(bodies))
        .group_by(ContactsAsked.institution_id)
    )
    counted = session.execute(
        select(ContactProposal.institution_id, func.count())
        .where(ContactProposal.institution_id.in_(bodies), ContactProposal.state == "open")
        .group_by(ContactProposal.institution_id)
    )
    waiting = {row[0]: row[1] for row in counted}
    asked = {body: (confirmed_at, asked_at) for body, confirmed_at, asked_at in rows}
    return {body: _Asking(*asked.get(body, (None, None)), waiting.get(body, 0)) for body in bodies}
