"""Complaints that are a person's work: every door behind which something is opened, written or decided asks here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.domain.openings import WHOSE, Standing, may_open, works_on
from services.intake.models import Access, CaseWorker, Complaint
from services.intake.queries import walls
from shared.principal import Principal
from shared.rules import NotAllowed


def standing(session: Session, complaint: Complaint, by: Principal, now: datetime | None = None) -> Standing:
    """How `by` stands to the complaint; with `now`, also whether they were let in until then or later."""
    row = select(CaseWorker.case_id).where(CaseWorker.case_id == complaint.case_id, CaseWorker.staff_id == by.person)
    on_case = complaint.case_id is not None and session.execute(row).first() is not None
    let_in = now is not None and let_in_by(session, complaint, by, now) is not None
    return Standing(roles=by.roles, status=complaint.status, on_case=on_case, let_in=let_in)


def let_in_by(session: Session, complaint: Complaint, by: Principal, now: datetime) -> Access | None:
    """What another person agreed to, by which `by` may open this file at `now`."""
    holds = (Access.complaint_id == complaint.id, Access.asked_by == by.person, Access.until > now)
    return session.execute(select(Access).where(*holds).order_by(Access.until.desc()).limit(1)).scalar()


def may_be_opened_by(session: Session, complaint_id: UUID, by: Principal, now: datetime) -> bool:
    """Whether `by` may open its sealed file now. Raises `NotFound`."""
    return may_open(standing(session, walls.complaint(session, complaint_id, by.person), by, now))


def is_work_of(session: Session, complaint_id: UUID, by: Principal) -> bool:
    """Whether a complaint is the work of `by`: for a page that offers what its reader may do. Raises `NotFound`."""
    return works_on(standing(session, walls.complaint(session, complaint_id, by.person), by))


def locked(session: Session, complaint_id: UUID, by: Principal) -> Complaint:
    """A complaint that is the work of `by`, held until the transaction ends. Raises `NotFound`, `NotAllowed`."""
    complaint = walls.locked(session, complaint_id, by.person)
    if complaint.erased_at is None and not works_on(standing(session, complaint, by)):
        raise NotAllowed(WHOSE)
    return complaint
