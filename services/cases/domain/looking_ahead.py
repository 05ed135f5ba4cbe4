"""How far a finding "in process" looks ahead: a year that was mistyped would free a body of its day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.cases.domain.by_when import ByWhen, DayOff, TooFar
from services.cases.domain.obligations import Facts
from services.cases.domain.workdays import Calendar
from shared.rules import ContentViolation


@dataclass(frozen=True)
class Ahead:
    """The last days that a finding "in process" may name: by which the measure is `expected`, and of the `next_check`. A day off is neither."""

    expected: date
    next_check: date
    calendar: Calendar


def look_ahead(facts: Facts, by: ByWhen | None, bounds: Mapping[str, int], calendar: Calendar, today: date) -> Ahead:
    """How far a finding of today looks ahead: `bounds` (calendar days, by the names of `Ahead`) from the day by which it is to be done as it stands (`by`,
    or promised while that is counted by nobody), or from today, whichever is later.
    """
    stands = (by.day or by.named) if by is not None else None
    since = max(day for day in (today, stands, facts.promised_date) if day is not None)
    expected, check = (since + timedelta(days=bounds[name]) for name in ("expected", "next_check"))
    return Ahead(expected, check, calendar)


def faults_ahead(expected: date | None, next_check: date | None, ahead: Ahead) -> Iterator[ContentViolation]:
    """The days that lie too far ahead, or on which nobody does the measure or looks at it."""
    named = (
        ("promised_date", "expected", expected, ahead.expected),
        ("next_check", "check", next_check, ahead.next_check),
    )
    for field, what, day, latest in named:
        if day is None:
            continue
        if day > latest:
            yield TooFar(latest, f"assessment.{what}_too_far", field)
        elif ahead.calendar.is_free(day):
            yield DayOff(ahead.calendar.next_working(day), f"assessment.{what}_day_off", field)
