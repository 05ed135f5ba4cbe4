"""Preparing a consultation, recording its conditions, opening it as another person, entering answers in counts, and closing it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.intake.consultations import data, domain
from services.intake.consultations.domain import State
from services.intake.consultations.models import Consultation, ConsultationAnswered, ConsultationCapacity
from services.intake.consultations.queries import consultation
from services.intake.consultations.schemas import CapacityBody, ConsultationBody, GivenAnswersBody
from shared import audit
from shared.directory import MUNICIPALITY, KnownInstitution
from shared.principal import Principal
from shared.rules import ContentViolation

#: Given the revision, raises if it is not the one that the caller saw.
Check = Callable[[int], None]


def prepare(by: Principal, session: Session, wanted: ConsultationBody, *, now: datetime) -> Consultation:
    """Raises `ContentViolation`."""
    if wanted.municipality is not None and not _is_municipality(session, wanted.municipality):
        raise ContentViolation("no such municipality", code="consultation.no_municipality", field="municipality")
    made = Consultation(asked_group=wanted.group, questions=list(dict.fromkeys(wanted.questions)))
    made.municipality, made.made_at, made.made_by = wanted.municipality, now, by.person
    session.add(made)
    return _done(by, session, made, "consultation.prepared")


def record_capacity(
    by: Principal, session: Session, consultation_id: UUID, wanted: CapacityBody, check: Check, *, now: datetime
) -> Consultation:
    """How each condition is met, once; before that nobody opens it. Raises `RuleViolation`, `ContentViolation`."""
    found = _taken(session, consultation_id, check, State.DRAFT)
    written = {one.condition: one.how for one in wanted.conditions}
    domain.check_conditions(written, data.entries("conditions"))
    found.capacity = ConsultationCapacity(conditions=written, most=wanted.most, at=now, by=by.person)
    found.revision += 1
    return _done(by, session, found, "consultation.capacity_recorded")


def open_it(by: Principal, session: Session, consultation_id: UUID, check: Check, *, now: datetime) -> Consultation:
    """From now on children may be asked. Raises `RuleViolation`, also for who wrote any of it."""
    found = _taken(session, consultation_id, check, State.READY)
    domain.check_opener(by.person, found.hands)
    found.opened_at, found.opened_by = now, by.person
    found.revision += 1
    return _done(by, session, found, "consultation.opened")


def enter(
    by: Principal, session: Session, consultation_id: UUID, wanted: GivenAnswersBody, check: Check
) -> Consultation:
    """All answers so far, anew. Raises `RuleViolation` unless it is open, `ContentViolation` for more than agreed."""
    found = _taken(session, consultation_id, check, State.OPEN)
    most = found.capacity.most if found.capacity else 0
    domain.check_answers([one.answered for one in wanted.answers], found.questions, agreed=wanted.agreed, most=most)
    if wanted.guardians > wanted.agreed:
        raise ContentViolation("more guardians than children", code="consultation.guardians", field="guardians")
    found.agreed, found.guardians = wanted.agreed, wanted.guardians
    found.answered.clear()
    session.flush()
    found.answered.extend(ConsultationAnswered(**vars(one)) for one in wanted.answers if one.count)
    found.revision += 1
    return _done(by, session, found, "consultation.answers_entered")


def close(by: Principal, session: Session, consultation_id: UUID, check: Check, *, now: datetime) -> Consultation:
    """No answer comes any more, and anybody reads what enough children said. Raises `RuleViolation`."""
    found = _taken(session, consultation_id, check, State.OPEN)
    found.closed_at = now
    found.revision += 1
    return _done(by, session, found, "consultation.closed")


def _taken(session: Session, consultation_id: UUID, check: Check, wanted: State) -> Consultation:
    found = consultation(session, consultation_id, lock=True)
    check(found.revision)
    domain.check_state(found.state, wanted)
    return found


def _done(by: Principal, session: Session, found: Consultation, what: str) -> Consultation:
    session.flush()
    audit.record(session, by, what, "consultation", found.id)
    return found


def _is_municipality(session: Session, key: str) -> bool:
    known = session.query(KnownInstitution.id).filter_by(key=key, institution_class=MUNICIPALITY)
    return session.query(known.exists()).scalar() is True
