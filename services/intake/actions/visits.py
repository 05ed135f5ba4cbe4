"""The end of a complainant's visit on the server: a copy of its cookie, on whatever machine, opens nothing after."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.intake.models import EndedVisit
from services.intake.models.visits import digest_of


def end(session: Session, visit_id: UUID, until: datetime) -> None:
    """The visit is over; `until`: when it would have been by itself. Nothing says whose it was, and no trail that it was."""
    row = upsert(EndedVisit).values(digest=digest_of(visit_id), until=until)
    session.execute(row.on_conflict_do_nothing())


def forget(session: Session, *, now: datetime) -> None:
    """Forget the ends of visits whose cookies are too old to open anything."""
    session.execute(delete(EndedVisit).where(EndedVisit.until < now))
