"""Dates counted by hand against the clock, and what may be written into its ledger."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from services.cases.domain.clock import Due, DueReason, due, explain
from services.cases.domain.clock_history import Known, Moved, check_entry, dates_over_time, last_days_moved
from services.cases.domain.explanation import Segment, Why, segments
from services.cases.domain.ledger import ClockState, Entry, EntryKind, standstills, state_on
from services.cases.domain.terms import RollOver, StartEvent, Term, Unit, add_months
from services.cases.domain.versions import check_versions, version_on
from services.cases.domain.workdays import Calendar
from shared.rules import ContentViolation, RuleViolation
from tests.cases.domain_samples import CALENDAR, NOON, delivered, entry, term

ROLLS = RollOver.NEXT_WORKING_DAY


@pytest.mark.parametrize(
    ("start", "given", "last"),
    [
        # the day of the event is not counted: 2 March + 30
        (date(2026, 3, 2), term(30), date(2026, 4, 1)),
        # 30 days from 29 October end on Saturday 28 November, a holiday; with roll-over on Wednesday 2 December
        (date(2026, 10, 29), term(30), date(2026, 11, 28)),
        (date(2026, 10, 29), term(30, roll_over=ROLLS), date(2026, 12, 2)),
        # across the year end, New Year and a weekend
        (date(2026, 12, 3), term(30), date(2027, 1, 2)),
        (date(2026, 12, 3), term(30, roll_over=ROLLS), date(2027, 1, 4)),
        # five working days over a weekend, two holidays and their two days in lieu
        (date(2026, 11, 26), term(5, Unit.WORKING_DAYS), date(2026, 12, 7)),
        # a leap day is a day like any other
        (date(2028, 2, 28), term(1), date(2028, 2, 29)),
        (date(2028, 2, 1), term(30), date(2028, 3, 2)),
        (date(2027, 2, 1), term(30), date(2027, 3, 3)),
        # months end on the same day of the month, or on its last day
        (date(2027, 1, 31), term(1, Unit.MONTHS), date(2027, 2, 28)),
        (date(2028, 1, 31), term(1, Unit.MONTHS), date(2028, 2, 29)),
        (date(2026, 12, 15), term(2, Unit.MONTHS), date(2027, 2, 15)),
        (date(2028, 2, 29), term(12, Unit.MONTHS), date(2029, 2, 28)),
    ],
)
def test_the_last_day_is_the_one_counted_by_hand(start: date, given: Term, last: date) -> None:
    assert due([delivered(start)], CALENDAR, given).day == last


def test_a_working_saturday_counts_where_it_was_decreed() -> None:
    calendar = replace(CALENDAR, worked=frozenset({date(2026, 12, 5)}))
    assert due([delivered(date(2026, 11, 26))], calendar, term(5, Unit.WORKING_DAYS)).day == date(2026, 12, 5)


def test_a_clock_without_its_event_has_no_date() -> None:
    assert due([], CALENDAR, term()) == Due(None, DueReason.NOT_STARTED)
    fetched = entry(EntryKind.STARTED, date(2026, 3, 2), event=StartEvent.FETCHED)
    assert due([fetched], CALENDAR, term()).day is None
    assert explain([], CALENDAR, term()) == ()


def test_while_delivery_is_unknown_a_letter_counts_as_delivered_some_working_days_after_dispatch() -> None:
    given = term(30, start_offset_working_days=3)
    sent = entry(EntryKind.STARTED, date(2026, 3, 5), event=StartEvent.DISPATCHED)
    # Thursday 5 March + 3 working days: Friday, Monday, Tuesday 10 March
    assert due([sent], CALENDAR, given) == Due(date(2026, 4, 9), DueReason.COUNTED, date(2026, 3, 10), date(2026, 4, 9))
    lines = [(line.why.value, line.days, line.count) for line in segments(explain([sent], CALENDAR, given))]
    assert lines[:5] == [("dispatch", 1, 0), ("offset", 1, 0), ("weekend", 2, 0), ("offset", 1, 0), ("start", 1, 0)]
    assert lines[5:] == [("counted", 30, 30)]
    # the true day, reported later, takes the place of the fiction
    assert due([sent, delivered(date(2026, 3, 6))], CALENDAR, given).start == date(2026, 3, 6)
    assert due([sent], CALENDAR, term(30)).day is None


def test_a_second_delivery_by_another_channel_does_not_start_the_term_anew() -> None:
    twice = [delivered(date(2026, 3, 9)), delivered(date(2026, 3, 2))]
    assert due(twice, CALENDAR, term()).day == date(2026, 4, 1)


def test_a_pause_is_not_counted_and_the_day_of_resumption_is() -> None:
    ledger = [delivered(date(2026, 3, 2)), entry(EntryKind.PAUSED, date(2026, 3, 10))]
    assert due(ledger, CALENDAR, term()) == Due(None, DueReason.PAUSED, date(2026, 3, 2))
    ledger.append(entry(EntryKind.RESUMED, date(2026, 3, 20)))
    assert due(ledger, CALENDAR, term()).day == date(2026, 4, 11)
    assert segments(explain(ledger, CALENDAR, term()))[2] == Segment(
        Why.PAUSED, date(2026, 3, 10), date(2026, 3, 19), 10, 7
    )


def test_a_pause_that_ends_on_a_day_on_which_another_begins_goes_on() -> None:
    pause, resume = EntryKind.PAUSED, EntryKind.RESUMED
    ledger = [delivered(date(2026, 3, 2)), entry(pause, date(2026, 3, 10)), entry(resume, date(2026, 3, 20))]
    again = [entry(pause, date(2026, 3, 20), minute=1), entry(resume, date(2026, 3, 25))]
    assert due(ledger + again, CALENDAR, term()).day == date(2026, 4, 16)
    mistaken = [entry(pause, date(2026, 3, 22), minute=1), entry(resume, date(2026, 3, 22), minute=2)]
    assert due(ledger + mistaken, CALENDAR, term()).day == date(2026, 4, 11)


def test_two_pauses_are_left_out_and_the_days_between_them_count() -> None:
    pauses = [(date(2026, 3, 5), EntryKind.PAUSED), (date(2026, 3, 8), EntryKind.RESUMED)]
    pauses += [(date(2026, 3, 20), EntryKind.PAUSED), (date(2026, 3, 21), EntryKind.RESUMED)]
    ledger = [delivered(date(2026, 3, 2)), *(entry(kind, day) for day, kind in pauses)]
    assert standstills(ledger) == ((date(2026, 3, 5), date(2026, 3, 8)), (date(2026, 3, 20), date(2026, 3, 21)))
    assert due(ledger, CALENDAR, term()).day == date(2026, 4, 5)


def test_an_extension_moves_the_last_day_to_the_granted_one_and_never_back() -> None:
    ledger = [delivered(date(2026, 3, 2)), entry(EntryKind.EXTENDED, date(2026, 3, 30), until=date(2026, 4, 18))]
    assert due(ledger, CALENDAR, term()) == Due(
        date(2026, 4, 18), DueReason.EXTENDED, date(2026, 3, 2), date(2026, 4, 1)
    )
    assert due(ledger, CALENDAR, term(roll_over=ROLLS)).day == date(2026, 4, 20)
    shorter = entry(EntryKind.EXTENDED, date(2026, 4, 1), until=date(2026, 4, 10))
    assert due([*ledger, shorter], CALENDAR, term()).day == date(2026, 4, 18)


def test_closing_leaves_the_date_and_the_time_until_reopening_is_not_counted() -> None:
    ledger = [delivered(date(2026, 3, 2)), entry(EntryKind.CLOSED, date(2026, 3, 12))]
    assert due(ledger, CALENDAR, term()).day == date(2026, 4, 1)
    ledger.append(entry(EntryKind.REOPENED, date(2026, 5, 1)))
    # nine days were used up by 11 March; 21 remain, 1 May being the first of them
    assert due(ledger, CALENDAR, term()).day == date(2026, 5, 21)


def test_an_answer_during_a_pause_ends_it_and_is_measured_against_the_days_that_were_left() -> None:
    ledger = [
        delivered(date(2026, 3, 2)),
        entry(EntryKind.PAUSED, date(2026, 3, 10)),
        entry(EntryKind.CLOSED, date(2026, 3, 16)),
    ]
    assert due(ledger, CALENDAR, term()).day == date(2026, 4, 7)


def test_a_holiday_decreed_later_moves_an_open_clock_and_the_old_date_stays_visible() -> None:
    given = term(5, Unit.WORKING_DAYS)
    ledger = [
        delivered(date(2026, 3, 2), minute=1),
        entry(EntryKind.HOLIDAY_ADDED, date(2026, 3, 5), name="Ditë e dekretuar", minute=2),
    ]
    assert due(ledger, CALENDAR, given).day == date(2026, 3, 10)
    shown = [(one.recorded_at, one.entry_id, one.due.day) for one in dates_over_time(ledger, CALENDAR, given)]
    minute = timedelta(minutes=1)
    assert shown == [
        (NOON + minute, ledger[0].id, date(2026, 3, 9)),
        (NOON + 2 * minute, ledger[1].id, date(2026, 3, 10)),
    ]
    assert [day.name for day in explain(ledger, CALENDAR, given) if day.why is Why.HOLIDAY] == ["Ditë e dekretuar"]


def test_a_saturday_declared_a_working_day_later_counts_and_a_later_decree_takes_it_back() -> None:
    saturday = date(2026, 12, 5)
    given = term(5, Unit.WORKING_DAYS)
    start = delivered(date(2026, 11, 26), minute=1)
    worked = entry(EntryKind.WORKDAY_ADDED, saturday, name="Për urën", minute=2)
    free = entry(EntryKind.HOLIDAY_ADDED, saturday, name="Ditë pushimi", minute=3)
    assert due([start], CALENDAR, given).day == date(2026, 12, 7)
    assert due([worked, start], CALENDAR, given).day == saturday
    assert due([free, worked, start], CALENDAR, given).day == date(2026, 12, 7)


def test_a_day_off_that_was_worked_after_all_counts_and_what_was_recorded_last_about_it_holds() -> None:
    youth_day = date(2026, 12, 8)
    given = term(5, Unit.WORKING_DAYS)
    start = delivered(date(2026, 12, 2), minute=1)
    removed = entry(EntryKind.HOLIDAY_REMOVED, youth_day, name="Youth Day", minute=2)
    added = entry(EntryKind.HOLIDAY_ADDED, youth_day, name="Youth Day", minute=3)
    assert due([start], CALENDAR, given).day == date(2026, 12, 10)
    assert due([removed, start], CALENDAR, given).day == date(2026, 12, 9)
    assert due([added, removed, start], CALENDAR, given).day == date(2026, 12, 10)


def test_a_corrected_day_takes_the_place_of_what_was_reported_and_the_last_correction_wins() -> None:
    reported = delivered(date(2026, 3, 9), minute=1)
    wrong = entry(EntryKind.CORRECTED, date(2026, 3, 2), event=StartEvent.DELIVERED, minute=2)
    right = entry(EntryKind.CORRECTED, date(2026, 3, 12), event=StartEvent.DELIVERED, minute=3)
    late = delivered(date(2026, 3, 1), minute=4)
    given = term(10)
    assert due([reported, wrong], CALENDAR, given).day == date(2026, 3, 12)
    assert due([late, right, wrong, reported], CALENDAR, given).day == date(2026, 3, 22)
    shown = [one.due.day for one in dates_over_time([reported, wrong, right, late], CALENDAR, given)]
    assert shown == [date(2026, 3, 19), date(2026, 3, 12), date(2026, 3, 22)]


def test_each_last_day_that_moved_says_why_and_one_that_came_back_never_moved() -> None:
    given = term(10)
    ledger = [delivered(date(2026, 3, 2), minute=1), entry(EntryKind.PAUSED, date(2026, 3, 5), minute=2)]
    dates = dates_over_time(ledger, CALENDAR, given)
    first, second, last = date(2026, 3, 12), date(2026, 3, 14), date(2026, 3, 30)
    shown = [NOON + timedelta(minutes=minute) for minute in range(5)]
    assert last_days_moved(ledger, dates) == (Moved(shown[1], shown[2], first, None, (EntryKind.PAUSED,)),)
    ledger.append(entry(EntryKind.RESUMED, date(2026, 3, 7), minute=3))
    ledger.append(entry(EntryKind.EXTENDED, date(2026, 3, 8), until=last, minute=4))
    assert last_days_moved(ledger, dates_over_time(ledger, CALENDAR, given)) == (
        Moved(shown[1], shown[3], first, second, (EntryKind.PAUSED,)),
        Moved(shown[3], shown[4], second, last, (EntryKind.EXTENDED,)),
    )
    back = [*ledger[:2], entry(EntryKind.RESUMED, date(2026, 3, 5), minute=3)]
    assert last_days_moved(back, dates_over_time(back, CALENDAR, given)) == ()


def test_a_delivery_that_proved_to_be_of_another_day_showed_its_date_until_then() -> None:
    given = term(10)
    reported = delivered(date(2026, 3, 2), minute=1)
    right = entry(EntryKind.CORRECTED, date(2026, 3, 5), event=StartEvent.DELIVERED, minute=5)
    known = [
        Known(NOON + timedelta(minutes=1), None, date(2026, 3, 2)),
        Known(NOON + timedelta(minutes=5), None, date(2026, 3, 5)),
    ]
    shown = [one.due.day for one in dates_over_time([reported, right], CALENDAR, given, known_of=known)]
    assert shown == [date(2026, 3, 12), date(2026, 3, 15)]


def test_what_is_over_is_not_corrected_also_before_the_day_on_which_it_ended() -> None:
    ledger = [delivered(date(2026, 3, 2)), entry(EntryKind.CLOSED, date(2026, 3, 20))]
    with pytest.raises(RuleViolation) as refused:
        check_entry(ledger, entry(EntryKind.CORRECTED, date(2026, 3, 5)), CALENDAR, term())
    assert refused.value.legal == ("reopened",)


def test_a_new_version_of_the_term_governs_a_running_clock_only_when_that_is_recorded() -> None:
    old = term(30, valid_to=date(2026, 3, 31))
    new = term(15, valid_from=date(2026, 4, 1))
    check_versions([old, new])
    start = date(2026, 3, 20)
    fixed = version_on([new, old], "reply", start)
    assert fixed is old
    ledger = [delivered(start)]
    assert due(ledger, CALENDAR, fixed).day == date(2026, 4, 19)
    ledger.append(entry(EntryKind.TERM_CHANGED, date(2026, 4, 1), term=new))
    # 15 days from 20 March would be 4 April: three days after anybody could know. Counted from the day of the law:
    assert due(ledger, CALENDAR, fixed).day == date(2026, 4, 16)


def test_the_version_of_a_term_is_that_of_the_day_with_its_last_day_included() -> None:
    versions = [
        term(30, valid_to=date(2026, 3, 31)),
        term(15, valid_from=date(2026, 4, 1), valid_to=date(2026, 12, 31)),
    ]
    assert version_on(versions, "reply", date(2026, 3, 31)).value == 30
    assert version_on(versions, "reply", date(2026, 4, 1)).value == 15
    with pytest.raises(RuleViolation) as refused:
        version_on(versions, "reply", date(2027, 1, 1))
    assert refused.value.code == "version.none_in_force"


def test_two_versions_of_a_term_on_one_day_are_refused() -> None:
    with pytest.raises(ValueError, match="two versions of reply"):
        check_versions([term(30), term(15, valid_from=date(2026, 4, 1))])
    with pytest.raises(ValueError, match="ends before it begins"):
        check_versions([term(30, valid_from=date(2026, 4, 1), valid_to=date(2026, 3, 1))])
    with pytest.raises(ValueError, match="at least one"):
        term(0)


def test_the_explanation_says_day_by_day_why_the_date_is_what_it_is() -> None:
    given = term(5, Unit.WORKING_DAYS)
    lines = segments(explain([delivered(date(2026, 11, 26))], CALENDAR, given))
    assert [(line.why.value, line.first.day, line.days, line.count, line.name) for line in lines] == [
        ("start", 26, 1, 0, ""),
        ("counted", 27, 1, 1, ""),
        ("holiday", 28, 1, 1, "Flag Day"),
        ("holiday", 29, 1, 1, "Liberation Day"),
        ("holiday", 30, 1, 1, "Flag Day (in lieu)"),
        ("holiday", 1, 1, 1, "Liberation Day (in lieu)"),
        ("counted", 2, 3, 4, ""),
        ("weekend", 5, 2, 4, ""),
        ("counted", 7, 1, 5, ""),
    ]


def test_a_rolled_over_day_says_why_the_day_before_could_not_be_the_last() -> None:
    days = explain([delivered(date(2026, 10, 29))], CALENDAR, term(30, roll_over=ROLLS))
    rolled = [(day.date.day, day.name) for day in days if day.why is Why.ROLLED_OVER]
    assert rolled == [
        (29, "Flag Day"),
        (30, "Liberation Day"),
        (1, "Flag Day (in lieu)"),
        (2, "Liberation Day (in lieu)"),
    ]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 3, 1), ClockState.NOT_STARTED),
        (date(2026, 3, 2), ClockState.RUNNING),
        (date(2026, 3, 10), ClockState.PAUSED),
        (date(2026, 3, 20), ClockState.RUNNING),
        (date(2026, 3, 25), ClockState.CLOSED),
        (date(2026, 4, 1), ClockState.RUNNING),
    ],
)
def test_the_state_of_a_clock_on_a_day(day: date, state: ClockState) -> None:
    ledger = [
        delivered(date(2026, 3, 2)),
        entry(EntryKind.PAUSED, date(2026, 3, 10)),
        entry(EntryKind.RESUMED, date(2026, 3, 20)),
        entry(EntryKind.CLOSED, date(2026, 3, 25)),
        entry(EntryKind.REOPENED, date(2026, 4, 1)),
    ]
    assert state_on(ledger, day) is state


#: What each state refuses; everything else may be entered in it.
REFUSED = {
    ClockState.NOT_STARTED: {
        EntryKind.PAUSED,
        EntryKind.RESUMED,
        EntryKind.EXTENDED,
        EntryKind.GRANT_CORRECTED,
        EntryKind.REOPENED,
    },
    ClockState.RUNNING: {EntryKind.RESUMED, EntryKind.REOPENED},
    ClockState.PAUSED: {EntryKind.PAUSED, EntryKind.REOPENED},
    ClockState.CLOSED: {
        EntryKind.PAUSED,
        EntryKind.RESUMED,
        EntryKind.EXTENDED,
        EntryKind.GRANT_CORRECTED,
        EntryKind.CLOSED,
        EntryKind.CORRECTED,
    },
}
CARRIED: dict[EntryKind, dict[str, Any]] = {
    EntryKind.EXTENDED: {"until": date(2026, 6, 1)},
    EntryKind.GRANT_CORRECTED: {"until": date(2026, 3, 25)},
    EntryKind.HOLIDAY_ADDED: {"name": "Ditë e dekretuar"},
    EntryKind.HOLIDAY_REMOVED: {"name": "Fitër Bajrami"},
    EntryKind.WORKDAY_ADDED: {"name": "Për urën e nëntorit"},
    EntryKind.TERM_CHANGED: {"term": term(15)},
}


def _ledger_in(state: ClockState) -> list[Entry]:
    start = delivered(date(2026, 3, 2))
    return {
        ClockState.NOT_STARTED: [],
        ClockState.RUNNING: [start],
        ClockState.PAUSED: [start, entry(EntryKind.PAUSED, date(2026, 3, 5))],
        ClockState.CLOSED: [start, entry(EntryKind.CLOSED, date(2026, 3, 5))],
    }[state]


@pytest.mark.parametrize("kind", EntryKind)
@pytest.mark.parametrize("state", ClockState)
def test_every_entry_is_taken_or_refused_in_every_state(state: ClockState, kind: EntryKind) -> None:
    given = entry(EntryKind.EXTENDED, date(2026, 3, 3), until=date(2026, 5, 4))
    ledger = [*_ledger_in(state), *([given] if kind is EntryKind.GRANT_CORRECTED else [])]
    new = entry(kind, date(2026, 3, 10), **CARRIED.get(kind, {}))
    if kind not in REFUSED[state]:
        check_entry(ledger, new, CALENDAR, term())
        return
    with pytest.raises(RuleViolation) as refused:
        check_entry(ledger, new, CALENDAR, term())
    assert refused.value.code == "clock.out_of_place"
    assert kind not in refused.value.legal


def test_an_extension_that_does_not_extend_is_refused() -> None:
    new = entry(EntryKind.EXTENDED, date(2026, 3, 10), until=date(2026, 4, 1))
    with pytest.raises(RuleViolation, match="already runs until 2026-04-01"):
        check_entry([delivered(date(2026, 3, 2))], new, CALENDAR, term())


def test_a_correction_takes_back_the_grant_that_it_names_and_no_later_one() -> None:
    mistaken = entry(EntryKind.EXTENDED, date(2026, 3, 3), until=date(2027, 5, 4))
    right = entry(EntryKind.EXTENDED, date(2026, 3, 5), until=date(2026, 5, 4))
    corrects = entry(EntryKind.GRANT_CORRECTED, date(2026, 3, 10), until=date(2026, 3, 25), corrects=mistaken.id)
    ledger = [delivered(date(2026, 3, 2)), mistaken, right, corrects]
    assert due(ledger, CALENDAR, term()).day == date(2026, 5, 4)


@pytest.mark.parametrize("kind", CARRIED)
def test_an_entry_without_what_it_carries_cannot_exist(kind: EntryKind) -> None:
    with pytest.raises(ContentViolation) as refused:
        entry(kind, date(2026, 3, 10))
    assert refused.value.field in CARRIED[kind]


def test_an_entry_recorded_without_a_zone_cannot_exist() -> None:
    with pytest.raises(ValueError, match="zone"):
        Entry("1", EntryKind.PAUSED, date(2026, 3, 10), datetime(2026, 3, 10, 9))  # noqa: DTZ001 - the point


def test_a_calendar_without_working_days_is_said_and_not_searched_for_ever() -> None:
    idle = Calendar(weekend=frozenset(range(7)))
    with pytest.raises(ValueError, match="no working day"):
        due([delivered(date(2026, 3, 2))], idle, term(roll_over=ROLLS))


def test_months_are_added_across_years() -> None:
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2026, 12, 1), 12) == date(2027, 12, 1)
