"""By when a measure is to be done: one day, which state, timeliness, ladder, lists and figures read.

It is the day that the body promised, else that of the item, which is a working day (`issued_day`); a day that the office noted counts in
its place where it gives more time, and where there is neither it is what the office expects and nobody's last day. Days on which
a court or a prosecutor has the matter are not counted, as on the clock of the reply: what was left of the time when the matter went
away is left when it comes back. A day off is no last day. And as long as a body may still reply it is not late with the doing: a
letter that came late moves the day of its item to the last day for the reply. Where the term is that of the doing itself, as of the
debate of a report, no day precedes its last, whoever named it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.cases.domain.ledger import Stretch
from services.cases.domain.workdays import Calendar
from shared.rules import ContentViolation


def issued_day(day: date | None, calendar: Calendar) -> date | None:
    """The day that an item sets, as the last of a term: on a day off the next working day takes its place."""
    return calendar.next_working(day) if day else None


class DayOff(ContentViolation):
    """A day on which something is due, or done by the office, is a day off; `counted`: the working day after it."""

    def __init__(self, counted: date, code: str, field: str) -> None:
        message = f"this is a day off; the next working day is {counted.isoformat()}"
        super().__init__(message, code=code, field=field)
        self.counted = counted


class TooFar(ContentViolation):
    """A day that lies further ahead than one decision reaches, of which a mistyped year is one; `latest`: the last that does not."""

    def __init__(self, latest: date, code: str, field: str) -> None:
        super().__init__(f"one decision reaches until {latest.isoformat()} at most", code=code, field=field)
        self.latest = latest


class TooSoon(ContentViolation):
    """A day that takes from a body time that it has, from one day to the next; `earliest`: the first that leaves it days enough."""

    def __init__(self, earliest: date, code: str, field: str) -> None:
        super().__init__(f"its body has time; not before {earliest.isoformat()}", code=code, field=field)
        self.earliest = earliest


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
    day. Both none while a hold goes on. `promised`: the body named it, or if it is `unknown`, nobody knows who; `noted`: the office did; otherwise the item. `reached`: the day
    before it was moved off a day off; `by_reply`: it is the last day for the reply, which that of the item does not precede. `worked`: it is
    a day of rest on which work was decreed. `latest`: the last day to which the first word of its body moves it; none for a day that is
    the body's own already, or where nothing bounds it. `fixed`: the body accepted before, and a later day is the office's to give. `by_office`: days on which the office asked for nothing are among those held.
    """

    named: date
    promised: bool
    held: int | None
    day: date | None
    reached: date | None = None
    by_reply: bool = False
    noted: bool = False
    worked: bool = False
    latest: date | None = None
    unknown: bool = False
    fixed: bool = False
    by_office: bool = False

    def moves_on(self, on: date) -> bool:
        """Whether what the body names on that day may move the day by itself: not once the office gave more time, nor once the day has passed."""
        return not self.noted and (self.day is None or on <= self.day)


def by_own_word(found: ByWhen | None, promised_on: date | None) -> bool:
    """Whether the body named the day that counts, be it that the office gave it more time since; not where a term made another of it."""
    return found is not None and promised_on is not None and not found.by_reply


def by_when(
    promised: date | None,
    promised_on: date | None,
    item_due: date | None,
    issued_on: date,
    holds: Iterable[Stretch],
    calendar: Calendar,
    reply_due: date | None = None,
    *,
    noted: date | None = None,
    noted_on: date | None = None,
    reach: int | None = None,
    fixed: bool = False,
    of_term: bool = False,
    by_office: bool = False,
) -> ByWhen | None:
    """By when, none where neither the body nor the item named a day. `promised_on` (none: nobody knows who named it, or when), `issued_on`, `noted_on`: the day on which the one or
    the other day was named, itself not counted: holds that were over by then move nothing. `reply_due`: the last day for the reply; `reach`: by how
    many calendar days the body's first word may move the day of its item: the first answer by which it accepts, and not once it is `fixed`. `of_term`: the
    term of the reply is that of the doing.
    """
    named = promised, promised_on, item_due, issued_on
    counted = _counted(*named, holds, calendar, reply_due, noted=noted, noted_on=noted_on, of_term=of_term)
    if counted is not None and by_office:
        counted = replace(counted, by_office=True)
    if counted is not None and fixed:
        return replace(counted, fixed=True)
    if counted is None or reach is None or counted.promised or counted.noted:
        return counted
    return replace(counted, latest=(counted.day or counted.named) + timedelta(days=reach))


def _counted(
    promised: date | None,
    promised_on: date | None,
    item_due: date | None,
    issued_on: date,
    holds: Iterable[Stretch],
    calendar: Calendar,
    reply_due: date | None,
    *,
    noted: date | None,
    noted_on: date | None,
    of_term: bool,
) -> ByWhen | None:
    own = promised or item_due
    if own is None:
        return None
    gives = noted is not None and noted > own
    named = noted if noted is not None and gives else own
    since = (noted_on if gives else promised_on if promised else None) or issued_on
    by_body = promised is not None and not gives
    unknown = by_body and promised_on is None
    held = days_held(since + timedelta(days=1), named, holds)
    if held is None:
        return ByWhen(named, by_body, None, None, noted=gives, unknown=unknown)
    reached = named + timedelta(days=held)
    day = calendar.next_working(reached)
    waits = of_term or (promised is None and not gives)
    if waits and reply_due is not None and day < reply_due:
        return ByWhen(named, by_body, held, reply_due, reached, by_reply=True, noted=gives, unknown=unknown)
    worked = day in calendar.worked
    return ByWhen(named, by_body, held, day, reached, noted=gives, worked=worked, unknown=unknown)
