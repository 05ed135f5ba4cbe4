"""A complaint as the routes for staff answer with it."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.intake.queries import complaints as queries
from services.intake.schemas import complaints
from shared import access
from shared.clock import utc_now
from shared.platform import platform


def shown(session: Session, complaint_id: UUID) -> Any:
    """As it is after what this request did, to whoever asks."""
    session.flush()
    here, now = platform(), utc_now()
    return complaints.Complaint().dump(
        queries.complaint_view(session, here.documents, complaint_id, now, access.current())
    )
