"""The one place that says which complaints a person of the office may know of: all, but those that they are walled off
from because of a conflict of interest. Unknown and walled off are the same 404; lists and counts leave both out.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from services.intake.models.records import Exclusion
from services.intake.models.tables import Complaint
from shared.errors import NotFound


def open_to(staff_id: UUID) -> ColumnElement[bool]:
    """A condition on `Complaint` for a query made for that person: a list, one complaint, a count, a figure."""
    about = or_(Exclusion.complaint_id == Complaint.id, Exclusion.case_id == Complaint.case_id)
    return ~exists().where(Exclusion.staff_id == staff_id, about)


def complaint(session: Session, complaint_id: UUID, staff_id: UUID) -> Complaint:
    """A complaint that this person may know of. Raises `NotFound`."""
    statement = select(Complaint).where(Complaint.id == complaint_id, open_to(staff_id))
    return _found(session.execute(statement).scalar())


def locked(session: Session, complaint_id: UUID, staff_id: UUID) -> Complaint:
    """The same, held until the transaction ends: what is decided about it is decided by one at a time."""
    statement = select(Complaint).where(Complaint.id == complaint_id, open_to(staff_id))
    return _found(session.execute(statement.with_for_update(of=Complaint)).scalar())


def _found(complaint: Complaint | None) -> Complaint:
    if complaint is None:
        raise NotFound
    return complaint
