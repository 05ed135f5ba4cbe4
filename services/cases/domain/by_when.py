"""By when a measure is to be done: one day, which state, timeliness, ladder, lists and figures read.

It is the day that the body promised or the office noted, else that of the item, which is a working day (`issued_day`). Days on which
a court or a prosecutor has the matter are not counted, as on the clock of the reply: what was left of the time when the matter went
away is left when it comes back. A day off is no last day. And as long as a body may still reply it is not late with the doing: a
letter that came late moves the day of its item to the last day for the reply.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.cases.domain.ledger import Stretch
from services.cases.domain.workdays import Calendar
from shared.rules import ContentViolation


def issued_day(day: date | None, calendar: Calendar) -> date | None:
    """The day that an item sets, as the last of a term: on a day off the next working day takes its place."""
    return calendar.next_working(day) if day else None


class DayOff(ContentViolation):
    """An item of a draft is due on a day off; `counted`: the day that would be counted."""

    def __init__(self, counted: date, place: int) -> None:
        message = f"this is a day off; the next working day is {counted.isoformat()}"
        super().__init__(message, code="item.due_day_off", field=f"items.{place}.due")
        self.counted = counted


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
    day. Both none while a hold goes on. `promised`: the body or the office named it, otherwise the item. `reached`: the day before it
    was moved off a day off; `by_reply`: it is the last day for the reply, which that of the item does not precede; `worked`: it is a
    day of rest on which work was decreed.
    """

    named: date
    promised: bool
    held: int | None
    day: date | None
    reached: date | None = None
    by_reply: bool = False
    worked: bool = False


def by_when(
    promised: date | None,
    promised_on: date | None,
    item_due: date | None,
    issued_on: date,
    holds: Iterable[Stretch],
    calendar: Calendar,
    reply_due: date | None = None,
) -> ByWhen | None:
    """By when, none where nobody named a day. `promised_on`, `issued_on`: the day on which the one or the other day was named, itself not
    counted: holds that were over by then move nothing. `reply_due`: the last day for the reply.
    """
    named = promised or item_due
    if named is None:
        return None
    since = promised_on if promised and promised_on else issued_on
    held = days_held(since + timedelta(days=1), named, holds)
    if held is None:
        return ByWhen(named, promised is not None, None, None)
    reached = named + timedelta(days=held)
    day = calendar.next_working(reached)
    if promised is None and reply_due is not None and day < reply_due:
        return ByWhen(named, False, held, reply_due, reached, by_reply=True)
    return ByWhen(named, promised is not None, held, day, reached, worked=day in calendar.worked)
