"""Initials in small letters, or with blanks and signs in odd places, raise a question at least; the number of a public road raises none."""

import pytest

from services.intake.actions.comparing import places_in
from services.intake.domain.names import Person
from tests.intake.test_names_measured import PLACES

ELVANA = Person(name="Elvana Gjonpalaj", address="Rruga Dëshmorët e Kombit, nr. 14, Kukës")


def found(text, person=ELVANA):
    return list(places_in(text, [person], PLACES))


@pytest.mark.parametrize(
    "text", ["e.gj.", "e. gj.", "E .Gj .", "E . Gj.", "E, Gj", "E., Gj.", "E. dhe Gj.", "E. and Gj."]
)
def test_initials_in_odd_writing_raise_a_question(text):
    assert found(f"Sipas shkollës, {text} mungonte."), text


@pytest.mark.parametrize("text", ["a.b.", "A .B .", "A, B", "A. dhe B."])
def test_those_of_others_raise_none(text):
    assert not found(f"Sipas shkollës, {text} mungonte.")


@pytest.mark.parametrize(
    "text",
    ["Rruga nacionale nr. 4 është e rrezikshme.", "Në rrugën kombëtare nr. 14 mungon trotuari.", "Rruga Kombëtare, nr. 14, pranë shkollës."],
)  # fmt: skip
def test_the_number_of_a_public_road_is_no_address(text):
    assert not found(text)


def test_a_street_with_its_house_is_one():
    assert found("Jeton në Rrugën Dëshmorët e Kombit, nr. 14.")
