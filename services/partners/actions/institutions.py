"""Bodies as the office keeps them, and as the calendar turns them on and off."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from services.partners import domain
from services.partners.actions import deliveries, mailboxes
from services.partners.data import county_names, institution_id
from services.partners.models import Institution, InstitutionRelation
from services.partners.queries import successions, wall
from services.partners.queries.records import Place, record_of, search_text
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import InstitutionChanged
from shared.messaging.outbox import publish
from shared.rules import ContentViolation, NotFound, RuleViolation


def create(session: Session, documents: Documents, values: dict[str, Any], by: str, today: date) -> Institution:
    """A new body. Raises `RuleViolation` for a key in use, `ContentViolation` for a municipality that is none."""
    if session.execute(select(Institution.id).where(Institution.key == values["key"])).first():
        raise RuleViolation("this key is in use", code="key_taken")
    wall.as_office(session)
    mailbox = values.pop("mailbox", None)
    institution = Institution(
        id=institution_id(values["key"]),
        replaces=[],
        sample=False,
        enabled=True,
        active=False,
        confirmed=True,
        mailbox=None,
        **values,
    )
    session.add(institution)
    settle(session, institution, today)
    mailboxes.replace(session, institution, mailbox, by, today)
    audit.record(session, by, "institution.created", "institution", institution.id)
    announce(session, documents, institution)
    return institution


def change(
    session: Session, documents: Documents, institution: Institution, changes: dict[str, Any], by: str, today: date
) -> Institution:
    """Change a body. `active` is the office's switch; it cannot switch on a body outside its days."""
    wall.as_office(session)
    enabled = changes.pop("active", None)
    changed = sorted([*changes, *(["active"] if enabled is not None else [])])
    if "mailbox" in changes:
        mailboxes.replace(session, institution, changes.pop("mailbox"), by, today)
    for name, value in changes.items():
        setattr(institution, name, value)
    if enabled is not None:
        institution.enabled = enabled
    if enabled and not domain.valid_on(today, institution.valid_from, institution.valid_to):
        raise RuleViolation("its days are over or have not begun", code="outside_validity")
    # Also where no value differs: whoever said so with an ETag gets a new one.
    flag_modified(institution, "search")
    settle(session, institution, today)
    audit.record(session, by, "institution.changed", "institution", institution.id, fields=changed)
    announce(session, documents, institution)
    return institution


def follow_calendar(session: Session, documents: Documents, today: date) -> int:
    """Turn bodies on and off whose days began or ended; returns how many."""
    wall.as_office(session)
    valid = (func.coalesce(Institution.valid_from, date.min) <= today) & (
        func.coalesce(Institution.valid_to, date.max) >= today
    )
    turned = select(Institution).where(Institution.active != (Institution.enabled & valid)).order_by(Institution.id)
    found = session.execute(turned.with_for_update()).scalars().all()
    for institution in found:
        settle(session, institution, today)
        audit.record(session, "service:partners", "institution.turned", "institution", institution.id)
        announce(session, documents, institution)
    return len(found)


def locked(session: Session, wanted: UUID) -> Institution:
    """A body, locked for a change. Raises `NotFound`."""
    found = session.execute(select(Institution).where(Institution.id == wanted).with_for_update()).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def check(session: Session, institution: Institution) -> None:
    """Hold a body to the rules, and note under which words it is found. Raises `ContentViolation`."""
    domain.check_validity(institution.valid_from, institution.valid_to)
    with session.no_autoflush:
        institution.search = search_text(institution, _place(session, institution))


def settle(session: Session, institution: Institution, today: date) -> None:
    """Set what follows from the other columns; a body that comes to life gets what waits for it."""
    check(session, institution)
    was = institution.active
    institution.active = institution.enabled and domain.valid_on(today, institution.valid_from, institution.valid_to)
    session.flush()
    if institution.active and not was:
        deliveries.reach_waiting(session, institution.id)


def announce(session: Session, documents: Documents, institution: Institution) -> None:
    """Tell the other services the newest record of a body."""
    session.flush()
    of_body = select(InstitutionRelation).where(InstitutionRelation.institution_id == institution.id)
    relations = session.execute(of_body).scalars()
    steps = successions.steps(session, [institution.id])[institution.id]
    record = record_of(institution, relations, steps, _place(session, institution))
    publish(
        session,
        InstitutionChanged(
            institution_id=institution.id,
            institution_class=institution.institution_class,
            version=institution.version,
            active=institution.active,
            record=documents.put_json(record),
        ),
        institution.id,
    )


def _place(session: Session, institution: Institution) -> Place:
    if institution.county is not None and institution.county not in county_names():
        raise ContentViolation("no such county", code="county_unknown", field="county")
    return Place(_municipality(session, institution), county_names().get(institution.county or ""))


def _municipality(session: Session, institution: Institution) -> str | None:
    if institution.municipality in {None, institution.key}:
        return institution.name_sq if institution.municipality else None
    named = select(Institution.name_sq).where(
        Institution.key == institution.municipality, Institution.institution_class == "municipality"
    )
    found = session.execute(named).scalar_one_or_none()
    if found is None:
        raise ContentViolation("no such municipality", code="municipality_unknown", field="municipality")
    return found
