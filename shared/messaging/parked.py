"""What is parked, and the log from which everything can be published again. What is done with the parked: `freeing`."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from shared.db import patient
from shared.messaging.kept import HeldEvent, ParkedEvent

_AGAIN = text(
    "SELECT publish_again(ARRAY(SELECT message_id FROM outbox WHERE created_at >= :since AND published_at IS NOT NULL"
    " AND (CAST(:type AS text) IS NULL OR type = :type)))"
)


def unresolved(session: Session, limit: int = 200) -> Sequence[ParkedEvent]:
    """The parked events that wait for a person, oldest first."""
    return (
        session.execute(
            select(ParkedEvent).where(ParkedEvent.resolution.is_(None)).order_by(ParkedEvent.parked_at).limit(limit)
        )
        .scalars()
        .all()
    )


def with_reason(session: Session, reason: str) -> Sequence[UUID]:
    """The ids of what is parked for one reason, in an order in which each may have its turn."""
    open_ones = ParkedEvent.resolution.is_(None), ParkedEvent.reason == reason
    order = ParkedEvent.stream, ParkedEvent.subject, ParkedEvent.epoch, ParkedEvent.sequence, ParkedEvent.parked_at
    return session.execute(select(ParkedEvent.id).where(*open_ones).order_by(*order)).scalars().all()


def publish_again(session: Session, since: datetime, event_type: str | None = None) -> int:
    """Put published events back into the relay's hands; consumers that have them drop the repeats. Returns how many."""
    # A year of events: minutes, for which nobody waits but whoever asked.
    patient(session, 600)
    session.info["published"] = True
    again: int = session.execute(_AGAIN, {"since": since, "type": event_type}).scalar_one()
    return again


def counts(session: Session) -> tuple[int, int]:
    """How many events are parked and how many are held."""
    parked = session.execute(select(func.count()).select_from(ParkedEvent).where(ParkedEvent.resolution.is_(None)))
    held = session.execute(select(func.count()).select_from(HeldEvent))
    return parked.scalar_one(), held.scalar_one()
