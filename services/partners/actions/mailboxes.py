"""The mailbox of a body: those of its contacts that mails about recommendations go to, and the one that is used.

Not called by doors: a part of keeping a body and of keeping its contacts. The caller stands for the office.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from services.partners import domain
from services.partners.models import Contact, Institution
from services.partners.schemas.contacts import NewContact
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation


def standing(session: Session, institution_id: UUID, day: date) -> Sequence[Contact]:
    """The mailboxes for recommendations that hold on `day`, the newest first: that one is used."""
    mine = _standing(day).where(Contact.institution_id == institution_id)
    return session.execute(mine.order_by(*_NEWEST)).scalars().all()


def outdated(session: Session, day: date) -> Sequence[UUID]:
    """The bodies whose noted mailbox is not the one of `day`: a contact began or ended."""
    newest = _standing(day).with_only_columns(Contact.institution_id, Contact.value)
    first = newest.ext(distinct_on(Contact.institution_id))
    main = first.order_by(Contact.institution_id, *_NEWEST).subquery()
    statement = select(Institution.id).outerjoin(main, main.c.institution_id == Institution.id)
    differing = statement.where(Institution.mailbox.is_distinct_from(main.c.value))
    return session.execute(differing.order_by(Institution.id)).scalars().all()


def follow(session: Session, institution: Institution, today: date) -> bool:
    """Note the mailbox of today at the body; returns whether it is another one."""
    session.flush()
    mailboxes = standing(session, institution.id, today)
    value = mailboxes[0].value if mailboxes else None
    changed, institution.mailbox = institution.mailbox != value, value
    return changed


def replace(by: Principal, session: Session, institution: Institution, mailbox: str | None, *, now: datetime) -> None:
    """Let `mailbox` be the only one for recommendations from today; None leaves the body without one."""
    kept, today = False, domain.local_date(now)
    for contact in standing(session, institution.id, today):
        if contact.value == mailbox and not kept:
            kept = True
        else:
            close(contact, today - timedelta(days=1))
    if mailbox and not kept:
        session.flush()
        wanted = NewContact(kind="mailbox", purpose="recommendations", value=mailbox, valid_from=today)
        contact = add(by, session, institution.id, wanted)
        contact.confirmed_at, contact.confirmed_by = now, by.name
    institution.mailbox = mailbox


def add(by: Principal, session: Session, institution_id: UUID, wanted: NewContact) -> Contact:
    """A new contact. Raises if it cannot be used, or stands already on some of its days."""
    contact = Contact(id=uuid4(), institution_id=institution_id, added_by=by.name, **vars(wanted))
    domain.check_contact(contact.kind, contact.value)
    domain.check_validity(contact.valid_from, contact.valid_to)
    same = select(Contact.id).where(
        Contact.institution_id == institution_id,
        Contact.kind == contact.kind,
        Contact.purpose == contact.purpose,
        Contact.value == contact.value,
        func.coalesce(Contact.valid_to, date.max) >= (contact.valid_from or date.min),
        func.coalesce(Contact.valid_from, date.min) <= (contact.valid_to or date.max),
    )
    if session.execute(same.limit(1)).first():
        raise RuleViolation("this contact stands already", code="contact_known", legal=("end",))
    session.add(contact)
    session.flush()
    return contact


def close(contact: Contact, last: date) -> None:
    """Let a contact hold until `last`; the day before its first day says that it never held."""
    if contact.valid_to is not None and contact.valid_to < last:
        raise RuleViolation("it had ended before", code="already_ended")
    if contact.valid_from is not None and last < contact.valid_from - timedelta(days=1):
        raise ContentViolation("it ends before it begins", code="ends_before_it_begins", field="valid_to")
    contact.valid_to = last


_NEWEST = (Contact.valid_from.desc().nulls_last(), Contact.added_at.desc(), Contact.id)


def _standing(day: date) -> Select[Contact]:
    return select(Contact).where(
        Contact.kind == "mailbox",
        Contact.purpose == "recommendations",
        func.coalesce(Contact.valid_from, date.min) <= day,
        func.coalesce(Contact.valid_to, date.max) >= day,
    )
