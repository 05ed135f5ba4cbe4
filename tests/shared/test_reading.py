"""What the isolated process says of the words of a PDF: of each page, and how many it did not come to."""

import json

import pytest
from pypdf import PageObject

from shared.files import reading
from tests.sample_files import pdf, pdf_of, pdf_together

WORDS = "Familja e saj nuk shkon."


def read(content):
    return json.loads(reading.words(content))


def test_an_empty_page_says_nothing_and_nobody_has_to_look_at_it():
    assert read(pdf_together(pdf(), pdf_of(WORDS))) == {"pages": 2, "said": ["", WORDS]}


def test_of_a_page_on_which_something_is_painted_and_nothing_said_that_is_told():
    assert read(pdf_of("")) == {"pages": 1, "said": [None]}


def test_one_page_that_cannot_be_read_leaves_the_others(monkeypatch):
    real = PageObject.extract_text

    def breaks(page, *given, **more):
        if "second" in real(page):
            raise ValueError("broken")
        return real(page, *given, **more)

    monkeypatch.setattr(PageObject, "extract_text", breaks)
    assert read(pdf_of(WORDS, "second", WORDS))["said"] == [WORDS, None, WORDS]


@pytest.mark.parametrize(("name", "most", "said"), [("LONGEST", -1, []), ("MOST_LETTERS", 30, [WORDS, None])])
def test_what_is_beyond_time_or_length_is_told_apart(monkeypatch, name, most, said):
    monkeypatch.setattr(reading, name, most)
    assert read(pdf_of(WORDS, WORDS)) == {"pages": 2, "said": said}
