"""A full name of no file without capitals, glued together or escaped in a link is asked about; links, words and bodies are not."""

import pytest

from services.intake.actions.comparing import places_in
from services.intake.domain.hits import Kind, Severity
from tests.intake.anybody import INNOCENT
from tests.intake.sample_names import samples
from tests.intake.test_comparing import KINDS, offer
from tests.intake.test_names_measured import PLACES, SHARE_STOPPED, innocent, office_texts

NAMES = ("besjan malaj", "anna kola", "arben hoxha", "arbenin hoxha", "annakola", "besjanmalaj", "AnnaKola", "BesjanMalaj")  # fmt: skip
LINKED = ("Besjan%20Malaj", "besjan%20malaj", "besjan-malaj", "besjan_malaj", "besjan+malaj", "%42esjan%20%4Dalaj", "Besjan%2DMalaj")  # fmt: skip
NOBODY = (
    "Shihni https://qbz.gov.al/eli/ligj/2017/02/23/18-2017 dhe https://example.org/raporti%20vjetor%202026.pdf.", "Rritje me 100%20 dhe 50%41 u lexua.",
    "muaj pas muaji, gjatë shkollës fillore", "origjina e fëmijës dhe gjendja civile", "dosja.pdf, raporti.xlsx, lista_e_shkollave.xlsx, avokatipopullit.gov.al", "JavaScript dhe PowerPoint",
    "drita e kodrës ishte e fortë", "agim kodra",
)  # fmt: skip


def asked(text):
    found = places_in(text, [], PLACES)
    return [text[one.start : one.end] for one in found if one.severity is Severity.QUESTION and one.kind is Kind.NAME]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("told", ["Ai u pa nga {} në oborr.", "{} mungonte tri ditë.", "llogaria e tij: {}"])
def test_a_full_name_without_capitals_or_blanks_is_asked_about(name, told):
    assert asked(told.format(name)) == [name]


@pytest.mark.parametrize("name", LINKED)
@pytest.mark.parametrize(
    "link", ["https://example.org/{} sot", "https://example.org/p/{}.html", "[këtu](https://example.org/{})"]
)
def test_so_is_one_in_a_link_however_it_is_escaped(name, link):
    assert asked(f"Shihni {link.format(name)}.") == [name]


@pytest.mark.parametrize("text", NOBODY)
def test_what_names_nobody_is_not(text):
    assert asked(text) == []


@pytest.mark.parametrize("kind", KINDS)
def test_in_every_kind_of_text_and_it_stops_nothing(world, kind):
    found = offer(world, [], "Titulli", "Shihni https://example.org/Besjan%20Malaj dhe annakola.", kind=kind)
    assert (found["stops"], found["questions"]) == (0, 2)


def test_of_two_hundred_people_most_are_asked_about_in_small_letters_too():
    names = [one.name.lower() for one in samples()]
    seen = [name for name in names if places_in(f"Atë ditë u pa edhe {name}, pastaj ra zilja.", [], PLACES)]
    assert len(seen) / len(names) > MOST, sorted(set(names) - set(seen))


def test_of_innocent_texts_hardly_one_is_asked():
    texts = [one.lower() for one in (*INNOCENT, *innocent(), *office_texts())]
    strange = [name for text in texts for name in asked(text)]
    assert len(strange) / len(texts) < SHARE_STOPPED, strange


#: No list holds all names: without a capital a given name that none knows beside a family of no usual ending is a word like any other.
MOST = 0.5
