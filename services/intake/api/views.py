"""A complaint as the routes for staff answer with it."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.intake.queries import complaints as queries
from services.intake.schemas import complaints as schemas
from shared import access
from shared.clock import utc_now
from shared.platform import platform


def shown(session: Session, complaint_id: UUID) -> schemas.Complaint:
    """As it is after what this request did, to whoever asks."""
    session.flush()
    return queries.complaint_view(session, platform().documents, complaint_id, utc_now(), access.current())
