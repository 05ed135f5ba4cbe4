"""Since when an obligation was out of the hands of its body on a past day: what a court or a prosecutor had, what was over at its root, and
what a letter asks for again that has not arrived.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CTE, case, func, or_, select

from services.cases.domain.ledger import OF_ASKING, EntryKind
from services.cases.models import ClockEntry
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


def asked_again(kept: CTE, asked: Asked, known_end: datetime) -> Any:
    """Since when its body was asked again by a letter that had not arrived: `ledger.askings` ends with such an entry."""
    known = ClockEntry.effective <= asked.on, ClockEntry.recorded_at < known_end
    of_it = ClockEntry.obligation_id == kept.c.id, ClockEntry.kind.in_([kind.value for kind in OF_ASKING])
    since = case((ClockEntry.kind == EntryKind.ASKED_AGAIN.value, ClockEntry.effective))
    last = ClockEntry.effective.desc(), ClockEntry.recorded_at.desc(), ClockEntry.number.desc()
    return select(since).where(*of_it, *known).order_by(*last).limit(1).scalar_subquery()
