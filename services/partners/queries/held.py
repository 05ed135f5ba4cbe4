"""Which letters may not leave: a court or a prosecutor has the matter of a case that they tell of."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.partners.models import HeldAct


def held_since(session: Session, acts: Iterable[UUID]) -> dict[UUID, date]:
    """Since when each of these acts is held; those that are not are missing."""
    rows = select(HeldAct.recommendation_id, func.min(HeldAct.since)).where(HeldAct.recommendation_id.in_(set(acts)))
    return {row[0]: row[1] for row in session.execute(rows.group_by(HeldAct.recommendation_id))}
