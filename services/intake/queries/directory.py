"""What the pages offer of the directory: places to choose from, and bodies that are searched for."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.queries import lookup
from shared.directory import MUNICIPALITY, KnownInstitution, find


def municipalities(session: Session) -> Sequence[KnownInstitution]:
    """All municipalities that this service has heard of, by name; none before the directory has arrived."""
    statement = select(KnownInstitution).where(
        KnownInstitution.active, KnownInstitution.institution_class == MUNICIPALITY
    )
    return session.execute(statement.order_by(KnownInstitution.name_sq)).scalars().all()


def bodies(session: Session, ids: Sequence[UUID], words: str) -> Sequence[KnownInstitution]:
    """Those with `ids`, and those that a search for `words` finds."""
    chosen = list(lookup.institutions(session, ids).values())
    matches = find(session, words) if words.strip() else []
    return [*chosen, *(body for body in matches if body.id not in set(ids))]
