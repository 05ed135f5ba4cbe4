"""What holds for every ledger, calendar and term, and not only for the dates that somebody thought of."""

import os
import random
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from services.cases.domain.clock import DueReason, course, due, explain
from services.cases.domain.clock_history import dates_over_time
from services.cases.domain.explanation import Why, segments
from services.cases.domain.ledger import CARRIES, Entry, EntryKind, running_days, standstill_on, standstills
from services.cases.domain.terms import RollOver, StartEvent, Term, Unit, add_months
from services.cases.domain.timeliness import first_instant_late, local_date
from services.cases.domain.workdays import Calendar
from tests.cases.domain_samples import NOON, delivered, entry, term

ONE_DAY = timedelta(days=1)
#: Two leap years, several year ends and eight changes to or from summer time.
days = st.dates(date(2026, 1, 1), date(2029, 12, 31))
near = st.dates(date(2027, 10, 1), date(2028, 4, 30))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Some scattered holidays, one run of up to twelve, and a few decreed working days."""
    first = draw(near)
    run = {first + place * ONE_DAY: "run" for place in range(draw(st.integers(0, 12)))}
    scattered = draw(st.dictionaries(near, st.just("holiday"), max_size=10))
    return Calendar(holidays={**scattered, **run}, worked=draw(st.frozensets(near, max_size=3)))


terms = st.builds(
    term,
    value=st.integers(1, 70),
    unit=st.sampled_from([Unit.CALENDAR_DAYS, Unit.WORKING_DAYS]),
    start_offset_working_days=st.integers(0, 5),
    roll_over=st.sampled_from(RollOver),
) | st.builds(term, value=st.integers(1, 14), unit=st.just(Unit.MONTHS), roll_over=st.sampled_from(RollOver))


@st.composite
def ledgers(draw: st.DrawFn) -> list[Entry]:
    """Any entries at all, also those that no officer could have made: events arrive from elsewhere."""
    entries = []
    for minute in range(draw(st.integers(0, 9))):
        kind = draw(st.sampled_from(EntryKind))
        entries.append(
            entry(
                kind,
                draw(near),
                minute=minute,
                event=draw(st.sampled_from([StartEvent.DELIVERED, StartEvent.DISPATCHED, None])),
                until=draw(near) if CARRIES.get(kind) == "until" else None,
                name="Ditë e dekretuar" if CARRIES.get(kind) == "name" else "",
                term=draw(terms) if kind is EntryKind.TERM_CHANGED else None,
            )
        )
    return entries


@given(ledgers(), calendars(), terms, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=400)
def test_any_order_of_late_arriving_entries_gives_one_date_and_one_explanation(
    ledger: list[Entry], calendar: Calendar, given_term: Term, chance: random.Random
) -> None:
    shuffled = list(ledger)
    chance.shuffle(shuffled)
    assert due(shuffled, calendar, given_term) == due(ledger, calendar, given_term)
    assert explain(shuffled, calendar, given_term) == explain(ledger, calendar, given_term)


@given(ledgers(), calendars(), terms)
@settings(deadline=None, max_examples=300)
def test_the_explanation_leaves_no_day_out_and_ends_on_the_last_day(
    ledger: list[Entry], calendar: Calendar, given_term: Term
) -> None:
    explained = explain(ledger, calendar, given_term)
    last = due(ledger, calendar, given_term)
    if not explained:
        assert (last.day, last.reason) == (None, DueReason.NOT_STARTED)
        return
    assert [day.date for day in explained] == [explained[0].date + place * ONE_DAY for place in range(len(explained))]
    assert last.day == (None if last.reason is DueReason.PAUSED else explained[-1].date)
    assert sum(1 for day in explained if day.why is Why.START) == 1
    counts = [day.count for day in explained if day.why is Why.COUNTED]
    assert counts == list(range(1, len(counts) + 1))
    assert sum(line.days for line in segments(explained)) == len(explained)


@given(days, st.integers(1, 400), st.data(), st.integers(0, 800))
@settings(deadline=None, max_examples=300)
def test_a_pause_lengthens_a_term_by_exactly_its_days(
    start: date, value: int, data: st.DataObject, length: int
) -> None:
    pause = start + data.draw(st.integers(1, value)) * ONE_DAY
    ledger = [
        delivered(start),
        entry(EntryKind.PAUSED, pause, minute=1),
        entry(EntryKind.RESUMED, pause + length * ONE_DAY, minute=2),
    ]
    assert due(ledger, Calendar(), term(value)).day == start + (value + length) * ONE_DAY


@given(days, st.integers(1, 90), calendars())
@settings(deadline=None, max_examples=300)
def test_a_term_in_working_days_ends_on_the_nth_working_day_after_the_event(
    start: date, value: int, calendar: Calendar
) -> None:
    last = due([delivered(start)], calendar, term(value, Unit.WORKING_DAYS)).day
    assert last is not None
    assert not calendar.is_free(last)
    after = [start + place * ONE_DAY for place in range(1, (last - start).days + 1)]
    assert sum(not calendar.is_free(day) for day in after) == value


@given(days, st.integers(1, 90), calendars())
@settings(deadline=None, max_examples=300)
def test_rolling_over_goes_to_the_first_working_day_and_no_further(start: date, value: int, calendar: Calendar) -> None:
    bare = due([delivered(start)], calendar, term(value)).day
    rolled = due([delivered(start)], calendar, term(value, roll_over=RollOver.NEXT_WORKING_DAY)).day
    assert bare == start + value * ONE_DAY
    assert rolled is not None
    assert not calendar.is_free(rolled)
    assert all(calendar.is_free(bare + place * ONE_DAY) for place in range((rolled - bare).days))


@given(days, st.integers(1, 36))
def test_a_term_in_months_ends_on_the_same_day_of_the_month_or_on_its_last(start: date, months: int) -> None:
    last = due([delivered(start)], Calendar(), term(months, Unit.MONTHS)).day
    assert last is not None
    assert (last.year * 12 + last.month) - (start.year * 12 + start.month) == months
    assert last.day == start.day or (last.day < start.day and (last + ONE_DAY).day == 1)
    assert last == add_months(start, months)


@given(ledgers(), calendars(), terms, near)
@example(
    [delivered(date(2027, 10, 4), minute=0), entry(EntryKind.PAUSED, date(2027, 10, 9), minute=1)],
    Calendar(),
    term(4, Unit.WORKING_DAYS),
    date(2027, 10, 6),
)
@settings(deadline=None, max_examples=200)
def test_a_holiday_added_or_an_extension_never_brings_a_date_forward(
    ledger: list[Entry], calendar: Calendar, given_term: Term, day: date
) -> None:
    """A pause after the last day is outside of the count. A day off that is added later may carry the count into it: then the
    clock stands, as it would have had the day off been known, and there is no last day until it goes on.
    """
    # A holiday can move a deemed delivery, and then a month that is shorter: known deliveries only.
    ledger = [one for one in ledger if one.event is not StartEvent.DISPATCHED]
    before = due(ledger, calendar, given_term).day
    assume(before is not None)
    for new in (
        entry(EntryKind.HOLIDAY_ADDED, day, name="Ditë e dekretuar", minute=99),
        entry(EntryKind.EXTENDED, day, until=day, minute=99),
    ):
        after = due([*ledger, new], calendar, given_term)
        assert before is not None
        assert after.reason is DueReason.PAUSED if after.day is None else after.day >= before


def test_a_holiday_that_carries_the_count_into_a_pause_lets_the_clock_stand() -> None:
    """Four working days from Monday 4 October 2027 end on Friday; paused from Saturday, a day off added on Wednesday."""
    ledger = [delivered(date(2027, 10, 4), minute=0), entry(EntryKind.PAUSED, date(2027, 10, 9), minute=1)]
    given_term = term(4, Unit.WORKING_DAYS)
    assert due(ledger, Calendar(), given_term).day == date(2027, 10, 8)
    ledger.append(entry(EntryKind.HOLIDAY_ADDED, date(2027, 10, 6), name="Ditë e dekretuar", minute=2))
    assert due(ledger, Calendar(), given_term).reason is DueReason.PAUSED
    ledger.append(entry(EntryKind.RESUMED, date(2027, 10, 13), minute=3))
    assert due(ledger, Calendar(), given_term).day == date(2027, 10, 13)


@given(days, st.integers(1, 60), st.integers(1, 60), st.data(), st.integers(0, 90))
@settings(deadline=None, max_examples=300)
def test_a_pause_after_a_grant_moves_the_granted_day_by_exactly_its_days(
    start: date, value: int, more: int, data: st.DataObject, length: int
) -> None:
    until = start + (value + more) * ONE_DAY
    grant = entry(EntryKind.EXTENDED, start + data.draw(st.integers(0, value)) * ONE_DAY, until=until, minute=1)
    pause = grant.effective + data.draw(st.integers(0, (until - grant.effective).days)) * ONE_DAY
    assume(pause > start)
    ledger = [delivered(start, minute=0), grant, entry(EntryKind.PAUSED, pause, minute=2)]
    assert due(ledger, Calendar(), term(value)).reason is DueReason.PAUSED
    ledger.append(entry(EntryKind.RESUMED, pause + length * ONE_DAY, minute=3))
    assert due(ledger, Calendar(), term(value)).day == until + length * ONE_DAY


@given(days, st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_the_days_to_an_answer_leave_out_those_on_which_the_clock_stood(
    start: date, before: int, length: int, more: int
) -> None:
    pause, again = start + (before + 1) * ONE_DAY, start + (before + 1 + length) * ONE_DAY
    answered_on = again + more * ONE_DAY
    ledger = [delivered(start, minute=0), entry(EntryKind.PAUSED, pause, minute=1)]
    closed = entry(EntryKind.CLOSED, answered_on, minute=3)
    went_on = [*ledger, entry(EntryKind.RESUMED, again, minute=2)]
    assert (
        running_days([*went_on, closed], start, answered_on)
        == before + 1 + more
        == running_days(went_on, start, answered_on)
    )
    # An answer while the clock stands ends the pause, and took the days before it.
    assert running_days([*ledger, closed], start, answered_on) == before
    assert running_days([delivered(start)], start, answered_on) == (answered_on - start).days


@given(ledgers(), near, st.integers(0, 200))
def test_the_days_to_an_answer_are_never_more_than_passed_and_grow_with_a_later_answer(
    ledger: list[Entry], start: date, passed: int
) -> None:
    ledger = [one for one in ledger if one.kind is not EntryKind.CLOSED]
    ledger.sort(key=lambda one: one.effective)
    took = [running_days(ledger, start, start + ahead * ONE_DAY) for ahead in (passed, passed + 1)]
    assert 0 <= took[0] <= passed
    assert 0 <= took[1] - took[0] <= 1


@given(ledgers(), calendars(), terms)
@settings(deadline=None, max_examples=300)
def test_a_last_day_is_never_one_on_which_the_clock_stands(
    ledger: list[Entry], calendar: Calendar, given_term: Term
) -> None:
    last = due(ledger, calendar, given_term).day
    assert last is None or standstill_on(standstills(ledger), last) is None


@given(ledgers(), calendars(), terms, terms, near)
@settings(deadline=None, max_examples=300)
def test_a_change_of_the_law_makes_nobody_late_before_it_was_in_force_nor_later_than_before(
    ledger: list[Entry], calendar: Calendar, given_term: Term, changed: Term, in_force: date
) -> None:
    ledger = [one for one in ledger if one.kind is not EntryKind.TERM_CHANGED]
    before = due(ledger, calendar, given_term).day
    under_it = due(ledger, calendar, changed).day
    after = due([*ledger, entry(EntryKind.TERM_CHANGED, in_force, term=changed, minute=99)], calendar, given_term).day
    assume(before is not None and after is not None and under_it is not None)
    assert before is not None
    assert after is not None
    assert under_it is not None
    if under_it >= before:
        assert after == under_it
    else:
        assert under_it <= after <= before
        assert after >= min(before, in_force)


@given(ledgers(), calendars(), terms)
@settings(deadline=None, max_examples=200)
def test_the_dates_shown_over_time_end_with_the_date_of_today_and_each_differs_from_the_one_before(
    ledger: list[Entry], calendar: Calendar, given_term: Term
) -> None:
    shown = [one.due for one in dates_over_time(ledger, calendar, given_term)]
    assert all(one != other for one, other in pairwise(shown))
    if ledger:
        assert shown[-1] == course(ledger, calendar, given_term).due


@given(ledgers())
def test_standstills_are_in_order_and_do_not_overlap(ledger: list[Entry]) -> None:
    edges = [edge for stretch in standstills(ledger) for edge in stretch]
    assert None not in edges[:-1]
    assert edges == sorted(edges, key=lambda edge: edge or date.max)


@given(days)
def test_the_first_late_instant_is_midnight_in_tirana_in_summer_and_winter(last: date) -> None:
    instant = first_instant_late(last)
    assert local_date(instant) == last + ONE_DAY
    assert local_date(instant - timedelta(microseconds=1)) == last
    # at the changes of 2028: 23:00 UTC in winter, 22:00 in summer
    assert first_instant_late(date(2028, 3, 25)) == datetime(2028, 3, 25, 23, tzinfo=UTC)
    assert first_instant_late(date(2028, 3, 26)) == datetime(2028, 3, 26, 22, tzinfo=UTC)
    assert first_instant_late(date(2028, 10, 29)) == datetime(2028, 10, 29, 23, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_the_time_zone_of_the_server_changes_no_date(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert local_date(datetime(2026, 3, 1, 23, 30, tzinfo=UTC)) == date(2026, 3, 2)
        assert due([delivered(local_date(NOON))], Calendar(), term()).day == date(2026, 1, 31)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_server_of_another_time_zone_counts_the_same_days_off_an_instant() -> None:
    # A process of its own: what is read from TZ at its start would not be seen by setting it later.
    code = (
        "from datetime import UTC, datetime; from services.cases import data;"
        "from services.cases.domain.clock import explain; from services.cases.domain.timeliness import local_date;"
        "from tests.cases.domain_samples import delivered, term;"
        "day = local_date(datetime(2028, 2, 29, 23, 30, tzinfo=UTC));"
        "print(*[f'{one.date} {one.why}' for one in explain([delivered(day)], data.calendar_of(day), term(40))])"
    )
    zones = ("Europe/Tirane", "America/Los_Angeles", "Pacific/Kiritimati")
    said = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "TZ": zone}, capture_output=True, check=True, text=True
        ).stdout
        for zone in zones
    }
    assert len(said) == 1
    assert said.pop().startswith("2028-03-01 start")


@given(st.integers(1, 400), st.integers(0, 12), calendars())
@settings(deadline=None, max_examples=200)
def test_a_term_over_29_february_the_year_end_and_a_run_of_holidays_loses_no_day(
    value: int, run: int, calendar: Calendar
) -> None:
    in_a_row = {date(2027, 12, 24) + place * ONE_DAY: "run" for place in range(run)}
    calendar = calendar.with_holidays(in_a_row)
    for start in (date(2027, 12, 23), date(2028, 2, 28), date(2028, 2, 29)):
        bare = due([delivered(start)], calendar, term(value)).day
        assert bare == start + value * ONE_DAY
        working = explain([delivered(start)], calendar, term(value, Unit.WORKING_DAYS))
        assert [day.date for day in working] == [start + place * ONE_DAY for place in range(len(working))]
        assert all(calendar.is_free(day.date) for day in working if day.why in {Why.HOLIDAY, Why.WEEKEND})
        assert working[-1].count == value


@pytest.mark.parametrize(("start", "value", "last"), [
    (date(2028, 1, 31), 1, date(2028, 2, 29)),
    (date(2027, 1, 31), 1, date(2027, 2, 28)),
    (date(2028, 2, 29), 12, date(2029, 2, 28)),
    (date(2027, 12, 31), 2, date(2028, 2, 29)),
])  # fmt: skip
def test_a_term_in_months_knows_29_february(start: date, value: int, last: date) -> None:
    assert due([delivered(start)], Calendar(), term(value, Unit.MONTHS)).day == last


def test_an_instant_without_a_zone_has_no_date() -> None:
    with pytest.raises(ValueError, match="zone"):
        local_date(datetime(2026, 3, 1, 23, 30))  # noqa: DTZ001 - the point
