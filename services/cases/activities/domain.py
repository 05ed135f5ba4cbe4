"""Which days stand beside an activity, and which numbers are shown there."""

from dataclasses import dataclass
from datetime import date, timedelta

#: What the design says: complaints in the 90 days after.
DAYS = 90
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Shown:
    """A number, or that it is `few`; neither where there is no place to count in."""

    count: int | None
    few: bool = False


def before(held_on: date) -> tuple[date, date]:
    """First and last day of the window before it."""
    return held_on - timedelta(days=DAYS), held_on - timedelta(days=1)


def after(held_on: date) -> tuple[date, date]:
    """First and last day of the window after it; what came on its own day is in neither."""
    return held_on + timedelta(days=1), held_on + timedelta(days=DAYS)


def shown(count: int, least: int) -> Shown:
    """Under `least` only that there were few, unless there was none."""
    return Shown(None, few=True) if 0 < count < least else Shown(count)
