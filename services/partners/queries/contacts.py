"""How a body is reached and whether it said lately that this is right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from services.partners import domain
from services.partners.models import Contact, ContactProposal, ContactsAsked, Institution, PartnerClient, PartnerUser
from services.partners.queries import wall
from services.partners.queries.wall import Own
from shared.clock import utc_now
from shared.pagination import Cursors, page

#: A confirmation older than this is none: the longest quarter.
QUARTER = timedelta(days=92)


@dataclass(frozen=True)
class Unconfirmed:
    """A body with people or machines in the portal that has not confirmed its contacts for a quarter."""

    institution: Institution
    last: datetime | None
    asked: datetime | None
    proposals: int


def own_view(own: Own, today: date) -> dict[str, Any]:
    """What the body sees of itself, JSON-ready: `{contacts, proposals, confirmed_at, due}`."""
    contacts = own.session.execute(own.select(Contact)).scalars().all()
    proposals = own.session.execute(own.select(ContactProposal).where(ContactProposal.state == "open")).scalars().all()
    asked = own.session.execute(own.select(ContactsAsked)).scalars().all()
    return _view(contacts, proposals, asked, today)


def office_view(session: Session, institution_id: UUID, today: date) -> dict[str, Any]:
    """The same for the office, of one body; with the contacts of all days. Raises nothing for one without contacts."""
    wall.as_office(session)
    mine = [
        session.execute(select(model).where(model.institution_id == institution_id)).scalars().all()
        for model in (Contact, ContactProposal, ContactsAsked)
    ]
    return _view(mine[0], [one for one in mine[1] if one.state == "open"], mine[2], today, past=True)


def due(own: Own, today: date) -> date | None:
    """The first day of the quarter for which the body was asked and has not confirmed."""
    return _due(own.session.execute(own.select(ContactsAsked)).scalars().all(), today)


def unconfirmed(
    session: Session, cursors: Cursors, reader: str, *, after: str | None, limit: int
) -> tuple[list[Unconfirmed], str | None]:
    """One page of the bodies that the office should ask by another way, by name."""
    wall.as_office(session)
    since = utc_now() - QUARTER
    lately = select(ContactsAsked.institution_id).where(ContactsAsked.confirmed_at > since)
    reached = [
        select(model.institution_id).where(model.active, model.created_at < since)
        for model in (PartnerUser, PartnerClient)
    ]
    statement = select(Institution).where(
        Institution.active, Institution.id.not_in(lately), or_(*(Institution.id.in_(one) for one in reached))
    )
    key = [Institution.name_sq, Institution.id]
    found = page(session, statement, key, cursors, ["unconfirmed", reader], after=after, limit=limit)
    facts = _facts(session, [body.id for body in found.items])
    return [Unconfirmed(body, *facts.get(body.id, (None, None, 0))) for body in found.items], found.next


def unconfirmed_record(one: Unconfirmed) -> dict[str, Any]:
    return {
        "institution_id": str(one.institution.id),
        "name_sq": one.institution.name_sq,
        "name_en": one.institution.name_en,
        "mailbox": one.institution.mailbox,
        "confirmed_at": one.last and one.last.isoformat(),
        "asked_at": one.asked and one.asked.isoformat(),
        "proposals": one.proposals,
    }


def open_proposals(
    session: Session, cursors: Cursors, reader: str, *, after: str | None, limit: int
) -> tuple[list[ContactProposal], str | None]:
    """One page of what bodies proposed and nobody has decided, the oldest first."""
    wall.as_office(session)
    statement = select(ContactProposal).where(ContactProposal.state == "open")
    key = [ContactProposal.proposed_at, ContactProposal.id]
    found = page(session, statement, key, cursors, ["contact proposals", reader], after=after, limit=limit)
    return list(found.items), found.next


def contact_record(contact: Contact) -> dict[str, Any]:
    return {
        "id": str(contact.id),
        "kind": contact.kind,
        "purpose": contact.purpose,
        "value": contact.value,
        "function": contact.function,
        "valid_from": contact.valid_from and contact.valid_from.isoformat(),
        "valid_to": contact.valid_to and contact.valid_to.isoformat(),
        "confirmed_at": contact.confirmed_at and contact.confirmed_at.isoformat(),
        "personal": domain.looks_personal(contact.kind, contact.value),
    }


def proposal_record(proposal: ContactProposal) -> dict[str, Any]:
    return {
        "id": str(proposal.id),
        "contact_id": proposal.contact_id and str(proposal.contact_id),
        "kind": proposal.kind,
        "purpose": proposal.purpose,
        "value": proposal.value,
        "instead_of": proposal.instead_of,
        "function": proposal.function,
        "state": proposal.state,
        "proposed_at": proposal.proposed_at.isoformat(),
    }


def _view(
    contacts: Sequence[Contact],
    proposals: Sequence[ContactProposal],
    asked: Sequence[ContactsAsked],
    today: date,
    *,
    past: bool = False,
) -> dict[str, Any]:
    shown = [one for one in contacts if past or (one.valid_to or date.max) >= today]
    shown.sort(key=lambda one: (domain.PURPOSES.index(one.purpose), one.kind, one.valid_from or date.min, str(one.id)))
    said = [one.confirmed_at for one in asked if one.confirmed_at]
    day = _due(asked, today)
    return {
        "contacts": [contact_record(one) for one in shown],
        "proposals": [
            proposal_record(one) for one in sorted(proposals, key=lambda one: (one.proposed_at, str(one.id)))
        ],
        "confirmed_at": max(said).isoformat() if said else None,
        "due": day.isoformat() if day else None,
    }


def _due(asked: Sequence[ContactsAsked], today: date) -> date | None:
    begins = domain.quarter_begins(today)
    open_now = [one for one in asked if one.quarter_begins == begins and one.confirmed_at is None]
    return begins if open_now else None


def _facts(session: Session, bodies: list[UUID]) -> dict[UUID, tuple[datetime | None, datetime | None, int]]:
    rows = session.execute(
        select(ContactsAsked.institution_id, func.max(ContactsAsked.confirmed_at), func.max(ContactsAsked.asked_at))
        .where(ContactsAsked.institution_id.in_(bodies))
        .group_by(ContactsAsked.institution_id)
    ).all()
    counted = session.execute(
        select(ContactProposal.institution_id, func.count())
        .where(ContactProposal.institution_id.in_(bodies), ContactProposal.state == "open")
        .group_by(ContactProposal.institution_id)
    )
    waiting = {row[0]: row[1] for row in counted}
    asked = {body: (last, when) for body, last, when in rows}
    return {body: (*asked.get(body, (None, None)), waiting.get(body, 0)) for body in bodies}
