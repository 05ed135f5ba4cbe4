"""What waits for a first look and cannot wait."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.models import Complaint


def oldest_danger(session: Session) -> datetime | None:
    """When the oldest complaint came in for which somebody is called and at which nobody has looked or about which nobody has decided; None without one."""
    unseen = _unseen()
    calls = [level for level, entry in data.urgency_levels().items() if entry["calls"]]
    statement = select(func.min(Complaint.received_at)).where(*unseen, Complaint.urgency.in_(calls))
    return session.execute(statement).scalar()


def late(session: Session, *, now: datetime) -> int:
    """At how many complaints somebody should have looked by now."""
    statement = select(func.count()).select_from(Complaint).where(*_unseen(), Complaint.urgency_due <= now)
    return session.execute(statement).scalar_one()


def _unseen() -> tuple[ColumnElement[bool], ...]:
    return Complaint.first_looked_at.is_(None), Complaint.erased_at.is_(None), Complaint.outcome.is_(None)
