"""Entering a meeting that was held, and carrying out what was decided there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.partners.cooperation.actions.agreements import check_known
from services.partners.cooperation.domain import meetings as rules
from services.partners.cooperation.models import Agreement, Meeting, MeetingDecision, MeetingParty
from services.partners.cooperation.queries.meetings import decision, meeting
from services.partners.cooperation.schemas import DecisionBody, DoneBody, MeetingBody
from services.partners.domain import local_date
from shared import audit
from shared.principal import Principal
from shared.rules import ContentViolation


def enter(by: Principal, session: Session, wanted: MeetingBody, *, now: datetime) -> Meeting:
    """With its decisions so far. Raises `ContentViolation`."""
    rules.check_held_on(wanted.held_on, local_date(now))
    bodies, actors = tuple(dict.fromkeys(wanted.bodies)), tuple(dict.fromkeys(wanted.actors))
    check_known(session, bodies, actors)
    if not bodies and not actors:
        raise ContentViolation("nobody else was there", code="meeting.nobody", field="bodies")
    if wanted.agreement_id is not None and session.get(Agreement, wanted.agreement_id) is None:
        raise ContentViolation("no such agreement", code="meeting.no_agreement", field="agreement_id")
    made = Meeting(held_on=wanted.held_on, title=wanted.title, clusters=list(dict.fromkeys(wanted.clusters)))
    made.agreement_id, made.made_at, made.made_by = wanted.agreement_id, now, by.person
    there = [{"institution_id": one} for one in bodies] + [{"actor_id": one} for one in actors]
    made.parties.extend(MeetingParty(place=place, **one) for place, one in enumerate(there))
    session.add(made)
    session.flush()
    for one in wanted.decisions:
        _decide(session, made, one)
    audit.record(session, by, "meeting.entered", "meeting", made.id)
    return made


def decide(by: Principal, session: Session, meeting_id: UUID, wanted: DecisionBody) -> Meeting:
    """One more decision of it."""
    found = meeting(session, meeting_id, lock=True)
    _decide(session, found, wanted)
    audit.record(session, by, "meeting.decided", "meeting", found.id)
    return found


def take(by: Principal, session: Session, decision_id: UUID) -> MeetingDecision:
    """Take it on, as somebody of the function whose work it is. Raises `RuleViolation`."""
    found = decision(session, decision_id)
    rules.check_taking(found.task, by.roles)
    found.owner = by.person
    session.flush()
    audit.record(session, by, "decision.taken", "decision", found.id)
    return found


def do(by: Principal, session: Session, decision_id: UUID, wanted: DoneBody, *, now: datetime) -> MeetingDecision:
    """Say that it was carried out, and what shows it. Raises `RuleViolation`, `ContentViolation`."""
    found = decision(session, decision_id)
    rules.check_doing(found.task, by.person, wanted.done_on, found.meeting.held_on, local_date(now))
    found.done_on, found.proof, found.done_at = wanted.done_on, wanted.proof, now
    session.flush()
    audit.record(session, by, "decision.done", "decision", found.id)
    return found


def _decide(session: Session, found: Meeting, wanted: DecisionBody) -> None:
    rules.check_due(wanted.due, found.held_on)
    found.decisions.append(MeetingDecision(place=len(found.decisions), **vars(wanted)))
    session.flush()
