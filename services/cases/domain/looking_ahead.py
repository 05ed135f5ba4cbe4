"""How far a finding "in process" looks ahead: a year that was mistyped would free a body of its day. And how near it may be: whoever
relied on a day that was given is not late the day after it was taken back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.cases.domain.by_when import ByWhen, DayOff, TooFar, TooSoon
from services.cases.domain.obligations import Facts
from services.cases.domain.workdays import Calendar
from shared.rules import ContentViolation


@dataclass(frozen=True)
class Ahead:
    """The last days that a finding "in process" may name: by which the measure is `expected`, and of the `next_check`. A day off is neither.
    `earliest`: the first by which it may be expected, none where its body has no time but that of its letter or its own word.
    """

    expected: date
    next_check: date
    calendar: Calendar
    earliest: date | None = None


def look_ahead(
    facts: Facts, by: ByWhen | None, bounds: Mapping[str, int], calendar: Calendar, today: date, *, left: int
) -> Ahead:
    """How far a finding of today looks ahead: `bounds` (calendar days, by the names of `Ahead`) from the day by which it is to be done as it stands (`by`,
    or promised while that is counted by nobody), or from today, whichever is later. `left`: how many calendar days a body has at least of time that
    is taken back.
    """
    stands = (by.day or by.named) if by is not None else None
    since = max(day for day in (today, stands, facts.promised_date) if day is not None)
    expected, check = (since + timedelta(days=bounds[name]) for name in ("expected", "next_check"))
    return Ahead(expected, check, calendar, _earliest(by, calendar.next_working(today + timedelta(days=left)), today))


def _earliest(by: ByWhen | None, enough: date, today: date) -> date | None:
    """A day before that of the letter or the promise takes nothing while only they stand: it does not count (by_when.py)."""
    if by is None or by.day is None or by.day <= today:
        return None
    return min(by.day, enough) if by.noted or by.day > by.named else None


def faults_ahead(expected: date | None, next_check: date | None, ahead: Ahead) -> Iterator[ContentViolation]:
    """The days that lie too far ahead or too near, or on which nobody does the measure or looks at it."""
    named = (
        ("promised_date", "expected", expected, ahead.expected),
        ("next_check", "check", next_check, ahead.next_check),
    )
    if expected is not None and ahead.earliest is not None and expected < ahead.earliest:
        yield TooSoon(ahead.earliest, "assessment.expected_too_soon", "promised_date")
    for field, what, day, latest in named:
        if day is None:
            continue
        if day > latest:
            yield TooFar(latest, f"assessment.{what}_too_far", field)
        elif ahead.calendar.is_free(day):
            yield DayOff(ahead.calendar.next_working(day), f"assessment.{what}_day_off", field)
