"""What people have opened today, held against what they may."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.models import OpeningCount


def is_spent(session: Session, staff_id: UUID, day: date) -> bool:
    """Whether that person needs another one's word for each further file, though it is their own work."""
    mine = (OpeningCount.staff_id == staff_id, OpeningCount.day == day)
    return data.budget().is_spent(session.execute(select(OpeningCount.own).where(*mine)).scalar() or 0)


def people_near(session: Session, day: date) -> int:
    """How many people have opened so many files that day that somebody should look why."""
    own, let_in = data.budget().near_counts()
    near = (OpeningCount.day == day, or_(OpeningCount.own >= own, OpeningCount.let_in >= let_in))
    return session.execute(select(func.count()).select_from(OpeningCount).where(*near)).scalar_one()
