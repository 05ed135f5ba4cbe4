"""The days that the public may ask about: today, and past days that lie far apart.

Of two days side by side the figures differ by what was entered between, which is seldom more than one fact: whoever takes one from the other has it,
and with it a number that both tables hide. So past days are the ends of months, known on such a day or on that of an edition.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.cases.domain import entries
from services.cases.register.domain.two_times import Asked
from services.cases.register.domain.windows import MONTHS, Windows
from shared.rules import ContentViolation


@dataclass(frozen=True)
class PublicDays:
    """The last day of each of these stretches, and `editions`, days of the year (month, day) on which what is asked may be known."""

    stretches: Windows
    editions: frozenset[tuple[int, int]]

    def last_before(self, day: date) -> date:
        """The newest that lies before that day."""
        return self.stretches.around(day).first - timedelta(days=1)

    def settled(self, asked: Asked, today: date) -> Asked:
        """What is asked, as the public is told of it: a past day as known at the last end of a month where that is not said, since what is
        known now is another thing tomorrow. Raises `ContentViolation` that names the nearest day for one that is none of these.
        """
        self._check(asked, today)
        if asked.on < today and asked.known == today:
            return Asked(asked.on, max(asked.on, self.last_before(today)))
        return asked

    def _check(self, asked: Asked, today: date) -> None:
        known = asked.known == today or (asked.known.month, asked.known.day) in self.editions
        for field, day, is_open in (("on", asked.on, asked.on == today), ("known", asked.known, known)):
            if not is_open and self.stretches.around(day).last != day:
                near = self._nearest(day, today)
                message = f"the public asks about the ends of months; the nearest is on={near}&known={near}"
                raise ContentViolation(message, code="compliance.day_not_kept", field=field)

    def _nearest(self, day: date, today: date) -> date:
        before, after = self.last_before(day), self.stretches.around(day).last
        return before if after >= today or day - before < after - day else after


def read_public_days(rows: Iterable[Mapping[str, object]], editions: Iterable[Mapping[str, object]]) -> PublicDays:
    """Out of their file. Raises ValueError unless it is one length, of which a year has a whole number."""
    lengths = [entries.number(row, "months", f"day {row.get('key')}") for row in rows]
    if len(lengths) != 1 or lengths[0] < 1 or MONTHS % lengths[0]:
        raise ValueError("days: one length, of which a year has a whole number")
    numbers = [
        tuple(entries.number(row, key, f"edition {row.get('key')}") for key in ("month", "day")) for row in editions
    ]
    return PublicDays(Windows(lengths[0]), frozenset((month, day) for month, day in numbers))
