"""A summary that is to be neutral names nobody of the file."""

import pytest

from services.intake import data
from services.intake.domain.names import Person, names_someone
from services.intake.domain.told import told_persons

CHILD = Person(name="Arta Shembullaj")
PARENT = Person(
    name="Besnik Çelë",
    phone="+355 69 234 5678",
    email="besnik.celë@example.org",
    address="Rruga e Ullishtës 12, Tiranë",
)
PLACES = ["Bashkia Tiranë", "Tiranë"]


def leaks(text, *persons, places=()):
    return names_someone(text, persons or (CHILD, PARENT), places, data.speech())


@pytest.mark.parametrize(
    "text",
    [
        "Nxënësja Arta u mbajt në klasë.",
        "nxënësja arta u mbajt në klasë",
        "ARTA SHEMBULLAJ",
        "Nëna e Artës erdhi në shkollë.",
        "I thanë Artën të dalë.",
        "Nxënësja A. Shembullaj",
        "Familja Shembullajt",
        "Babai Besniku kërkoi takim.",
        "Fjalët e Besnikut",
        "Z. Cele erdhi.",
        "Z. Çela erdhi.",
        "Telefononi 069 234 5678.",
        "Telefononi 0692345678.",
        "Numri: 00355-69-234-5678",
        "Numri 069/234 56 78",
        "Shkruani te besnik.celë@example.org",
        "Shkruani te BESNIK.CELË@EXAMPLE.ORG",
        "llogaria besnik.celë në rrjet",
        "Familja jeton te Ullishtës",
    ],
)
def test_names_numbers_and_streets_are_found(text):
    assert leaks(text)


@pytest.mark.parametrize(
    "text",
    [
        "Një nxënëse u mbajt e mbyllur në klasë gjatë pushimit.",
        "Drejtori i shkollës nuk u përgjigj brenda 30 ditësh.",
        "Shkolla ndodhet në Tiranë, në një rrugë kryesore.",
        "Vendimi nr. 2345 i datës 12.11.2026.",
        "",
    ],
)
def test_facts_without_a_person_pass(text):
    assert not leaks(text, places=PLACES)


def test_a_name_that_is_also_a_word_is_found_as_a_name_and_not_as_the_word():
    mira = Person(name="Mira")
    assert leaks("Mira nuk shkoi në shkollë.", mira)
    assert leaks("Nëna e Mirës.", mira)
    assert not leaks("Nuk u gjet një zgjidhje e mirë.", mira)


def test_a_place_of_the_address_may_be_named_where_it_is_public():
    assert leaks("Ngjarja ndodhi në Tiranë.", PARENT)
    assert not leaks("Ngjarja ndodhi në Tiranë.", PARENT, places=PLACES)


def test_a_surname_like_a_place_is_still_a_name():
    assert leaks("Familja Tirana u ankua.", Person(name="Agim Tirana"), places=PLACES)


def test_composed_and_decomposed_letters_are_one():
    assert leaks("Nxënësja E\u0308ngje\u0308ll mungonte.", Person(name="Ëngjëll"))


def test_nothing_known_means_nothing_found():
    assert not leaks("Çdo gjë", Person())


def told(text):
    return [person.name for person in told_persons(text, {"tirane", "sami", "frasheri"}, data.speech())]


def test_people_whom_only_the_words_of_a_complaint_name_are_found_with_both_their_names():
    assert told("Mësuesja Valbona Gjoka e pa, dhe në Shkollën Sami Frashëri edhe të tjerë.") == ["Valbona Gjoka"]
    whom = Person(name="Valbona Gjoka", told=True)
    assert leaks("E pa Valbona Gjoka.", whom)
    assert not leaks("E pa Valbona.", whom)


def test_what_a_body_or_a_place_is_called_is_nobody():
    assert told("Bashkia Tiranë dhe Ministria e Arsimit nuk u përgjigjën. Drejtoria Rajonale heshti.") == []
