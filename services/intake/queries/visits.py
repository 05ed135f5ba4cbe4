"""Whether a visit was left."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.models import EndedVisit
from services.intake.models.visits import digest_of


def was_left(session: Session, visit_id: UUID) -> bool:
    found = select(EndedVisit.digest).where(EndedVisit.digest == digest_of(visit_id))
    return session.execute(found).first() is not None
