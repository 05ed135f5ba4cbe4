"""The words in which a clock explains itself: codes, dates and counts. Pages turn them into sentences of two languages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import zip_longest


class Why(StrEnum):
    """Why a day counts or does not. `before_law`: passed before the law came into force by which the term is counted; `grant_moved`:
    added to a grant for a day on which the clock stood; `grant_corrected`: left of a grant that was taken back; `held`: a court or a prosecutor had the matter; `asked_again`: the
    body was asked again by a letter that had not arrived.
    """

    START = "start"
    DISPATCH = "dispatch"
    OFFSET = "offset"
    BEFORE_LAW = "before_law"
    COUNTED = "counted"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    HELD = "held"
    ASKED_AGAIN = "asked_again"
    EXTENDED = "extended"
    GRANT_MOVED = "grant_moved"
    GRANT_CORRECTED = "grant_corrected"
    ROLLED_OVER = "rolled_over"


@dataclass(frozen=True)
class Day:
    """One day of the explanation. `count`: days of the term used up by its end. `name`: the holiday, where there is one;
    on a rolled-over day why the day before it could not be the last; on the last of a term that stays on a day off, why it is one.
    """

    date: date
    why: Why
    count: int
    name: str = ""


@dataclass(frozen=True)
class Segment:
    """A run of days with the same reason, for pages. `count` is that of its last day; so is `name` of days that use the term up."""

    why: Why
    first: date
    last: date
    days: int
    count: int
    name: str = ""

    @property
    def ends_off(self) -> bool:
        """Whether the term ends with it on a day off, and stays there."""
        return self.why in _LAST and bool(self.name)


#: Days of which one may be the last of a term that does not move from a day off.
_LAST = frozenset({Why.COUNTED, Why.EXTENDED, Why.GRANT_MOVED, Why.GRANT_CORRECTED})


def segments(days: Iterable[Day]) -> tuple[Segment, ...]:
    """Days in a row with the same reason and name as one line."""
    lines: list[Segment] = []
    for day in days:
        named = "" if day.why in _LAST else day.name
        if lines and (lines[-1].why, lines[-1].name) == (day.why, named):
            last = lines.pop()
            lines.append(Segment(day.why, last.first, day.date, last.days + 1, day.count, day.name))
        else:
            lines.append(Segment(day.why, day.date, day.date, 1, day.count, day.name))
    return tuple(lines)


def lines(found: Sequence[Segment]) -> list[Segment]:
    """Weekends told once: a term in working days would otherwise read as twenty lines of Saturdays.

    A run of counted days takes in the weekends inside it, which its `days` leaves out; holidays, pauses and grants still
    stand on their own.
    """
    said: list[Segment] = []
    for one, following in zip_longest(found, found[1:]):
        before = said[-1] if said else None
        counts = one.why is Why.COUNTED
        inner_weekend = one.why is Why.WEEKEND and following is not None and following.why is Why.COUNTED
        if before is not None and before.why is Why.COUNTED and (counts or inner_weekend):
            counted = before.days + (one.days if counts else 0)
            said[-1] = Segment(Why.COUNTED, before.first, one.last, counted, one.count, one.name if counts else "")
        else:
            said.append(one)
    return said
