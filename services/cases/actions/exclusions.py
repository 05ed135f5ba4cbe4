"""The wall around a case: whoever has a conflict of interest sees nothing of it from the commit on, in no list and no count."""

from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

from services.cases.actions import assignments
from services.cases.domain.case import Status
from services.cases.models import Case, Complaint, Exclusion, Recommendation, Task
from services.cases.models.cases import note
from services.cases.queries.situations import tells_of
from services.cases.queries.visibility import LEADING, find_case, is_excluded
from services.cases.schemas.documents import WrittenText
from services.cases.schemas.investigation import ExclusionBody
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import CaseExclusionChanged, CaseWalled, ComplaintExclusionChanged
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation, NotAllowed, RuleViolation
from shared.staff import StaffAccount


def change(
    by: Principal, session: Session, documents: Documents, case_id: UUID, wanted: ExclusionBody, *, now: datetime
) -> Exclusion:
    """Shut a person out of a case, or let them in again. Who leads decides; anybody may shut out themselves.

    Raises `RuleViolation` (409) where nothing would change or nobody who leads would be left, `NotAllowed`.
    """
    case = find_case(session, case_id, by, lock=True)
    if not by.roles & LEADING and not (wanted.excluded and wanted.staff_id == by.id):
        raise NotAllowed("who leads the section shuts others out, and lets in again")
    if session.get(StaffAccount, wanted.staff_id) is None:
        raise ContentViolation("nobody of the office", code="exclusion.staff_unknown", field="staff_id")
    stands = session.execute(
        select(Exclusion).where(
            Exclusion.case_id == case.id, Exclusion.staff_id == wanted.staff_id, Exclusion.ended_at.is_(None)
        )
    ).scalar_one_or_none()
    document = documents.keep(WrittenText(text=wanted.reason))
    if wanted.excluded:
        _check_new(session, case, wanted.staff_id, stands)
        row = Exclusion(case_id=case.id, staff_id=wanted.staff_id, by=by.name, at=now, reason=document)
        session.add(row)
    else:
        row = _standing(session, case, wanted.staff_id, stands)
        row.ended_at, row.ended_by, row.ended_reason = now, by.name, document
    _tell_history(by, session, case, wanted.staff_id, excluded=wanted.excluded, now=now)
    publish(
        session,
        CaseExclusionChanged(
            case_id=case.id,
            complaints=tuple(session.execute(select(Complaint.id).where(Complaint.case_id == case.id)).scalars()),
            staff_id=wanted.staff_id,
            excluded=wanted.excluded,
        ),
        uuid5(case.id, str(wanted.staff_id)),
    )
    session.flush()
    return row


def of_complaint(by: Principal, session: Session, event: ComplaintExclusionChanged, *, now: datetime) -> None:
    """Intake tells of a conflict of interest in a complaint; it holds for the case that the complaint belongs to, whenever."""
    complaint_id, staff_id = event.complaint_id, event.staff_id
    about = (Exclusion.complaint_id == complaint_id, Exclusion.staff_id == staff_id, Exclusion.ended_at.is_(None))
    stands = session.execute(select(Exclusion).where(*about)).scalar_one_or_none()
    if event.excluded and stands is None:
        session.add(Exclusion(complaint_id=complaint_id, staff_id=staff_id, by=by.name, at=now))
    elif not event.excluded and stands is not None:
        stands.ended_at, stands.ended_by = now, by.name
    session.flush()
    complaint = session.get(Complaint, complaint_id)
    if complaint is not None and complaint.case_id is not None:
        case = session.get_one(Case, complaint.case_id, with_for_update=True)
        _tell_history(by, session, case, staff_id, excluded=event.excluded, now=now)
    else:
        audit.record(session, by, "exclusion.changed", "complaint", complaint_id, excluded=event.excluded)


def _tell_history(
    by: Principal, session: Session, case: Case, staff_id: UUID, *, excluded: bool, now: datetime
) -> None:
    """The line of the history and of the trail; the reason stands with the exclusion alone, which few may read."""
    code = "exclusion.begun" if excluded else "exclusion.ended"
    note(session, case.id, now, by.name, code, staff=staff_id)
    audit.record(session, by, "exclusion.changed", "case", case.id, staff=str(staff_id), excluded=excluded)
    release(by, session, case, now=now)


def release(by: Principal, session: Session, case: Case, *, now: datetime) -> None:
    """Take the case, and the open tasks in it, from whoever is excluded from it: it waits for another officer; and tell who they are.

    A case that was only assigned is opened again, which is no news to whoever complained; one that is further on stays where it is, for
    its clocks run.
    """
    session.flush()
    _tell_walls(session, case)
    behind = [one for one in _people_of(session, case) if is_excluded(session, one, case.id)]
    if not behind:
        return
    tasks = update(Task).where(Task.case_id == case.id, Task.done_at.is_(None), Task.assignee_id.in_(behind))
    session.execute(tasks.values(assignee_id=None))
    if case.officer_id in behind:
        note(session, case.id, now, by.name, "case.released", officer=case.officer_id)
        audit.record(session, by, "case.released", "case", case.id)
        assignments.give(session, case, None)
        if case.status == Status.ASSIGNED:
            case.status = Status.OPENED.value
        session.flush()


def tell_untold(session: Session) -> None:
    """Tell of the walls that stood before anybody was told of walls."""
    by_complaint = select(Complaint.case_id).join(Exclusion, Exclusion.complaint_id == Complaint.id)
    standing = Exclusion.ended_at.is_(None)
    walled = or_(
        Case.id.in_(select(Exclusion.case_id).where(standing, Exclusion.case_id.is_not(None))),
        Case.id.in_(by_complaint.where(standing, Complaint.case_id.is_not(None))),
    )
    untold = select(Case).where(Case.walls_told.is_(None), walled).order_by(Case.id).with_for_update()
    for case in session.execute(untold).scalars().all():
        _tell_walls(session, case)
    session.flush()


def _tell_walls(session: Session, case: Case) -> None:
    """Who is shut out now, where that is not what was told last."""
    shut_out = sorted(session.execute(_shut_out(case)).scalars().unique())
    words = [str(one) for one in shut_out]
    if words == (case.walls_told or []):
        return
    case.walls_told = words
    issued = select(Recommendation.id).where(Recommendation.issued_at.is_not(None), tells_of(case.id))
    acts = tuple(sorted(session.execute(issued).scalars()))
    publish(session, CaseWalled(case_id=case.id, staff=tuple(shut_out), acts=acts), case.id)


def _shut_out(case: Case) -> Select[UUID]:
    complaints = select(Complaint.id).where(Complaint.case_id == case.id)
    about = or_(Exclusion.case_id == case.id, Exclusion.complaint_id.in_(complaints))
    return select(Exclusion.staff_id).where(about, Exclusion.ended_at.is_(None))


def _people_of(session: Session, case: Case) -> set[UUID]:
    open_tasks = select(Task.assignee_id).where(Task.case_id == case.id, Task.done_at.is_(None))
    return {one for one in (*session.execute(open_tasks).scalars(), case.officer_id) if one is not None}


def _check_new(session: Session, case: Case, staff_id: UUID, stands: Exclusion | None) -> None:
    if stands is not None:
        raise RuleViolation("the person is excluded already", code="exclusion.stands")
    accounts = session.execute(select(StaffAccount).where(StaffAccount.active, StaffAccount.id != staff_id)).scalars()
    leading = {one.id for one in accounts if LEADING & set(one.roles)}
    if not leading - set(session.execute(_shut_out(case)).scalars()):
        raise RuleViolation("nobody would be left to lead this case", code="exclusion.nobody_left")


def _standing(session: Session, case: Case, staff_id: UUID, stands: Exclusion | None) -> Exclusion:
    if stands is not None:
        return stands
    if is_excluded(session, staff_id, case.id):
        raise RuleViolation("the wall is that of a complaint: intake lifts it", code="exclusion.of_complaint")
    raise RuleViolation("the person is not excluded", code="exclusion.none")
