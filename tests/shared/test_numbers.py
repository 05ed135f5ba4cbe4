"""Numbers as people read them aloud and write them down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.numbers import is_valid, is_written_as_number, meant, reference

SERIES = ("A", "C", "R", "I")
YEARS, RUNNING = st.integers(1990, 2099), st.integers(1, 9_999_999)


@pytest.mark.parametrize(
    "text",
    [
        "A-2026-00007-5", "a-2026-00007-5", "A2026000075", "a 2026 00007 5", "A–2026–00007–5", "A-2026-7", "a2026-7", "A-2026-7-5",
        "A20267", "A-2026-00007", "A-2O26-OOOO7-5", "A2026000O75", "\u200fA-2026-7", "Ａ-2026-7", "nr. a-2026-7"[4:],
    ],
)  # fmt: skip
def test_a_number_is_meant_however_it_is_written(text):
    assert meant(text, SERIES) == ("A-2026-00007-5",)


@pytest.mark.parametrize(
    "text", ["A-2026-00007-9", "A-2O26-OOOO7", "A-2026-0", "AB-2026-7", "X-2026-7", "2026-11-26", "1984", "", "Tropojë", "%", "A-2026-", "12345"]
)  # fmt: skip
def test_what_is_no_number_or_a_mistyped_one_means_nothing(text):
    assert meant(text, SERIES) == ()


def test_without_its_series_a_number_may_be_of_each():
    assert meant("2026-7", ["A", "C"]) == ("A-2026-00007-5", "C-2026-00007-5")
    assert not is_written_as_number("2026-7", ["A", "C"])


def test_a_mistyped_number_is_still_known_as_one():
    assert is_written_as_number("A-2026-00007-9", SERIES)
    assert not is_written_as_number("Tropojë", SERIES)


@given(st.sampled_from(SERIES), YEARS, RUNNING, st.sampled_from(["", "-", " ", " - ", "."]), st.booleans())
def test_whatever_stands_between_the_digits_of_a_whole_number_it_is_that_one(series, year, running, between, small):
    whole = reference(series, year, running)
    text = whole.replace("-", between)
    assert meant(text.lower() if small else text, SERIES) == (whole,)
    assert is_valid(whole)


@given(st.sampled_from(SERIES), YEARS, st.integers(1, 99_999))
def test_a_letter_for_a_digit_is_believed_where_the_check_digit_proves_it(series, year, running):
    whole = reference(series, year, running)
    letters = whole[0] + whole[1:].replace("0", "O").replace("1", "I")
    assert meant(letters, SERIES) == (whole,)


@given(st.text(max_size=60))
def test_no_text_is_too_strange_to_be_asked_about(text):
    assert all(is_valid(number) for number in meant(text, SERIES))
