"""By when a body has to answer, and why on that day: counted day by day, so that every date can be shown to a court.

`due` and `explain` are one walk over the calendar, and that is the point: a date that were computed by one rule and
explained by another would sooner or later be explained wrongly. The walk costs a few hundred steps per obligation and is
done when its ledger changes, not when a list is read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from operator import attrgetter

from services.cases.domain import grants, ledger
from services.cases.domain.explanation import Day, Why
from services.cases.domain.terms import RollOver, StartEvent, Term, Unit, add_months
from services.cases.domain.timeliness import local_date
from services.cases.domain.workdays import WEEKEND, Calendar

_ONE_DAY = timedelta(days=1)


#: Days of which each is one that the body has.
_USED = frozenset({Why.COUNTED, Why.EXTENDED, Why.GRANT_MOVED, Why.GRANT_CORRECTED})


class DueReason(StrEnum):
    """What the last day rests on, or why there is none."""

    NOT_STARTED = "not_started"
    PAUSED = "paused"
    HELD = "held"
    ASKED_AGAIN = "asked_again"
    COUNTED = "counted"
    EXTENDED = "extended"
    ROLLED_OVER = "rolled_over"
    CLOSED = "closed"
    FELL = "fell"


@dataclass(frozen=True)
class Due:
    """`day`: the last day in time, none while the clock has not begun or stands, while a court or a prosecutor has the matter, while a letter that asks again is on its way, or
    once the office closed it or the act `fell` (which no ledger says). `start`: the day of the event, itself
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


def _opening(entries: list[ledger.Entry], calendar: Calendar, term: Term) -> Iterator[Day]:
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


def deemed_from(sent_on: date, calendar: Calendar, term: Term) -> date | None:
    """The day from which a letter that left by registered post on `sent_on` counts as delivered; none where the term says nothing of it."""
    if not term.start_offset_working_days:
        return None
    at = datetime.combine(sent_on, time.min, UTC)
    left = ledger.Entry("left", ledger.EntryKind.STARTED, sent_on, at, StartEvent.DISPATCHED)
    return list(_opening([left], calendar, term))[-1].date


def _counting(start: date, entries: list[ledger.Entry], calendar: Calendar, term: Term) -> Iterator[Day]:
    """The days after the start until the term is used up; ends on a paused day if the clock still stands there.

    A term in months is the calendar days up to the same day of the last month, so that a pause lengthens it by its days.
    """
    target = (add_months(start, term.value) - start).days if term.unit is Unit.MONTHS else term.value
    stretches = ledger.standstills(entries)
    day, count = start, 0
    while count < target:
        day += _ONE_DAY
        stands = ledger.standstill_on(stretches, day)
        free = _free(day, calendar, count) if term.unit is Unit.WORKING_DAYS else None
        if stands:
            yield Day(day, Why.PAUSED, count)
            if stands[1] is None:
                return
        elif free:
            yield free
        else:
            count += 1
            yield Day(day, Why.COUNTED, count)


def _granted(last: Day, entries: list[ledger.Entry]) -> Iterator[Day]:
    """The days that a grant adds to the count, with those added in the place of days on which the clock stood; ends on a paused
    day if it still stands there.
    """
    grant, stretches = grants.granted(entries), ledger.standstills(entries)
    day, stands = last.date, None
    while grant is not None and (day < grant.moved_to or stands):
        day += _ONE_DAY
        stands = ledger.standstill_on(stretches, day)
        if stands:
            yield Day(day, Why.PAUSED, last.count)
            if stands[1] is None:
                return
        else:
            named = Why.GRANT_CORRECTED if grant.corrected else Why.EXTENDED
            yield Day(day, named if day <= grant.until else Why.GRANT_MOVED, last.count)


def _rolled_over(last: Day, entries: list[ledger.Entry], calendar: Calendar) -> Iterator[Day]:
    """The days added because the last one is free: up to the next working day on which the clock runs."""
    stretches = ledger.standstills(entries)
    day, stands = last.date, None
    while calendar.next_working(day) > day or stands:
        name = calendar.why_free(day) or ""
        day += _ONE_DAY
        stands = ledger.standstill_on(stretches, day)
        yield Day(day, Why.PAUSED if stands else Why.ROLLED_OVER, last.count, "" if stands else name)
        if stands and stands[1] is None:
            return


def _from(opening: list[Day], entries: list[ledger.Entry], calendar: Calendar, term: Term) -> tuple[Day, ...]:
    """`opening`, the count from its last day on, and what lengthens it; empty while the clock has not begun."""
    if not opening:
        return ()
    days = [*opening, *_counting(opening[-1].date, entries, calendar, term)]
    if days[-1].why is not Why.PAUSED:
        days += _granted(days[-1], entries)
    if days[-1].why is not Why.PAUSED and term.roll_over is not RollOver.NONE:
        days += _rolled_over(days[-1], entries, calendar)
    elif days[-1].why is not Why.PAUSED:
        days[-1] = replace(days[-1], name=calendar.why_free(days[-1].date) or "")
    return tuple(days)


@dataclass(frozen=True)
class _Walk:
    """The days of a clock under one term. `end`: the last of them, or the end of time while there is none."""

    term: Term
    days: tuple[Day, ...]

    @property
    def end(self) -> date:
        return _due_of(self.days).day or date.max


_END = attrgetter("end")


def _under_new_law(before: _Walk, in_force: date, term: Term, entries: list[ledger.Entry], calendar: Calendar) -> _Walk:
    """A longer term is counted from the start of the clock. A shorter one takes away no day that was over before it was law: it
    is counted whole from the day on which it came into force, and where the old term ends sooner, the old one stays.

    So nobody is late by a law before it was in force, nor later than before. That is how transitional rules commonly put it
    where a law shortens what runs; a law that says otherwise needs a rule of its own here.
    """
    opening = list(_opening(entries, calendar, term))
    after = _Walk(term, _from(opening, entries, calendar, term))
    if not opening or opening[-1].date >= in_force or after.end >= before.end:
        return after
    start = opening[-1].date
    waited = [Day(start + ahead * _ONE_DAY, Why.BEFORE_LAW, 0) for ahead in range(1, (in_force - start).days + 1)]
    anew = _Walk(term, _from(opening + waited, entries, calendar, term))
    return min(before, max(after, anew, key=_END), key=_END)


def explain(entries: Iterable[ledger.Entry], calendar: Calendar, term: Term) -> tuple[Day, ...]:
    """Every day from the event to the last day in time, in order, with the reason for which it counts or not.

    Empty while the clock has not begun; ends on a paused day while it stands.
    """
    return _governed(entries, calendar, term).days


def _governed(entries: Iterable[ledger.Entry], calendar: Calendar, term: Term) -> _Walk:
    """Under the term that governs: the one fixed at the start, then each that a law put this clock under while it ran."""
    entries = ledger.in_order(entries)
    calendar = ledger.calendar_of(entries, calendar)
    walk = _Walk(term, _from(list(_opening(entries, calendar, term)), entries, calendar, term))
    for in_force, changed in ledger.term_changes(entries):
        walk = _under_new_law(walk, in_force, changed, entries, calendar)
    return walk


@dataclass(frozen=True)
class Course:
    """How a clock ran under the term that governs it, and where that led. `closed_on`: the office closed it, so that there is
    no last day and `days` end before; `answered_on`: an answer ended it, and the day by which it was due stays what it was.
    `held_since`: a court or a prosecutor has the matter, and nothing is due while it does, be it that the term was over before.
    `asked_again`: since when a letter is on its way that asks its body again, and nothing is due before it arrived.
    `corrected_on`: when the office corrected the day from which it runs; `taken_back`: time that it gave by mistake.
    """

    term: Term
    due: Due
    days: tuple[Day, ...]
    closed_on: date | None = None
    answered_on: date | None = None
    held_since: date | None = None
    asked_again: date | None = None
    corrected_on: date | None = None
    taken_back: grants.TakenBack | None = None


def course(entries: Iterable[ledger.Entry], calendar: Calendar, term: Term, answered_on: date | None = None) -> Course:
    """What is told of a clock: `explain` and `due` in one, as far as the clock ran."""
    entries = ledger.as_answered(entries) if answered_on else list(entries)
    walk = _governed(entries, calendar, term)
    days, found = walk.days, _due_of(walk.days)
    closed_on = None if answered_on else ledger.closed_on(entries)
    if closed_on is not None:
        days = tuple(day for day in days if day.date < closed_on)
        found = Due(None, DueReason.CLOSED, found.start)
    held_since = None if answered_on or closed_on else ledger.held_since(entries)
    if held_since is not None and found.start is not None:
        found = Due(None, DueReason.HELD, found.start)
    asked_again = None if answered_on or closed_on or held_since else ledger.waits_for_letter_since(entries)
    if asked_again is not None and found.start is not None:
        found = Due(None, DueReason.ASKED_AGAIN, found.start)
    stood = tuple(_why_it_stood(days, entries))
    corrected = ledger.corrected_at(entries, walk.term.start_event)
    corrected_on = local_date(corrected) if corrected else None
    taken_back = grants.taken_back(entries)
    return Course(walk.term, found, stood, closed_on, answered_on, held_since, asked_again, corrected_on, taken_back)


def days_left(entries: Iterable[ledger.Entry], calendar: Calendar, term: Term) -> int | None:
    """How many days a body has from the day after the letter arrives that asks it again, before any roll-over; None where no clock waits for one.
    None of them falls away with the day of the arrival, which is why a letter can say it.
    """
    entries = list(entries)
    if ledger.waits_for_letter_since(entries) is None:
        return None
    # Not on the first: what ended once more meanwhile stood until it was asked for again.
    since = max(one.effective for one in entries if one.kind is ledger.EntryKind.ASKED_AGAIN)
    now = max(one.recorded_at for one in entries) + timedelta(seconds=1)
    arrived = ledger.Entry("arrived", ledger.EntryKind.LETTER_ARRIVED, since, now)
    days = explain([*entries, arrived], calendar, term)
    return sum(1 for day in days if day.date > since and day.why in _USED)


def _why_it_stood(days: tuple[Day, ...], entries: list[ledger.Entry]) -> Iterator[Day]:
    """The same days, those on which a court or a prosecutor had the matter called so, and those for which a letter that asks again was on its way."""
    causes = {Why.HELD: ledger.holds(entries), Why.ASKED_AGAIN: ledger.askings(entries)}
    for day in days:
        stood = (why for why, stretches in causes.items() if ledger.standstill_on(stretches, day.date))
        yield replace(day, why=next(stood, day.why)) if day.why is Why.PAUSED else day


def due(entries: Iterable[ledger.Entry], calendar: Calendar, term: Term) -> Due:
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
    by_grant = last.why in {Why.GRANT_MOVED, Why.GRANT_CORRECTED}
    reason = DueReason.EXTENDED if by_grant else DueReason(last.why.value)
    return Due(last.date, reason, start, counted)
