"""By when a measure is to be done: whose day counts, and what a hold adds to it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cases.domain.by_when import by_when, days_held, issued_day
from services.cases.domain.workdays import Calendar

ISSUED, CALENDAR = date(2026, 3, 2), Calendar({date(2026, 3, 16): "Dita e Verës"})
ITEM, PROMISED = date(2026, 4, 1), date(2026, 4, 20)
days = st.dates(date(2026, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("promised", "item", "day"),
    [(None, None, None), (None, ITEM, ITEM), (PROMISED, None, PROMISED), (PROMISED, ITEM, PROMISED)],
)
def test_the_day_that_was_promised_counts_and_without_one_that_of_the_item(promised, item, day):
    found = by_when(promised, ISSUED, item, ISSUED, (), CALENDAR)
    assert (found and found.day) == day


def test_the_day_of_an_item_that_is_off_is_the_next_working_day():
    assert issued_day(date(2026, 3, 14), CALENDAR) == date(2026, 3, 17)
    assert issued_day(ITEM, CALENDAR) == ITEM
    assert issued_day(None, CALENDAR) is None


@pytest.mark.parametrize(
    ("holds", "day"),
    [
        ([(date(2026, 3, 10), date(2026, 3, 20))], date(2026, 4, 30)),
        ([(date(2026, 4, 20), date(2026, 4, 24))], date(2026, 4, 24)),
        # The day on which it was named is not counted, as the event is not on the clock: one that began before takes from the next.
        ([(date(2026, 2, 25), date(2026, 3, 9))], date(2026, 4, 27)),
        # What began after the day was over moves nothing, nor what was over when the day was named.
        ([(date(2026, 4, 21), date(2026, 5, 1))], PROMISED),
        ([(date(2026, 2, 1), date(2026, 3, 1))], PROMISED),
        # The second touches the day only because the first moved it.
        ([(date(2026, 3, 10), date(2026, 3, 20)), (date(2026, 4, 28), date(2026, 5, 1))], date(2026, 5, 4)),
        ([(date(2026, 3, 10), None)], None),
    ],
)
def test_what_was_left_of_the_time_is_left_when_the_matter_comes_back(holds, day):
    found = by_when(PROMISED, ISSUED, ITEM, ISSUED, holds, CALENDAR)
    assert found is not None
    assert (found.named, found.day) == (PROMISED, day)


@given(first=days, length=st.integers(0, 60), since=days, held=st.integers(0, 90))
def test_the_days_outside_the_hold_are_as_many_as_were_named(first, length, since, held):
    last, end = first + timedelta(days=length), since + timedelta(days=held)
    added = days_held(first, last, [(since, end)])
    moved = [first + timedelta(days=ahead) for ahead in range(length + 1 + added)]
    assert sum(not since <= day < end for day in moved) == length + 1


@pytest.mark.parametrize("off", [date(2026, 3, 14), date(2026, 3, 15), date(2026, 3, 16)])
@pytest.mark.parametrize("promised", [True, False])
def test_no_last_day_is_a_day_off_be_it_promised_or_set(off, promised):
    found = by_when(off if promised else None, ISSUED, None if promised else off, ISSUED, (), CALENDAR)
    assert found is not None
    assert (found.named, found.reached, found.day) == (off, off, date(2026, 3, 17))


def test_the_day_of_an_item_does_not_precede_the_last_day_for_the_reply_and_a_promised_one_stays_the_bodys_own():
    due = date(2026, 4, 10)
    late = by_when(None, None, ITEM, ISSUED, (), CALENDAR, due)
    assert late is not None
    assert (late.named, late.day, late.by_reply) == (ITEM, due, True)
    in_time = by_when(None, None, ITEM, ISSUED, (), CALENDAR, ITEM)
    assert in_time is not None
    assert (in_time.day, in_time.by_reply) == (ITEM, False)
    promised = by_when(ITEM, ISSUED, ITEM, ISSUED, (), CALENDAR, due)
    assert promised is not None
    assert (promised.day, promised.by_reply) == (ITEM, False)
