"""The receipt code: typed from paper by a child, guessed by nobody."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.receipts import (
    ALPHABET,
    ReceiptCode,
    check_symbol,
    keyed,
    matches,
    new_code,
    read_code,
    relocated,
    slow_hash,
)
from tests.hashing import real_receipts

symbols = st.text(ALPHABET, min_size=16, max_size=16)


def code_of(text: str) -> ReceiptCode:
    return ReceiptCode(text[:4], text[4:])


def plain(code: ReceiptCode) -> str:
    return code.shown().replace("-", "")


@given(symbols)
def test_a_code_is_read_as_it_was_shown(text):
    assert read_code(code_of(text).shown()) == code_of(text)


@given(symbols, st.sampled_from(["lower", "spaced", "dashed oddly", "letters for digits"]))
def test_a_code_is_read_however_it_is_written(text, way):
    shown = code_of(text).shown()
    written = {
        "lower": shown.lower(),
        "spaced": f" {shown.replace('-', ' ')} ",
        "dashed oddly": "-".join(shown.replace("-", "")),
        "letters for digits": shown.replace("0", "O").replace("1", "l"),
    }[way]
    assert read_code(written) == code_of(text)


@given(symbols, st.integers(0, 16), st.integers(1, 31))
def test_one_wrong_symbol_is_always_noticed(text, place, shift):
    right = plain(code_of(text))
    wrong = ALPHABET[(ALPHABET.index(right[place]) + shift) % 32]
    assert read_code(right[:place] + wrong + right[place + 1 :]) is None


@given(symbols, st.integers(0, 15), st.integers(1, 16))
def test_two_symbols_in_each_others_place_are_always_noticed(text, first, distance):
    right = plain(code_of(text))
    second = min(16, first + distance)
    swapped = list(right)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    assert read_code("".join(swapped)) == (code_of(text) if right[first] == right[second] else None)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "-", "ABCD", "U" * 17, "0" * 16, "0" * 18, "0" * 65, "А" * 17, "０" * 17, "0" * 16 + "\x00", "*" * 17],
)
def test_what_is_no_code_is_none(typed):
    assert read_code(typed) is None


def test_a_code_is_shown_in_groups_of_four():
    shown = new_code().shown()
    assert [len(group) for group in shown.split("-")] == [4, 4, 4, 4, 1]
    assert set(shown) <= set(ALPHABET + "-")


def test_codes_do_not_repeat():
    assert len({new_code() for _ in range(2000)}) == 2000


def test_a_code_moves_to_another_locator_with_its_secret():
    code = new_code()
    moved = {relocated(code).locator for _ in range(50)}
    assert len(moved) > 40
    assert relocated(code).secret == code.secret


def test_the_hash_opens_for_its_code_only():
    complaint, code = uuid4(), new_code()
    first = keyed(b"p" * 32, complaint, code.secret)
    with real_receipts():
        stored = slow_hash(first)
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert matches(stored, first)
    assert not matches(stored, keyed(b"p" * 32, complaint, new_code().secret))
    assert not matches(stored, keyed(b"q" * 32, complaint, code.secret))
    assert not matches(stored, keyed(b"p" * 32, uuid4(), code.secret))
    assert not matches(None, first)


def test_the_weights_of_the_check_are_all_different():
    ones = {check_symbol("0" * place + "1" + "0" * (15 - place)) for place in range(16)}
    assert len(ones) == 16
    assert "0" not in ones
