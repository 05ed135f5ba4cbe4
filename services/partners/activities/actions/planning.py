"""Planning an activity, changing it, announcing it as another person, taking that back, calling it off."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.partners.activities import data
from services.partners.activities.actions.numbering import next_reference
from services.partners.activities.domain import life
from services.partners.activities.domain.life import State, Step
from services.partners.activities.models import Activity
from services.partners.activities.queries import desk, texts
from services.partners.activities.schemas import ActivityBody
from services.partners.comparing import actions as comparing
from services.partners.domain import local_date
from shared import audit
from shared.principal import Principal
from shared.rules import ContentViolation, refuse
from shared.staff import StaffAccount

#: Given the revision of the activity, raises if it is not the one that the caller saw.
Check = Callable[[int], None]


def plan(by: Principal, session: Session, wanted: ActivityBody, *, now: datetime) -> Activity:
    """A new activity, with its number in the year for which it is planned. Raises `ContentViolation`."""
    made = Activity(hands=[str(by.person)], made_at=now, made_by=by.person, changed_at=now)
    _fill(session, made, wanted, now)
    made.number = next_reference(session, data.number_prefix(), wanted.planned_on.year)
    session.add(made)
    trace(by, session, made, "activity.planned")
    return made


def change(
    by: Principal, session: Session, activity_id: UUID, wanted: ActivityBody, check: Check, *, now: datetime
) -> Activity:
    """All that is planned, anew. Raises `RuleViolation` once it was held or called off, and for other words where anybody reads them."""
    found = taken(session, activity_id, Step.CHANGE, check)
    before = found.words
    _fill(session, found, wanted, now)
    life.check_words(State(found.state), before, found.words)
    found.hands = sorted({*found.hands, str(by.person)})
    return done(by, session, found, "activity.changed", now)


def announce(
    by: Principal, session: Session, activity_id: UUID, check: Check, names_reason: str = "", *, now: datetime
) -> Activity:
    """Anybody reads of it from now on; another person than who wrote it says so. `names_reason`: why its words may be read although they name
    somebody, or may. Raises `RuleViolation` with all that stands against it, also while the words wait to be compared.
    """
    found = taken(session, activity_id, Step.ANNOUNCE, check)
    today = local_date(now)
    named = comparing.against(by, session, texts.of_activity(found), names_reason, now=now)
    refuse([*life.against_announcement(found.stands, by.person, found.words, found.planned_on, today), *named])
    found.state, found.announced_at, found.announced_by = State.ANNOUNCED.value, now, by.person
    return done(by, session, found, "activity.announced", now)


def retract(by: Principal, session: Session, activity_id: UUID, check: Check, *, now: datetime) -> Activity:
    """Nobody outside reads of it any more; it stays planned. Raises `RuleViolation` for what is not announced."""
    found = taken(session, activity_id, Step.RETRACT, check)
    found.state, found.announced_at, found.announced_by = State.PLANNED.value, None, None
    return done(by, session, found, "activity.retracted", now)


def call_off(
    by: Principal, session: Session, activity_id: UUID, reason: str, check: Check, *, now: datetime
) -> Activity:
    """It is not held. Who could read that it would be reads that it is not; why stays inside. Raises `RuleViolation`."""
    found = taken(session, activity_id, Step.CALL_OFF, check)
    found.state, found.reason = State.CALLED_OFF.value, reason
    return done(by, session, found, "activity.called_off", now)


def taken(session: Session, activity_id: UUID, step: Step, check: Check) -> Activity:
    """Locked, for a step that may be taken. A step of others."""
    found = desk.activity(session, activity_id, lock=True)
    check(found.revision)
    life.check_step(State(found.state), step)
    return found


def done(by: Principal, session: Session, found: Activity, what: str, now: datetime) -> Activity:
    """Another revision, with its trace. A step of others."""
    found.revision += 1
    found.changed_at = now
    trace(by, session, found, what)
    return found


def trace(by: Principal, session: Session, found: Activity, what: str) -> None:
    """A step of others."""
    session.flush()
    audit.record(session, by, what, "activity", found.id)


def _fill(session: Session, found: Activity, wanted: ActivityBody, now: datetime) -> None:
    life.check_planned_on(wanted.planned_on, local_date(now))
    life.check_clusters(wanted.clusters)
    life.check_hours(wanted.starts, wanted.ends)
    found.kind, found.clusters = wanted.kind, list(wanted.clusters)
    found.planned_on, found.starts, found.ends = wanted.planned_on, wanted.starts, wanted.ends
    found.venue, found.title_sq, found.title_en = wanted.venue, wanted.title_sq, wanted.title_en
    found.institution_id = wanted.institution_id
    found.municipality = _place(session, wanted)
    found.led_by = _lead(session, wanted.led_by)


def _place(session: Session, wanted: ActivityBody) -> str | None:
    """The municipality that is named, else that of the institution. Raises `ContentViolation`."""
    body = desk.body(session, wanted.institution_id)
    if wanted.institution_id is not None and body is None:
        raise ContentViolation("no such body", code="activity.no_body", field="institution_id")
    if wanted.municipality is not None and wanted.municipality not in desk.municipalities(session):
        raise ContentViolation("no such municipality", code="activity.no_municipality", field="municipality")
    return wanted.municipality or (body.municipality if body else None)


def _lead(session: Session, account_id: UUID | None) -> UUID | None:
    account = session.get(StaffAccount, account_id) if account_id else None
    if account_id is not None and (account is None or not account.active):
        raise ContentViolation("nobody of the office", code="activity.no_lead", field="led_by")
    return account_id
