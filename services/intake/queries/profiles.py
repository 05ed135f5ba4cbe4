"""What is known of the child of a complaint, in codes that are counted."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.domain.profile import MEMBERS, Profile
from services.intake.models import ToldProfile
from services.intake.queries.walls import THIS

#: As it was told or corrected last.
LATEST = (
    select(*(getattr(ToldProfile, member) for member in MEMBERS))
    .where(ToldProfile.complaint_id == THIS)
    .order_by(ToldProfile.at.desc(), ToldProfile.id.desc())
    .limit(1)
)


def current(session: Session, complaint_id: UUID) -> Profile:
    """Nothing is said where nothing was told."""
    row = session.execute(LATEST, {THIS.key: complaint_id}).first()
    return Profile(**row._asdict()) if row else Profile()
