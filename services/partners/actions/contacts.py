"""How a body is reached: kept by the office, proposed and confirmed by the body, asked for once a quarter."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from services.partners import domain
from services.partners.actions import institutions, mailboxes
from services.partners.models import Contact, ContactProposal, ContactsAsked, Institution, PartnerClient, PartnerUser
from services.partners.queries import wall
from services.partners.queries.wall import Own
from services.partners.schemas.contacts import NewContact, NewProposal
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import ContactsDue
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import NotFound, RuleViolation

#: What a body may have open at once: a form that is sent again and again fills no table.
MOST_OPEN = 20


# ---------------------------------------------------------------------------------------------------------- the office


def add(
    by: Principal,
    session: Session,
    documents: Documents,
    institution: Institution,
    wanted: NewContact,
    *,
    now: datetime,
) -> Contact:
    """A new contact, confirmed by whoever of the office enters it. Raises if it stands already or cannot be used."""
    wall.as_office(session)
    contact = mailboxes.add(by, session, institution.id, wanted)
    contact.confirmed_at, contact.confirmed_by = now, by.name
    audit.record(session, by, "contact.added", "institution", institution.id, contact=str(contact.id))
    _settle(session, documents, institution, domain.local_date(now))
    return contact


def end(
    by: Principal,
    session: Session,
    documents: Documents,
    institution: Institution,
    contact_id: UUID,
    last: date,
    *,
    now: datetime,
) -> Contact:
    """A contact holds until `last`. Raises `RuleViolation` if it had ended before."""
    wall.as_office(session)
    contact = _of_body(session, institution.id, contact_id)
    changes = audit.watched(contact, "valid_to")
    mailboxes.close(contact, last)
    audit.record(
        session, by, "contact.ended", "institution", institution.id, contact=str(contact.id), changes=changes()
    )
    _settle(session, documents, institution, domain.local_date(now))
    return contact


def decide(
    by: Principal,
    session: Session,
    documents: Documents,
    institution: Institution,
    proposal_id: UUID,
    *,
    accepted: bool,
    now: datetime,
) -> ContactProposal:
    """Accept or refuse what a body proposed; accepted, it holds from today. Raises 409 when it is decided already."""
    wall.as_office(session)
    proposal = session.get(ContactProposal, proposal_id, with_for_update=True)
    if proposal is None or proposal.institution_id != institution.id:
        raise NotFound
    if proposal.state != "open":
        raise RuleViolation("it is decided", code="already_decided")
    proposal.state = "accepted" if accepted else "refused"
    proposal.decided_at, proposal.decided_by = now, by.name
    audit.record(session, by, f"contact.{proposal.state}", "institution", institution.id, proposal=str(proposal.id))
    if accepted:
        _accept(by, session, proposal, domain.local_date(now))
        _settle(session, documents, institution, domain.local_date(now))
    return proposal


# ------------------------------------------------------------------------------------------------------------ the body


def propose(by: Principal, session: Session, wanted: NewProposal) -> ContactProposal:
    """A body says what is wrong; it has no effect until the office accepts. Raises for another's contact as for none."""
    own = wall.own(session, by)
    waiting = own.select(ContactProposal).where(ContactProposal.state == "open")
    if len(session.execute(waiting.limit(MOST_OPEN)).all()) >= MOST_OPEN:
        raise RuleViolation("decide on the open ones first", code="too_many_open")
    contact = own.get(Contact, wanted.contact_id) if wanted.contact_id else None
    proposal = ContactProposal(
        id=uuid4(),
        institution_id=own.institution_id,
        contact_id=wanted.contact_id,
        kind=contact.kind if contact else wanted.kind,
        purpose=contact.purpose if contact else wanted.purpose,
        value=wanted.value,
        instead_of=contact.value if contact else None,
        function=wanted.function,
        state="open",
        proposed_by=by.name,
    )
    if proposal.value is not None:
        domain.check_contact(proposal.kind, proposal.value)
    session.add(proposal)
    session.flush()
    audit.record(session, by, "contact.proposed", "institution", own.institution_id, proposal=str(proposal.id))
    return proposal


def confirm(by: Principal, session: Session, *, now: datetime) -> datetime:
    """The body says that its contacts are right, for this quarter. Raises 409 if there is none to confirm."""
    own = wall.own(session, by)
    today = domain.local_date(now)
    standing = [one for one in session.execute(own.select(Contact)).scalars() if _holds(one, today)]
    if not standing:
        raise RuleViolation("there is no contact to confirm", code="no_contacts", legal=("propose",))
    for contact in standing:
        contact.confirmed_at, contact.confirmed_by = now, by.name
    quarter = _quarter(own, today)
    quarter.confirmed_at, quarter.confirmed_by = now, by.name
    audit.record(session, by, "contacts.confirmed", "institution", own.institution_id)
    return now


# ----------------------------------------------------------------------------------------------------------- the clock


def ask(session: Session, *, now: datetime) -> int:
    """Ask each body once in this quarter; returns how many. Not those that came in during it: they just gave theirs."""
    wall.as_office(session)
    begins = domain.quarter_begins(domain.local_date(now))
    before = domain.midnight(begins)
    credentials = [
        select(model.institution_id).where(model.active, model.created_at < before)
        for model in (PartnerUser, PartnerClient)
    ]
    known = select(ContactsAsked.institution_id).where(ContactsAsked.quarter_begins == begins)
    due = select(Institution.id).where(
        Institution.active,
        or_(*(Institution.id.in_(holders) for holders in credentials)),
        Institution.id.not_in(known),
    )
    bodies = session.execute(due.order_by(Institution.id)).scalars().all()
    for body in bodies:
        session.add(ContactsAsked(institution_id=body, quarter_begins=begins, asked_at=now))
        session.flush()
        publish(session, ContactsDue(institution_id=body, quarter_begins=begins), body)
    return len(bodies)


def follow_calendar(session: Session, documents: Documents, *, now: datetime) -> int:
    """Bring up to date the mailbox of bodies whose contacts began or ended; returns how many."""
    wall.as_office(session)
    today = domain.local_date(now)
    turned = mailboxes.outdated(session, today)
    for body in turned:
        _settle(session, documents, session.get_one(Institution, body, with_for_update=True), today)
    return len(turned)


def _accept(by: Principal, session: Session, proposal: ContactProposal, today: date) -> None:
    if proposal.contact_id is not None:
        contact = _of_body(session, proposal.institution_id, proposal.contact_id)
        mailboxes.close(contact, today - timedelta(days=1))
        session.flush()
    if proposal.value is not None:
        wanted = NewContact(
            kind=proposal.kind,
            purpose=proposal.purpose,
            value=proposal.value,
            function=proposal.function,
            valid_from=today,
        )
        contact = mailboxes.add(by, session, proposal.institution_id, wanted)
        contact.confirmed_at, contact.confirmed_by = proposal.proposed_at, proposal.proposed_by


def _settle(session: Session, documents: Documents, institution: Institution, today: date) -> None:
    """A contact is no part of the record but through the mailbox: only another mailbox is told."""
    if mailboxes.follow(session, institution, today):
        flag_modified(institution, "search")
        institutions.announce(session, documents, institution)


def _of_body(session: Session, institution_id: UUID, contact_id: UUID) -> Contact:
    contact = session.get(Contact, contact_id, with_for_update=True)
    if contact is None or contact.institution_id != institution_id:
        raise NotFound
    return contact


def _holds(contact: Contact, day: date) -> bool:
    return domain.valid_on(day, contact.valid_from, contact.valid_to)


def _quarter(own: Own, today: date) -> ContactsAsked:
    """The row of this quarter, also where the body confirms without having been asked."""
    begins = domain.quarter_begins(today)
    row = upsert(ContactsAsked).values(institution_id=own.institution_id, quarter_begins=begins)
    own.session.execute(row.on_conflict_do_nothing())
    this = own.select(ContactsAsked).where(ContactsAsked.quarter_begins == begins)
    return own.session.execute(this.with_for_update()).scalar_one()
