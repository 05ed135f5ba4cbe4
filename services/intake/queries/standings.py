"""Where a complaint stands, for each of those who read it: the mailbox and the telephone say the same."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.domain.standing import is_read, standing
from services.intake.models import Complaint, Message


def standing_of(session: Session, complaint: Complaint) -> str:
    """The key of its words in notices.yaml."""
    letters = select(Message.id).where(Message.complaint_id == complaint.id, Message.kind == "act_sent").limit(1)
    return standing(
        complaint.status,
        complaint.case_stage,
        told_of_letter=session.execute(letters).scalar() is not None,
        was_read=is_read(complaint.first_looked_at, complaint.registered_by),
        was_reopened=_was_reopened(session, complaint),
    )


def _was_reopened(session: Session, complaint: Complaint) -> bool:
    """By what any of its complainants was told: who joined after the reopening comes to the same case."""
    if complaint.case_id is None:
        return False
    told = select(Message.id).join(Complaint, Complaint.id == Message.complaint_id)
    reopenings = told.where(Complaint.case_id == complaint.case_id, Message.kind == "case_reopened").limit(1)
    return session.execute(reopenings).scalar() is not None
