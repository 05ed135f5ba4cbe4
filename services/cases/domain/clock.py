"""By when a body has to answer, and why on that day: counted day by day, so that every date can be shown to a court.

`due` and `explain` are one walk over the calendar, and that is the point: a date that were computed by one rule and
explained by another would sooner or later be explained wrongly. The walk costs a few hundred steps per obligation and is
done when its ledger changes, not when a list is read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.cases.domain import ledger
from services.cases.domain.explanation import Day, Why
from services.cases.domain.ledger import Entry
from services.cases.domain.terms import RollOver, StartEvent, Term, Unit, add_months
from services.cases.domain.workdays import WEEKEND, Calendar

_ONE_DAY = timedelta(days=1)


class DueReason(StrEnum):
    """What the last day rests on, or why there is none."""

    NOT_STARTED = "not_started"
    PAUSED = "paused"
    COUNTED = "counted"
    EXTENDED = "extended"
    ROLLED_OVER = "rolled_over"
    CLOSED = "closed"


@dataclass(frozen=True)
class Due:
    """`day`: the last day in time, none while the clock has not begun or stands, or once the office closed it. `start`: the day of the event, itself
    not counted. `counted`: where the bare count ended, before extension and roll-over.
    """

    day: date | None
    reason: DueReason
    start: date | None = None
    counted: date | None = None


def _free(day: date, calendar: Calendar, count: int) -> Day | None:
    name = calendar.why_free(day)
    if name is None:
        return None
    return Day(day, Why.WEEKEND, count) if name == WEEKEND else Day(day, Why.HOLIDAY, count, name)


def _opening(entries: list[Entry], calendar: Calendar, term: Term) -> Iterator[Day]:
    """The day of the event; or the dispatch and the working days after which a letter counts as delivered.

    The fiction is used only while the true day is unknown: a delivery that is reported later takes its place.
    """
    known = ledger.first_start(entries, term.start_event)
    if known is not None:
        yield Day(known, Why.START, 0)
        return
    day = ledger.first_start(entries, StartEvent.DISPATCHED, or_unnamed=False)
    if day is None or term.start_offset_working_days == 0:
        return
    yield Day(day, Why.DISPATCH, 0)
    for used in range(1, term.start_offset_working_days + 1):
        day += _ONE_DAY
        while free := _free(day, calendar, 0):
            yield free
            day += _ONE_DAY
        yield Day(day, Why.START if used == term.start_offset_working_days else Why.OFFSET, 0)


def _counting(start: date, entries: list[Entry], calendar: Calendar, term: Term) -> Iterator[Day]:
    """The days after the start until the term is used up; ends on a paused day if the clock still stands there.

    A term in months is the calendar days up to the same day of the last month, so that a pause lengthens it by its days.
    """
    target = (add_months(start, term.value) - start).days if term.unit is Unit.MONTHS else term.value
    stretches = ledger.standstills(entries)
    day, count = start, 0
    while count < target:
        day += _ONE_DAY
        stands = [until for since, until in stretches if since <= day and (until is None or day < until)]
        free = _free(day, calendar, count) if term.unit is Unit.WORKING_DAYS else None
        if stands:
            yield Day(day, Why.PAUSED, count)
            if None in stands:
                return
        elif free:
            yield free
        else:
            count += 1
            yield Day(day, Why.COUNTED, count)


def _lengthened(last: Day, entries: list[Entry], calendar: Calendar, term: Term) -> Iterator[Day]:
    """The days that a grant adds to the count, and those added because the last day is free, where the term says so."""
    day, until = last.date, ledger.extended_until(entries)
    while until is not None and day < until:
        day += _ONE_DAY
        yield Day(day, Why.EXTENDED, last.count)
    if term.roll_over is RollOver.NONE:
        return
    working = calendar.next_working(day)
    while day < working:
        name = calendar.why_free(day) or ""
        day += _ONE_DAY
        yield Day(day, Why.ROLLED_OVER, last.count, name)


def explain(entries: Iterable[Entry], calendar: Calendar, term: Term) -> tuple[Day, ...]:
    """Every day from the event to the last day in time, in order, with the reason for which it counts or not.

    Empty while the clock has not begun; ends on a paused day while it stands.
    """
    entries = ledger.in_order(entries)
    term = ledger.term_of(entries, term)
    calendar = ledger.calendar_of(entries, calendar)
    days = list(_opening(entries, calendar, term))
    if days:
        days += _counting(days[-1].date, entries, calendar, term)
        if days[-1].why is not Why.PAUSED:
            days += _lengthened(days[-1], entries, calendar, term)
    return tuple(days)


@dataclass(frozen=True)
class Course:
    """How a clock ran under the term that governs it, and where that led. `closed_on`: the office closed it, so that there is
    no last day and `days` end before; `answered_on`: an answer ended it, and the day by which it was due stays what it was.
    """

    term: Term
    due: Due
    days: tuple[Day, ...]
    closed_on: date | None = None
    answered_on: date | None = None


def course(entries: Iterable[Entry], calendar: Calendar, term: Term, answered_on: date | None = None) -> Course:
    """What is told of a clock: `explain` and `due` in one, as far as the clock ran."""
    entries = list(entries)
    days, governing = explain(entries, calendar, term), ledger.term_of(entries, term)
    found, closed_on = _due_of(days), None if answered_on else ledger.closed_on(entries)
    if closed_on is not None:
        days = tuple(day for day in days if day.date < closed_on)
        found = Due(None, DueReason.CLOSED, found.start)
    return Course(governing, found, days, closed_on, answered_on)


def due(entries: Iterable[Entry], calendar: Calendar, term: Term) -> Due:
    """The last day in time (law 8454, art. 22 for replies). `term` is the version in force on the day of the start.

    A closing is not looked at: who closed a clock decides whether its day still says something (`course`).
    """
    return _due_of(explain(entries, calendar, term))


def _due_of(days: tuple[Day, ...]) -> Due:
    if not days:
        return Due(None, DueReason.NOT_STARTED)
    start = next(day.date for day in days if day.why is Why.START)
    counted = next((day.date for day in reversed(days) if day.why is Why.COUNTED), None)
    last = days[-1]
    if last.why is Why.PAUSED:
        return Due(None, DueReason.PAUSED, start)
    return Due(last.date, DueReason(last.why.value), start, counted)
