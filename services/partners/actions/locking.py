"""One transaction at a time decides over a body's letters. A step of others."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session


def hold(session: Session, institution_id: UUID) -> None:
    """Let one transaction at a time decide over a body's letters.

    Without it a letter that comes in and a first user who is added, each unseen by the other, would leave the letter
    lying; likewise a notice and the letter that it is about. An unknown body has no row that could be locked.
    """
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(institution_id), 7_402_102))))
