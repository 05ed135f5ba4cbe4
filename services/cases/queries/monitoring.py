"""Which cases were closed while the ladder of something that is owed goes on, and on which acts that is owed."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.lists.conditions import act_in_monitoring, closed_into_monitoring
from services.cases.models import Case, Recommendation


def monitored_cases(session: Session, case_ids: Collection[UUID], today: date) -> frozenset[UUID]:
    """Those of these cases that were closed into monitoring."""
    if not case_ids:
        return frozenset()
    among = select(Case.id).where(Case.id.in_(case_ids), closed_into_monitoring(today))
    return frozenset(session.execute(among).scalars())


def monitored_acts(session: Session, act_ids: Collection[UUID], today: date) -> frozenset[UUID]:
    """Those of these acts on which something is owed that is pressed after its case was closed."""
    if not act_ids:
        return frozenset()
    among = select(Recommendation.id).where(Recommendation.id.in_(act_ids), act_in_monitoring(today))
    return frozenset(session.execute(among).scalars())
