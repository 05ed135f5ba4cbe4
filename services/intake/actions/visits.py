"""The end of a complainant's visit, or of a receipt that was shown, on the server: a copy of its cookie opens nothing after."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.intake.models import EndedVisit
from services.intake.models.visits import digest_of


def end(session: Session, visit_id: UUID, until: datetime) -> bool:
    """The visit is over; `until`: when it would have been by itself. Nothing says whose it was, and no trail that it was.

    False where it was over already.
    """
    row = upsert(EndedVisit).values(digest=digest_of(visit_id), until=until).on_conflict_do_nothing()
    return session.execute(row.returning(EndedVisit.digest)).first() is not None


def forget(session: Session, *, now: datetime) -> None:
    """Forget the ends of visits whose cookies are too old to open anything."""
    session.execute(delete(EndedVisit).where(EndedVisit.until < now))
