"""What is known of the child of a complaint, in codes that are counted."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.domain.profile import MEMBERS, Profile
from services.intake.models import ToldProfile


def current(session: Session, complaint_id: UUID) -> Profile:
    """As it was told or corrected last; nothing is said where nothing was told."""
    statement = select(ToldProfile).where(ToldProfile.complaint_id == complaint_id)
    row = session.execute(statement.order_by(ToldProfile.at.desc(), ToldProfile.id.desc()).limit(1)).scalar()
    return Profile(**{member: getattr(row, member) for member in MEMBERS}) if row else Profile()
