"""What intake tells: a complaint came in, was decided, is looked at again, its author wrote. An admissible one opens a case."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.cases.actions import drafts, exclusions
from services.cases.actions.opening import NewCase, announce, open_case
from services.cases.domain.case import Origin, check_opening
from services.cases.domain.profile import codes_of
from services.cases.models import Case, Complaint, ComplaintMessage, ComplaintProfile
from services.cases.models.cases import note
from shared import audit
from shared.events.catalogue import (
    ComplaintDecided,
    ComplaintExclusionChanged,
    ComplaintReceived,
    ComplaintReopened,
    InformationWanted,
    MessageReceived,
    ProfileTold,
    TipConverted,
)
from shared.principal import Principal


def receive(by: Principal, session: Session, event: ComplaintReceived, *, now: datetime) -> None:
    """Keep what cases may know of a complaint. Its case may be there before it: a tip is a stream of its own."""
    hold(session, event.complaint_id)
    complaint = Complaint(
        id=event.complaint_id,
        reference=event.reference,
        channel=event.channel,
        submitter_role=event.submitter_role,
        by_child=event.by_child,
        life_area=event.life_area,
        municipality=event.municipality,
        urgency=event.urgency,
        language=event.language,
        received_at=now,
    )
    session.add(complaint)
    session.flush()
    audit.record(session, by, "complaint.received", "complaint", complaint.id)
    empty = ~exists().where(Complaint.case_id == Case.id)
    waiting = select(Case).where(Case.reference == complaint.reference, empty).with_for_update()
    if (case := session.execute(waiting).scalar()) is not None:
        _attach(by, session, case, complaint, now, leading=True)


def decide(by: Principal, session: Session, event: ComplaintDecided, *, now: datetime) -> None:
    """An admissible complaint opens a case; a joined one goes to the case of the complaint that it is joined to.

    That one may be decided later, or not even have arrived: then the joined complaint waits for its case.
    """
    for complaint_id in sorted({event.complaint_id, event.joined_to or event.complaint_id}, key=str):
        hold(session, complaint_id)
    complaint = session.get_one(Complaint, event.complaint_id)
    complaint.outcome, complaint.ground, complaint.summary = event.outcome, event.ground, event.summary
    complaint.urgency, complaint.conflict_with_guardian = event.urgency, event.conflict_with_guardian
    audit.record(session, by, "complaint.decided", "complaint", complaint.id, outcome=complaint.outcome)
    if complaint.outcome == "admissible" and complaint.case_id is None:
        check_opening(Origin.COMPLAINT, complaints=1, trigger=None, memo="", rights=event.rights)
        begin(by, session, event, NewCase(origin=Origin.COMPLAINT, bodies=event.bodies), now=now)
    elif complaint.outcome == "admissible":
        put_before_officer(by, session, complaint, "complaint.admitted_again", now=now)
    elif complaint.outcome == "joined":
        complaint.joined_to = event.joined_to
        leading = session.get(Complaint, complaint.joined_to)
        if leading is not None and leading.case_id is not None:
            case = session.get_one(Case, leading.case_id, with_for_update=True)
            for joined in _with_joined(session, complaint):
                _attach(by, session, case, joined, now)


def reopen(by: Principal, session: Session, event: ComplaintReopened, *, now: datetime) -> None:
    """A complaint is looked at again. Whether its case is, a person decides: a closed one is put before them."""
    hold(session, event.complaint_id)
    complaint = session.get_one(Complaint, event.complaint_id)
    complaint.outcome = complaint.ground = complaint.joined_to = None
    audit.record(session, by, "complaint.reopened", "complaint", complaint.id, reason=event.reason)
    put_before_officer(by, session, complaint, "complaint.reopened", now=now)


def exclude(by: Principal, session: Session, event: ComplaintExclusionChanged, *, now: datetime) -> None:
    """Somebody of the office has a conflict of interest in a complaint, or no longer; it may arrive before the complaint."""
    hold(session, event.complaint_id)
    exclusions.of_complaint(by, session, event, now=now)


def note_message(by: Principal, session: Session, event: MessageReceived, *, now: datetime) -> None:
    """The complainant wrote: a line in the history, and a mark until somebody has read it."""
    hold(session, event.complaint_id)
    message = ComplaintMessage(id=event.message_id, complaint_id=event.complaint_id, received_at=now)
    session.add(message)
    complaint = session.get(Complaint, event.complaint_id)
    if complaint is not None and complaint.case_id is not None:
        _mark(by, session, session.get_one(Case, complaint.case_id, with_for_update=True), message)


def note_profile(by: Principal, session: Session, event: ProfileTold, *, now: datetime) -> None:
    """What of the child is counted. It may come before the complaint: the two are streams of their own."""
    codes = {**codes_of(event), "told_at": now}
    statement = upsert(ComplaintProfile).values(complaint_id=event.complaint_id, **codes)
    session.execute(statement.on_conflict_do_update(index_elements=["complaint_id"], set_=codes))
    audit.record(session, by, "complaint.profile_told", "complaint", event.complaint_id)


def begin(
    by: Principal,
    session: Session,
    event: ComplaintDecided | TipConverted | InformationWanted,
    new: NewCase,
    *,
    now: datetime,
) -> Case:
    """Open a case on what a complaint told, with whoever is joined to it; `new` says how it comes into being, the event the
    rest. The complaint itself may not be here yet.
    """
    complaint = session.get(Complaint, event.complaint_id)
    municipality = event.municipality or (complaint.municipality if complaint else None)
    of_event = replace(
        new,
        reference=event.reference,
        rights=event.rights,
        places=(municipality,) if municipality else (),
        life_area=event.life_area or (complaint.life_area if complaint else None),
        urgency=event.urgency,
    )
    case = open_case(session, of_event, now=now)
    audit.record(session, by, "case.opened", "case", case.id, origin=case.origin)
    of = {"complaint": event.complaint_id, "origin": case.origin, "trigger": case.trigger}
    note(session, case.id, now, by.name, "case.opened", document=case.memo, **of)
    complaints = _with_joined(session, complaint) if complaint else []
    for joined in complaints:
        _attach(by, session, case, joined, now, leading=joined is complaint)
    announce(session, case, [one.id for one in complaints] or [event.complaint_id], new.bodies)
    return case


def _with_joined(session: Session, complaint: Complaint) -> list[Complaint]:
    """A complaint, those that are joined to it and have no case, those joined to these, and so on."""
    complaints = [complaint]
    for leading in complaints:
        joined = select(Complaint).where(Complaint.joined_to == leading.id, Complaint.case_id.is_(None))
        complaints += [one for one in session.execute(joined).scalars() if one not in complaints]
    return complaints


def put_before_officer(
    by: Principal,
    session: Session,
    complaint: Complaint,
    code: str,
    *,
    now: datetime,
    institution: UUID | None = None,
) -> None:
    """A line in the history of the complaint's case and, if that is closed, the mark in the lists that something is new."""
    if complaint.case_id is None:
        return
    case = session.get_one(Case, complaint.case_id, with_for_update=True)
    about = {"complaint": complaint.id, "reference": complaint.reference, "institution": institution}
    note(session, case.id, now, by.name, code, document=None, **about)
    if case.is_closed:
        case.unread_messages += 1


def _attach(
    by: Principal, session: Session, case: Case, complaint: Complaint, now: datetime, *, leading: bool = False
) -> None:
    complaint.case_id = case.id
    if not leading:
        note(session, case.id, now, by.name, "complaint.joined", complaint=complaint.id, reference=complaint.reference)
        audit.record(session, by, "complaint.joined", "case", case.id, complaint=str(complaint.id))
        drafts.fall_back(by, session, case, now=now)
    written = select(ComplaintMessage).where(ComplaintMessage.complaint_id == complaint.id)
    for message in session.execute(written.order_by(ComplaintMessage.received_at)).scalars():
        _mark(by, session, case, message)
    # Whoever is excluded from the complaint is excluded from the case from now on.
    exclusions.release(by, session, case, now=now)


def _mark(by: Principal, session: Session, case: Case, message: ComplaintMessage) -> None:
    case.unread_messages += 1
    of = {"complaint": message.complaint_id, "message": message.id}
    note(session, case.id, message.received_at, by.name, "complainant.wrote", document=None, **of)


def hold(session: Session, complaint_id: UUID) -> None:
    """One at a time per complaint, also while its row is not there yet: a joined complaint, or a message, and the opening
    of the case that they belong to would otherwise miss each other.
    """
    key = func.hashtextextended(f"complaint:{complaint_id}", 0)
    session.execute(select(func.pg_advisory_xact_lock(key)))
