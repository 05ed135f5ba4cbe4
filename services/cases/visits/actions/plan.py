"""Planning a visit, preparing it, beginning it, and calling it off."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from services.cases.actions.numbering import next_reference
from services.cases.domain.timeliness import local_date
from services.cases.queries.situations import institutions
from services.cases.schemas.documents import WrittenText
from services.cases.visits import data
from services.cases.visits.domain import life
from services.cases.visits.domain.life import State, Step
from services.cases.visits.models import Visit, VisitMember
from services.cases.visits.queries.visibility import VISITING, find_own, find_visit
from services.cases.visits.schemas.visits import NewVisitBody, PreparationBody
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation
from shared.staff import StaffAccount

Check = Callable[[int], None]


def plan(by: Principal, session: Session, wanted: NewVisitBody, *, now: datetime) -> Visit:
    """A visit that is meant to be made. It has no number yet, and nobody is told of it. Whoever plans it is of its team.

    Raises `ContentViolation` at its field, `NotFound` for an earlier visit that the person may not know of.
    """
    body = institutions(session, [wanted.institution_id]).get(wanted.institution_id)
    if body is None or not body.active:
        raise ContentViolation("no such institution", code="institution_unknown", field="institution_id")
    if wanted.follows is not None and find_visit(session, wanted.follows, by).institution_id != body.id:
        raise ContentViolation("a visit of another body", code="visit.follows_another_body", field="follows")
    visit = Visit(
        state=State.PLANNED.value,
        kind=wanted.kind,
        announced=wanted.announced,
        basis=wanted.basis,
        institution_id=body.id,
        lead_id=wanted.lead or by.person,
        planned_on=wanted.planned_on,
        follows=wanted.follows,
        planned_at=now,
        planned_by=by.person,
    )
    _check_people(session, [visit.lead_id, *wanted.team])
    session.add(visit)
    session.flush()
    _name_team(session, visit, [by.person, *wanted.team])
    audit.record(session, by, "visit.planned", "visit", visit.id, kind=visit.kind, announced=visit.announced)
    session.flush()
    return visit


def prepare(
    by: Principal, session: Session, visit_id: UUID, wanted: PreparationBody, check: Check, *, now: datetime
) -> Visit:
    """Fix the checklist, the team and the day. `check` is given the version that the reader must have seen.

    Raises `RuleViolation` (409) once it has begun, `ContentViolation` at its field.
    """
    visit = find_own(session, visit_id, by)
    check(visit.version)
    visit.state = life.after(State(visit.state), Step.PREPARE).value
    _check_checklist(session, visit, wanted, local_date(now))
    _check_people(session, [wanted.lead, *wanted.team])
    visit.checklist, visit.checklist_version = wanted.checklist, wanted.checklist_version
    visit.lead_id, visit.planned_on = wanted.lead, wanted.planned_on
    # The team is a part of what was read: another team is another version.
    flag_modified(visit, "lead_id")
    session.execute(delete(VisitMember).where(VisitMember.visit_id == visit.id))
    _name_team(session, visit, wanted.team)
    audit.record(
        session, by, "visit.prepared", "visit", visit.id, checklist=wanted.checklist, version=wanted.checklist_version
    )
    session.flush()
    return visit


def begin(by: Principal, session: Session, visit_id: UUID, *, now: datetime) -> Visit:
    """The team is there: from now on the office may know of it, and it gets its number."""
    visit = find_own(session, visit_id, by)
    begun = life.after(State(visit.state), Step.BEGIN)
    audit.record(session, by, "visit.begun", "visit", visit.id)
    visit.number, visit.begun_at = next_reference(session, data.number_prefix(), local_date(now).year), now
    visit.state = begun.value
    session.flush()
    return visit


def call_off(
    by: Principal, session: Session, documents: Documents, visit_id: UUID, reason: str, *, now: datetime
) -> Visit:
    """It is not made. One that was to be unannounced stays known to its team and the commissioner alone: it may be planned anew."""
    visit = find_own(session, visit_id, by)
    visit.state = life.after(State(visit.state), Step.CALL_OFF).value
    life.check_reason(reason)
    visit.reason = documents.keep(WrittenText(text=reason))
    audit.record(session, by, "visit.called_off", "visit", visit.id, at=now.isoformat())
    session.flush()
    return visit


def _check_checklist(session: Session, visit: Visit, wanted: PreparationBody, today: date) -> None:
    checklist = data.checklist_of(wanted.checklist, wanted.checklist_version)
    body = institutions(session, [visit.institution_id])[visit.institution_id]
    kept = (visit.checklist, visit.checklist_version) == (checklist.key, checklist.version)
    # One that it was prepared with already may have been succeeded since.
    if not kept and not checklist.in_force(today):
        raise ContentViolation("another version is in force", code="visit.checklist_not_in_force", field="checklist")
    if body.institution_class not in checklist.classes:
        raise ContentViolation("not for such a body", code="visit.checklist_does_not_fit", field="checklist")


def _check_people(session: Session, people: Iterable[UUID]) -> None:
    wanted = set(people)
    accounts = session.execute(select(StaffAccount).where(StaffAccount.id.in_(wanted), StaffAccount.active)).scalars()
    if wanted - {one.id for one in accounts if VISITING & set(one.roles)}:
        raise ContentViolation("nobody who could make a visit", code="visit.member_unknown", field="team")


def _name_team(session: Session, visit: Visit, team: Iterable[UUID]) -> None:
    members = dict.fromkeys([visit.lead_id, *team])
    session.add_all(VisitMember(visit_id=visit.id, staff_id=one) for one in members)
