"""By how many days an item is late, as the office counts them: those on which a court or a prosecutor had the matter or the office asked for nothing
are nobody's, as it told them of each item.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from services.partners import domain
from services.partners.models import DispatchItem
from shared.lateness import Stretch, days_late


def reply_late_by(row: DispatchItem, was_due: date | None, holds: Sequence[Stretch], today: date) -> int:
    """0 of what is not late; what was answered stays late by as many days as when the answer came. `was_due`: by which day that was due; `holds`: when the
    matter of its act was elsewhere.
    """
    due, until = row.due, today
    if row.is_answered:
        due, until = due or was_due, _answered_on(row) or today
    if due is None or until <= due:
        return 0
    return days_late(due, until, [*holds, *_stretches(row.reply_free)])


def letter_late_by(rows: Iterable[DispatchItem], due: date | None, holds: Sequence[Stretch], today: date) -> int:
    """Of the items that are due on that day the one that is late by most; where nobody counted the day of any, by that of the letter."""
    if due is None or today <= due:
        return 0
    of_items = [reply_late_by(row, None, holds, today) for row in rows if row.due == due and not row.is_answered]
    return max(of_items, default=days_late(due, today, holds))


def measures_late_by(rows: Iterable[DispatchItem], day: date, holds: Sequence[Stretch], today: date) -> int:
    """The same of these items, which were to be done by that day."""
    late = [days_late(day, today, [*holds, *_stretches(row.measure_free)]) for row in rows if day < today]
    return max(late, default=0)


def _answered_on(row: DispatchItem) -> date | None:
    return row.answered_on or (domain.local_date(row.answered_at) if row.answered_at else None)


def _stretches(days: Iterable[Mapping[str, Any]]) -> list[Stretch]:
    ends = ((one["since"], one["until"]) for one in days)
    return [(date.fromisoformat(since), date.fromisoformat(until) if until else None) for since, until in ends]
