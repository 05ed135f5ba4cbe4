"""Which days count as working days.

The holidays come from outside as data (a library and the decrees that correct it); this file only asks the question.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

WEEKEND = "weekend"
_ONE_DAY = timedelta(days=1)
#: A calendar without working days would make every search for one endless; real runs of free days are a week or two.
_LONGEST_RUN = 366


@dataclass(frozen=True)
class Calendar:
    """Holidays by name, the free days of the week (Monday is 0), and free days on which work was decreed all the same.

    The Council of Ministers moves working days around holidays and has the lost day worked on a Saturday: `worked`.
    """

    holidays: Mapping[date, str] = field(default_factory=dict)
    weekend: frozenset[int] = frozenset({5, 6})
    worked: frozenset[date] = frozenset()

    def why_free(self, day: date) -> str | None:
        """None on a working day; otherwise the holiday's name, or "weekend"."""
        if day in self.worked:
            return None
        if day in self.holidays:
            return self.holidays[day]
        return WEEKEND if day.weekday() in self.weekend else None

    def is_free(self, day: date) -> bool:
        return self.why_free(day) is not None

    def with_holidays(self, added: Mapping[date, str]) -> "Calendar":
        """The same calendar with days declared free later, which also takes back an order to work on them."""
        return replace(self, holidays={**self.holidays, **added}, worked=self.worked - added.keys())

    def without_holidays(self, kept: Iterable[date]) -> "Calendar":
        """The same calendar with days on which the State worked after all; a weekend among them stays one."""
        without = frozenset(kept)
        return replace(self, holidays={day: name for day, name in self.holidays.items() if day not in without})

    def with_worked(self, days: Iterable[date]) -> "Calendar":
        """The same calendar with days of rest on which work was decreed, as for a bridge day given before."""
        return replace(self, worked=self.worked | frozenset(days))

    def next_working(self, day: date) -> date:
        """`day` itself if it is a working day, otherwise the first one after it."""
        for ahead in range(_LONGEST_RUN):
            if not self.is_free(day + ahead * _ONE_DAY):
                return day + ahead * _ONE_DAY
        raise ValueError("the calendar has no working day within a year")

    def last_working(self, day: date) -> date:
        """`day` itself if it is a working day, otherwise the last one before it."""
        while self.is_free(day):
            day -= _ONE_DAY
        return day
