"""Complaints that are a person's work: every door behind which something is opened, written or decided asks here."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.domain.openings import WHOSE, Standing, works_on
from services.intake.models import CaseWorker, Complaint
from services.intake.queries import walls
from shared.principal import Principal
from shared.rules import NotAllowed


def standing(session: Session, complaint: Complaint, by: Principal) -> Standing:
    """How `by` stands to the complaint."""
    row = select(CaseWorker.case_id).where(CaseWorker.case_id == complaint.case_id, CaseWorker.staff_id == by.person)
    on_case = complaint.case_id is not None and session.execute(row).first() is not None
    return Standing(roles=by.roles, status=complaint.status, on_case=on_case)


def is_work_of(session: Session, complaint_id: UUID, by: Principal) -> bool:
    """Whether a complaint is the work of `by`: for a page that offers what its reader may do. Raises `NotFound`."""
    return works_on(standing(session, walls.complaint(session, complaint_id, by.person), by))


def locked(session: Session, complaint_id: UUID, by: Principal) -> Complaint:
    """A complaint that is the work of `by`, held until the transaction ends. Raises `NotFound`, `NotAllowed`."""
    complaint = walls.locked(session, complaint_id, by.person)
    if complaint.erased_at is None and not works_on(standing(session, complaint, by)):
        raise NotAllowed(WHOSE)
    return complaint
