"""What intake tells: a complaint came in, was decided, is looked at again, its author wrote. An admissible one opens a case."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from services.cases.actions import exclusions
from services.cases.actions.opening import announce, open_case
from services.cases.domain.case import Origin, check_opening
from services.cases.models import Case, Complaint, ComplaintMessage
from services.cases.models.cases import note
from shared import audit
from shared.events.catalogue import ComplaintExclusionChanged
from shared.principal import Principal, service

ACTOR = "service:intake"


def receive(session: Session, told: Mapping[str, Any], at: datetime) -> None:
    """Keep what cases may know of a complaint. Its case may be there before it: a tip is a stream of its own."""
    hold(session, told["complaint_id"])
    complaint = Complaint(
        id=told["complaint_id"],
        reference=told["reference"],
        channel=told["channel"],
        submitter_role=told["submitter_role"],
        by_child=told["by_child"],
        life_area=told.get("life_area"),
        municipality=told.get("municipality"),
        urgency=told["urgency"],
        language=told["language"],
        received_at=at,
    )
    session.add(complaint)
    session.flush()
    audit.record(session, ACTOR, "complaint.received", "complaint", complaint.id)
    empty = ~exists().where(Complaint.case_id == Case.id)
    waiting = select(Case).where(Case.reference == complaint.reference, empty).with_for_update()
    if (case := session.execute(waiting).scalar()) is not None:
        _attach(session, case, complaint, at, leading=True)


def decide(session: Session, told: Mapping[str, Any], at: datetime) -> None:
    """An admissible complaint opens a case; a joined one goes to the case of the complaint that it is joined to.

    That one may be decided later, or not even have arrived: then the joined complaint waits for its case.
    """
    for complaint_id in sorted({told["complaint_id"], told.get("joined_to") or told["complaint_id"]}, key=str):
        hold(session, complaint_id)
    complaint = session.get_one(Complaint, told["complaint_id"])
    complaint.outcome = told["outcome"]
    complaint.ground = told.get("ground")
    complaint.summary = told.get("summary")
    complaint.urgency = told["urgency"]
    complaint.conflict_with_guardian = told["conflict_with_guardian"]
    audit.record(session, ACTOR, "complaint.decided", "complaint", complaint.id, outcome=complaint.outcome)
    if complaint.outcome == "admissible" and complaint.case_id is None:
        check_opening(Origin.COMPLAINT, complaints=1, trigger=None, memo="", rights=told["rights"])
        begin(session, told, at, Origin.COMPLAINT, told["bodies"])
    elif complaint.outcome == "admissible":
        put_before_officer(session, complaint, "complaint.admitted_again", at)
    elif complaint.outcome == "joined":
        complaint.joined_to = told["joined_to"]
        leading = session.get(Complaint, complaint.joined_to)
        if leading is not None and leading.case_id is not None:
            case = session.get_one(Case, leading.case_id, with_for_update=True)
            for one in _with_joined(session, complaint):
                _attach(session, case, one, at)


def reopen(session: Session, told: Mapping[str, Any], at: datetime) -> None:
    """A complaint is looked at again. Whether its case is, a person decides: a closed one is put before them."""
    hold(session, told["complaint_id"])
    complaint = session.get_one(Complaint, told["complaint_id"])
    complaint.outcome = complaint.ground = complaint.joined_to = None
    audit.record(session, ACTOR, "complaint.reopened", "complaint", complaint.id, reason=told["reason"])
    put_before_officer(session, complaint, "complaint.reopened", at)


def exclude(by: Principal, session: Session, event: ComplaintExclusionChanged, *, now: datetime) -> None:
    """Somebody of the office has a conflict of interest in a complaint, or no longer; it may arrive before the complaint."""
    hold(session, event.complaint_id)
    exclusions.of_complaint(by, session, event, now=now)


def note_message(session: Session, complaint_id: UUID, message_id: UUID, at: datetime) -> None:
    """The complainant wrote: a line in the history, and a mark until somebody has read it."""
    hold(session, complaint_id)
    session.add(ComplaintMessage(id=message_id, complaint_id=complaint_id, received_at=at))
    complaint = session.get(Complaint, complaint_id)
    if complaint is not None and complaint.case_id is not None:
        _mark(session, session.get_one(Case, complaint.case_id, with_for_update=True), complaint_id, message_id, at)


def begin(
    session: Session, told: Mapping[str, Any], at: datetime, origin: Origin, bodies: Sequence[UUID], **values: Any
) -> Case:
    """Open a case on what a complaint told, with whoever is joined to it. The complaint itself may not be here yet."""
    complaint = session.get(Complaint, told["complaint_id"])
    municipality = told.get("municipality") or (complaint.municipality if complaint else None)
    case = open_case(
        session,
        at,
        origin,
        bodies=bodies,
        reference=told["reference"],
        rights=told["rights"],
        places=[municipality] if municipality else [],
        life_area=told.get("life_area") or (complaint.life_area if complaint else None),
        urgency=told["urgency"],
        **values,
    )
    audit.record(session, ACTOR, "case.opened", "case", case.id, origin=case.origin)
    details = {"complaint": told["complaint_id"], "origin": case.origin, "trigger": case.trigger}
    note(session, case.id, at, ACTOR, "case.opened", case.memo, **details)
    complaints = _with_joined(session, complaint) if complaint else []
    for one in complaints:
        _attach(session, case, one, at, leading=one is complaint)
    announce(session, case, [one.id for one in complaints] or [told["complaint_id"]], bodies)
    return case


def _with_joined(session: Session, complaint: Complaint) -> list[Complaint]:
    """A complaint, those that are joined to it and have no case, those joined to these, and so on."""
    complaints = [complaint]
    for one in complaints:
        joined = select(Complaint).where(Complaint.joined_to == one.id, Complaint.case_id.is_(None))
        complaints += [found for found in session.execute(joined).scalars() if found not in complaints]
    return complaints


def put_before_officer(session: Session, complaint: Complaint, code: str, at: datetime, **details: UUID) -> None:
    """A line in the history of the complaint's case and, if that is closed, the mark in the lists that something is new."""
    if complaint.case_id is None:
        return
    case = session.get_one(Case, complaint.case_id, with_for_update=True)
    note(session, case.id, at, ACTOR, code, complaint=complaint.id, reference=complaint.reference, **details)
    if case.is_closed:
        case.unread_messages += 1


def _attach(session: Session, case: Case, complaint: Complaint, at: datetime, *, leading: bool = False) -> None:
    complaint.case_id = case.id
    if not leading:
        note(session, case.id, at, ACTOR, "complaint.joined", complaint=complaint.id, reference=complaint.reference)
        audit.record(session, ACTOR, "complaint.joined", "case", case.id, complaint=str(complaint.id))
    written = select(ComplaintMessage).where(ComplaintMessage.complaint_id == complaint.id)
    for message in session.execute(written.order_by(ComplaintMessage.received_at)).scalars():
        _mark(session, case, complaint.id, message.id, message.received_at)
    # Whoever is excluded from the complaint is excluded from the case from now on.
    exclusions.release(service("intake"), session, case, now=at)


def _mark(session: Session, case: Case, complaint_id: UUID, message_id: UUID, at: datetime) -> None:
    case.unread_messages += 1
    note(session, case.id, at, ACTOR, "complainant.wrote", complaint=complaint_id, message=message_id)


def hold(session: Session, complaint_id: UUID) -> None:
    """One at a time per complaint, also while its row is not there yet: a joined complaint, or a message, and the opening
    of the case that they belong to would otherwise miss each other.
    """
    key = func.hashtextextended(f"complaint:{complaint_id}", 0)
    session.execute(select(func.pg_advisory_xact_lock(key)))
