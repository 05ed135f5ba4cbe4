"""Bodies as the office keeps them, and as the calendar turns them on and off."""

from collections.abc import Collection
from datetime import date, datetime
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
from services.partners.schemas.institutions import InstitutionChange, NewInstitution
from shared import audit
from shared.declension import declined
from shared.documents import Documents
from shared.events.catalogue import InstitutionChanged
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation, NotFound, RuleViolation
from shared.typed import UNSENT

#: Members of a body that are no column, or a column with a rule of its own.
#: Of a body, what is told of before and after: codes and days, no words and no address.
_CODES = (
    "active", "by_link", "confirmed", "county", "enabled", "forms_confirmed", "institution_class", "languages", "municipality", "powers",
    "valid_from", "valid_to",
)  # fmt: skip
_SET_OTHERWISE = frozenset({"class_", "mailbox", "active"})


def create(
    by: Principal, session: Session, documents: Documents, wanted: NewInstitution, *, now: datetime
) -> Institution:
    """A new body. Raises `RuleViolation` for a key in use, `ContentViolation` for a municipality that is none."""
    if session.execute(select(Institution.id).where(Institution.key == wanted.key)).first():
        raise RuleViolation("this key is in use", code="key_taken")
    wall.as_office(session)
    institution = Institution(
        id=institution_id(wanted.key),
        institution_class=wanted.class_,
        replaces=[],
        sample=False,
        enabled=True,
        active=False,
        confirmed=True,
        mailbox=None,
    )
    for name, value in vars(wanted).items():
        if name not in _SET_OTHERWISE:
            setattr(institution, name, _stored(value))
    session.add(institution)
    settle(session, institution, now=now)
    mailboxes.replace(by, session, institution, wanted.mailbox, now=now)
    audit.record(session, by, "institution.created", "institution", institution.id)
    announce(session, documents, institution)
    return institution


def change(
    by: Principal,
    session: Session,
    documents: Documents,
    institution: Institution,
    wanted: InstitutionChange,
    *,
    now: datetime,
) -> Institution:
    """Change a body. `active` is the office's switch; it cannot switch on a body outside its days."""
    wall.as_office(session)
    changes = {name: value for name, value in vars(wanted).items() if value is not UNSENT}
    watched = audit.watched(institution, *_CODES)
    for name in ("name_sq", "dat_sq", "acc_sq"):
        if changes.get(name) == getattr(institution, name):
            # What a form repeats is no change: a new name beside the old forms has not been read yet.
            changes.pop(name, None)
    if wanted.mailbox is not UNSENT:
        mailboxes.replace(by, session, institution, wanted.mailbox, now=now)
    for name, value in changes.items():
        if name not in _SET_OTHERWISE:
            setattr(institution, name, _stored(value))
    decline(institution, changes)
    if wanted.active is not UNSENT:
        institution.enabled = wanted.active
    if wanted.active is True and not domain.valid_on(
        domain.local_date(now), institution.valid_from, institution.valid_to
    ):
        raise RuleViolation("its days are over or have not begun", code="outside_validity")
    # Also where no value differs: whoever said so with an ETag gets a new one.
    flag_modified(institution, "search")
    settle(session, institution, now=now)
    audit.record(
        session, by, "institution.changed", "institution", institution.id, fields=sorted(changes), changes=watched()
    )
    announce(session, documents, institution)
    return institution


def follow_calendar(by: Principal, session: Session, documents: Documents, *, now: datetime) -> int:
    """Turn bodies on and off whose days began or ended; returns how many."""
    wall.as_office(session)
    today = domain.local_date(now)
    valid = (func.coalesce(Institution.valid_from, date.min) <= today) & (
        func.coalesce(Institution.valid_to, date.max) >= today
    )
    turned = select(Institution).where(Institution.active != (Institution.enabled & valid)).order_by(Institution.id)
    bodies = session.execute(turned.with_for_update()).scalars().all()
    for institution in bodies:
        watched = audit.watched(institution, "active")
        settle(session, institution, now=now)
        audit.record(session, by, "institution.turned", "institution", institution.id, changes=watched())
        announce(session, documents, institution)
    return len(bodies)


def locked(session: Session, institution_id: UUID) -> Institution:
    """A body, locked for a change. Raises `NotFound`."""
    by_id = select(Institution).where(Institution.id == institution_id)
    institution = session.execute(by_id.with_for_update()).scalar_one_or_none()
    if institution is None:
        raise NotFound
    return institution


def decline(institution: Institution, changes: Collection[str]) -> None:
    """What of a name's forms still holds after `changes`, by column: of another name nobody has read the old forms. Emptied ones
    are filled by the rule.
    """
    if "name_sq" in changes and not {"dat_sq", "acc_sq"} & set(changes):
        institution.dat_sq = institution.acc_sq = ""
        institution.forms_confirmed = False


def check(session: Session, institution: Institution) -> None:
    """Hold a body to the rules, decline its name where nobody did, and note under which words it is found. Raises
    `ContentViolation`.
    """
    domain.check_validity(institution.valid_from, institution.valid_to)
    forms = declined(institution.name_sq)
    institution.dat_sq, institution.acc_sq = institution.dat_sq or forms.dative, institution.acc_sq or forms.accusative
    with session.no_autoflush:
        institution.search = search_text(institution, _place(session, institution))


def settle(session: Session, institution: Institution, *, now: datetime) -> None:
    """Set what follows from the other columns; a body that comes to life gets what waits for it."""
    check(session, institution)
    was, today = institution.active, domain.local_date(now)
    institution.active = institution.enabled and domain.valid_on(today, institution.valid_from, institution.valid_to)
    session.flush()
    if institution.active and not was:
        deliveries.reach_waiting(session, institution.id, now=now)


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
            record=documents.keep(record),
        ),
        institution.id,
    )


def _stored(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


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
    name = session.execute(named).scalar_one_or_none()
    if name is None:
        raise ContentViolation("no such municipality", code="municipality_unknown", field="municipality")
    return name
