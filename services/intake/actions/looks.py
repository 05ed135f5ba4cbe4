"""That somebody of the office looked at a complaint, and who must be called until somebody has."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.domain.standing import is_read
from services.intake.models import Complaint
from shared.events.catalogue import DangerEnded, DangerReported
from shared.messaging.outbox import publish
from shared.rules import RuleViolation


def call_for(session: Session, complaint_id: UUID, urgency: str, *, now: datetime) -> None:
    """Have somebody called where the urgency of a new complaint says so."""
    if data.urgency_levels()[urgency]["calls"]:
        publish(session, DangerReported(complaint_id=complaint_id, at=now), complaint_id)


def opened(session: Session, complaint_id: UUID, *, now: datetime) -> None:
    """That someone opened the file: the first time counts, later ones change nothing."""
    # Not through the object: the version that an officer has read stays what it was.
    first = update(Complaint).where(Complaint.id == complaint_id, Complaint.first_looked_at.is_(None))
    urgency = session.execute(first.values(first_looked_at=now).returning(Complaint.urgency)).scalar()
    if urgency is not None:
        _call_off(session, complaint_id, urgency, now=now)


def require_read(complaint: Complaint) -> None:
    """Raise `RuleViolation` (409) for a complaint that nobody of the office has read: of it nothing is decided. What whoever complained said
    stands in the sealed file alone, and they read who opened that.
    """
    if not is_read(complaint.first_looked_at, complaint.registered_by):
        raise RuleViolation("nobody of the office has read it", code="not_read", legal=("openings",))


def decided(session: Session, complaint: Complaint, *, now: datetime) -> None:
    """That someone decides about it: nobody is called any more. It is no look: who complained reads who opened the file, and a decision
    opens none. Before the decision changes the urgency for which one was called.
    """
    if complaint.first_looked_at is None:
        _call_off(session, complaint.id, complaint.urgency, now=now)


def erased(session: Session, complaint: Complaint, *, now: datetime) -> None:
    """There is nothing left to look at."""
    if complaint.first_looked_at is None:
        _call_off(session, complaint.id, complaint.urgency, now=now)


def _call_off(session: Session, complaint_id: UUID, urgency: str, *, now: datetime) -> None:
    if data.urgency_levels()[urgency]["calls"]:
        publish(session, DangerEnded(complaint_id=complaint_id, at=now), complaint_id)
