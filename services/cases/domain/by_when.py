"""By when a measure is to be done: one day, which state, timeliness, ladder, lists and figures read.

It is the day that the body promised or the office noted, else that of the item, which is a working day (`issued_day`). Days on which
a court or a prosecutor has the matter are not counted, as on the clock of the reply: what was left of the time when the matter went
away is left when it comes back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.cases.domain.ledger import Stretch
from services.cases.domain.workdays import Calendar


def issued_day(day: date | None, calendar: Calendar) -> date | None:
    """The day that an item sets, as the last of a term: on a day off the next working day takes its place."""
    return calendar.next_working(day) if day else None


def days_held(first: date, last: date, holds: Iterable[Stretch]) -> int | None:
    """How many days a time from `first` to `last` is longer for the holds in it; none while one of them goes on."""
    held = 0
    for since, end in sorted(holds, key=lambda one: one[0]):
        begins = max(since, first)
        if begins > last + timedelta(days=held):
            break
        if end is None:
            return None
        held += max((end - begins).days, 0)
    return held


@dataclass(frozen=True)
class ByWhen:
    """`named`: the day that was promised, noted or set; `held`: days added for holds; `day`: the last day, after them a working
    day. Both none while a hold goes on. `promised`: the body or the office named it, otherwise the item.
    """

    named: date
    promised: bool
    held: int | None
    day: date | None


def by_when(
    promised: date | None,
    promised_on: date | None,
    item_due: date | None,
    issued_on: date,
    holds: Iterable[Stretch],
    calendar: Calendar,
) -> ByWhen | None:
    """By when, none where nobody named a day. `promised_on`, `issued_on`: since when the one or the other day was known: holds that
    were over by then move nothing.
    """
    named = promised or item_due
    if named is None:
        return None
    since = promised_on if promised and promised_on else issued_on
    held = days_held(since, named, holds)
    if held is None:
        return ByWhen(named, promised is not None, None, None)
    day = named if held == 0 else calendar.next_working(named + timedelta(days=held))
    return ByWhen(named, promised is not None, held, day)
