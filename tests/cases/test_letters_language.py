"""Every kind of letter as a strict reader of either language reads it: forms, greetings, names of offices and of places."""

import io
import re
from datetime import date

import pypdf
import pytest

from services.cases import data
from services.cases.clients import typesetting
from services.cases.domain.advised import Advised
from services.cases.domain.kinds import Receiver
from services.cases.printed import letters
from tests.cases.test_letters import sample, text_of

KINDS = sorted({entry["key"] for entry in data.entries("kinds", "kinds")})


def said(key, language, body_class=None, **more):
    """The words of such a letter to a body of that class, or of the first that it may go to."""
    kind = data.kind_on(key, letters.DAY)
    if kind.receiver is Receiver.COMPLAINANT:
        return text_of(letters.printed_advice(kind, language, Advised.ADULT, letters.DAY))
    return text_of(letters.printed(kind, language, body_class or min(kind.classes), letters.DAY, **more))


@pytest.mark.parametrize("key", KINDS)
def test_no_letter_leaves_two_forms_of_a_word_to_its_reader(key):
    for one in sorted(data.kind_on(key, letters.DAY).classes) or [None]:
        words = re.sub(r"https://\S+", "", said(key, "sq", one))
        assert " / " not in words and "i/e" not in words


def test_a_prefect_leads_the_office_and_is_written_to_by_its_name_alone():
    albanian, english = (said("head_notice", language, "prefect") for language in ("sq", "en"))
    assert "PREFEKTIT TË QARKUT SHEMBULL" in albanian and "TITULLARIT" not in albanian
    assert "To: PREFECT OF SAMPLE COUNTY" in english and "HEAD OF" not in english and "Dear Prefect," in english
    assert "TITULLARIT TË BASHKISË SHEMBULL" in said("head_notice", "sq", "municipality")
    assert "THE HEAD OF THE SAMPLE MUNICIPALITY" in said("head_notice", "en", "municipality")


def test_one_way_to_reply_is_not_called_one_of_several():
    for key, body_class in (("judicial_information_request", "court"), ("judicial_notice", "constitutional_court")):
        assert "njërën nga këto rrugë" not in said(key, "sq", body_class)
        assert "any of these ways" not in said(key, "en", body_class)


def test_a_seat_is_called_as_the_language_of_the_letter_calls_it():
    english = said("remedy", "en", "ministry")
    assert "MINISTRY OF SAMPLES Tirana The People" in english and "Tiranë" not in english
    assert "MINISTRISË SË SHEMBULLIT Tiranë Avokati" in said("remedy", "sq", "ministry")


@pytest.mark.parametrize(("language", "one", "many"), [("sq", "organit", "organeve"), ("en", "the body", "the bodies")])
def test_who_is_informed_reads_of_one_body_where_there_is_one(language, one, many):
    alone = said("remedy", language, "municipality", informed=("prefect",), to_informed=True)
    assert f" {one} " in alone and many not in alone
    copy = said("remedy", language, "municipality", also=("school",), informed=("prefect",), to_informed=True)
    assert many in copy


def test_a_day_off_is_called_as_it_is_written_where_the_library_leaves_out_an_article():
    days_off = data.calendar_of(letters.DAY).holidays
    assert days_off[date(2026, 11, 28)] == "Dita e Flamurit dhe e Pavarësisë"
    assert days_off[date(2026, 11, 30)] == "Dita e Flamurit dhe e Pavarësisë (ditë pushimi e shtyrë)"


@pytest.mark.parametrize(
    ("language", "paper"),
    [
        ("sq", "Bulevardi “Zhan D’Ark”, nr. 2, Tiranë, duke shënuar numrin"),
        ("en", "Bulevardi “Zhan D’Ark”, no. 2, Tirana, Albania, quoting number"),
    ],
)
def test_the_way_that_every_body_has_stands_first_with_its_address(language, paper):
    words = said("remedy", language, "school")
    assert words.index(paper) < words.index("/partners/inbox") < words.index("/partners/api")


@pytest.mark.parametrize("lines", range(1, 40))
def test_no_page_begins_with_the_signature_and_none_ends_with_the_word_of_the_demand(lines):
    parts = [
        {"part": "prose", "heading": "", "text": "\n".join("Rresht" for _line in range(lines))},
        {"part": "demand", "heading": "", "text": "Për sa më sipër,", "verb": "REKOMANDOJMË:"},
        {"part": "items", "items": [{"text": "Masa", "due": None, "evidence": ""}] * 6},
        {"part": "prose", "heading": "", "text": "Duke ju falënderuar,"},
    ]
    content = typesetting.pdf(sample(parts=parts), letters.DAY)
    pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    for page in pages[1:]:
        assert not page.startswith(("KOMISIONERI", "Provohet te:"))
    for page in pages[:-1]:
        assert not re.search(r"(REKOMANDOJMË:|sipër,) R-2026", page)


def test_a_long_list_of_enclosures_runs_on_over_its_pages():
    titles = [f"Letra R-2026-{number:05}-7, siç iu dërgua Bashkisë Shembull" for number in range(120)]
    reader = pypdf.PdfReader(io.BytesIO(typesetting.pdf(sample(attachments=titles), letters.DAY)))
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) > 2
    for place, page in enumerate(pages):
        lines = [line for line in page.split("\n") if line.startswith(tuple("123456789")) and "siç iu" in line]
        assert len(lines) < 60, f"page {place + 1} says more than fits on it"
    assert sum(page.count("siç iu dërgua") for page in pages) == 120
