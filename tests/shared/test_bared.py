"""What is seen of a text: broken letters are whole, and each character knows where it came from."""

import pytest

from shared.bared import bared


@pytest.mark.parametrize(
    "written",
    ["ArbÃ«n", "ArbÃƒÂ«n", "Arb?n", "Arb\ufffdn", "Arb‰n", "arbã«n", "Arb%C3%ABn", "Arb=C3=ABn", "Arb\\u00ebn", "Arb&Atilde;&laquo;n", "ArbĂ«n", "ArbeÌˆn", "Arb&euml;n"],
)  # fmt: skip
def test_a_letter_that_an_encoding_broke_is_whole(written):
    seen = bared(f"Po {written}, 12")
    assert seen.text.replace("e\u0308", "ë").casefold() == "po arbën, 12"
    assert seen.span(3, len(seen.text) - 4) == (3, 3 + len(written))
    assert len(seen.text) == len(seen.starts) == len(seen.ends)


@pytest.mark.parametrize(
    "written", ["Vjen?Po. Ç’kemi “pra” shkollë»", "50%, 3=4, a?B", "çmimi: 12‰", "É«", "K51203087T"]
)
def test_what_is_whole_stays_as_it_is(written):
    seen = bared(written)
    assert (seen.text, seen.starts) == (written, tuple(range(len(written))))
