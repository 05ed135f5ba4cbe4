"""By how many days something is late: the one place of that rule, for the office and for the portal of the bodies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

#: A stretch in which a court or a prosecutor had the matter: its first day, and the first that counts again; none while it goes on.
Stretch = tuple[date, date | None]


@dataclass(frozen=True)
class Delay:
    """What ended late by the day `until`: `whole` calendar days after the last one, of which `held` are nobody's; `by_office`: also days on which the office asked for nothing."""

    due: date
    until: date
    held: int
    by_office: bool = False

    @property
    def whole(self) -> int:
        return (self.until - self.due).days

    @property
    def late(self) -> int:
        """One at least."""
        return max(self.whole - self.held, 1)


def delay(due: date, until: date, holds: Iterable[Stretch] = (), *, by_office: bool = False) -> Delay:
    """By how much what ended late by the day `until` is late: the days on which a court or a prosecutor had the matter are
    nobody's, as in those of a term, and one of two stretches is one day. register/queries/counts.py of cases has the same in SQL.
    """
    counted, last, held = due + timedelta(days=1), until + timedelta(days=1), 0
    for since, end in sorted(holds, key=lambda one: one[0]):
        ends = min(end or last, last)
        held += max((ends - max(since, counted)).days, 0)
        counted = max(counted, ends)
    return Delay(due, until, held, by_office)


def days_late(due: date, until: date, holds: Iterable[Stretch] = ()) -> int:
    return delay(due, until, holds).late
