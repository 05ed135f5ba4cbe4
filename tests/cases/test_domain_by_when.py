"""By when a measure is to be done: whose day counts, and what a hold adds to it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cases.data.clock_words import by_when_words
from services.cases.domain.by_when import ByWhen, by_when, days_held, issued_day
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


def test_a_day_that_a_hold_moves_to_a_day_off_is_explained_up_to_the_working_day_after_it():
    found = ByWhen(named=date(2027, 3, 2), promised=True, held=60, day=date(2027, 5, 3))
    assert by_when_words(found, None, date(2027, 4, 1), "en") == (
        "The day that was promised is 2 March 2027. The days during which a court or a prosecutor had the matter are not counted (60); "
        "that leads to 1 May 2027, which is a day off; the last day is the first working day after it, 3 May 2027."
    )
    plain = ByWhen(named=date(2027, 3, 2), promised=True, held=62, day=date(2027, 5, 3))
    assert by_when_words(plain, None, date(2027, 4, 1), "sq").endswith("prandaj dita e fundit është 3 maj 2027.")
