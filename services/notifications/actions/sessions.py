"""Staff sessions: cases decides when one is over, and so hears of their use here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.events.catalogue import SessionUsedInNotifications
from shared.messaging.outbox import publish


def tell_use(session: Session, session_id: UUID, seen_at: datetime) -> None:
    """A step of others: `shared.staff_sessions` says when."""
    publish(session, SessionUsedInNotifications(session_id=session_id, seen_at=seen_at), session_id)
