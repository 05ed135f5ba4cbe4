"""Since when an obligation was out of the hands of its body on a past day: what a court or a prosecutor had, and what was over at its root."""

from datetime import datetime
from typing import Any

from sqlalchemy import CTE, func, or_, select

from services.cases.models.elsewhere import CaseHold, MootSpell, meets
from services.cases.register.domain.two_times import Asked


def held(kept: CTE, asked: Asked, on_end: datetime, known_end: datetime) -> Any:
    """Since when a court or a prosecutor had the matter. `on_end`, `known_end`: the first instants after the days of the question."""
    recorded = CaseHold.since <= asked.on, CaseHold.recorded_at < known_end
    went_on = or_(CaseHold.ended_at.is_(None), CaseHold.ended_at >= on_end)
    of_case = CaseHold.case_id == kept.c.case_id, meets(kept.c.created_at)
    return select(func.max(CaseHold.since)).where(*recorded, went_on, *of_case).scalar_subquery()


def moot(kept: CTE, asked: Asked, on_end: datetime) -> Any:
    """Since when nothing was left to press for. It begins and ends on the day on which that is recorded, and so is known whenever it is so."""
    went_on = or_(MootSpell.ended_at.is_(None), MootSpell.ended_at >= on_end)
    of_it = MootSpell.obligation_id == kept.c.id, MootSpell.since <= asked.on
    return select(func.max(MootSpell.since)).where(*of_it, went_on).scalar_subquery()
