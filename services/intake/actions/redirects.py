"""What became of complaints that were passed on: the complainant is asked once whether that body answered."""

from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.actions import progress
from services.intake.data.wording import Facts
from services.intake.domain.terms import local_day
from services.intake.models import Complaint
from shared import audit
from shared.principal import Principal

#: A name for the cause of the question: the redirection of a complaint on a day.
_CAUSE = UUID("5a0f7c52-6f0e-4f5b-9d1c-3b7f6c8f2a10")


def ask_one(by: Principal, session: Session, *, now: datetime) -> bool:
    """Ask the complainant whose day is oldest; False if nobody's has come. A mailbox that is shut waits until it opens."""
    due = select(Complaint).where(
        Complaint.redirect_check_on <= local_day(now),
        Complaint.redirect_asked_at.is_(None),
        Complaint.submitter_in_conflict.is_(False),
        Complaint.erased_at.is_(None),
    )
    oldest = due.order_by(Complaint.redirect_check_on, Complaint.id).limit(1)
    complaint = session.execute(oldest.with_for_update(skip_locked=True)).scalar()
    if complaint is None or complaint.decided_at is None:
        return False
    complaint.redirect_asked_at = now
    day = local_day(complaint.decided_at)
    facts = Facts(institution_id=complaint.redirect_to, day=day)
    progress.notice(session, complaint, "redirect_check", facts, cause=uuid5(_CAUSE, day.isoformat()), now=now)
    audit.record(session, by, "redirect.asked", "complaint", complaint.id)
    return True
