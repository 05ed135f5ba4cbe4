"""A school, a street or a hospital that is called after somebody is no person, wherever it is named."""

import pytest

from services.intake import data
from services.intake.domain.told import named_in_full
from tests.intake.test_comparing import offer
from tests.intake.test_name_marks import write_to

TOLD = (
    'Në shkollën 9-vjeçare "Naim Frashëri" nuk ka ngrohje.', "Mëson në shkollën e mesme të bashkuar “Naim Frashëri”.",
    "Gjimnazi „Naim Frashëri” e përjashtoi.", "Shkolla Naim Frashëri u mbyll.", "Banojmë te rruga Naim Frashëri.",
    "E çuan te spitali rajonal “Naim Frashëri”. Në Naim Frashëri nuk pati mjek.",
)  # fmt: skip
LETTERS = (
    "Shkolla 9-vjeçare “Naim Frashëri” në Bashkinë Tropojë nuk ka ngrohje.", "Shkollës së mesme „Naim Frashëri” i mungon ngrohja.",
    "Gjimnazi Naim Frashëri u përgjigj.", "Sheshi “Naim Frashëri” është i errët.",
)  # fmt: skip
PERSONS = (
    "Mësuesi i shkollës Naim Frashëri e goditi.",
    "Shoku im Naim Frashëri e pa.",
    "E pa Naim Frashëri në shkollë.",
)


@pytest.mark.parametrize("narrative", TOLD)
def test_a_school_that_a_complaint_names_stops_no_letter_about_it_nor_about_another_of_that_name(world, narrative):
    own = world.complain(narrative=narrative)
    mine = world.complain()
    for letter in LETTERS:
        other = offer(world, [mine["id"]], letter)
        assert (other["stops"], other["questions"], str(other["places"])) == (0, 0, "[]"), letter
        assert offer(world, [own["id"]], letter)["stops"] == 0, letter
        assert write_to(world, mine, letter).status_code == 201


@pytest.mark.parametrize("letter", LETTERS)
def test_where_a_child_is_called_as_the_school_it_is_asked_about(world, letter):
    child = world.complain(submitter={"role": "parent"}, child={"name": "Naim Frashëri", "age": 9})
    assert (offer(world, [], letter)["stops"], offer(world, [child["id"]], letter)["stops"]) == (0, 0)
    assert offer(world, [], letter)["questions"] == 1


@pytest.mark.parametrize("text", [*PERSONS, "Shkolla e Naim Frashërit u mbyll.", "Në shkollë, Naim Frashëri qan."])
def test_who_is_called_so_is_found_as_before(world, text):
    child = world.complain(submitter={"role": "parent"}, child={"name": "Naim Frashëri", "age": 9})
    other = offer(world, [], text)
    assert other["stops"] + other["questions"] >= 1
    assert offer(world, [child["id"]], text)["stops"] >= 1


@pytest.mark.parametrize("narrative", PERSONS)
def test_whom_a_narrative_names_has_marks_though_a_school_stands_before(narrative):
    assert named_in_full(narrative, data.speech()) == ["Naim Frashëri"]


def test_where_a_school_is_on_the_map_is_asked_about_and_where_a_house_is_stops(world):
    mine = world.complain()
    school = offer(world, [mine["id"]], "Koordinatat e shkollës janë 41.3275, 19.8187 dhe lartësia 110 metra.")
    assert (school["stops"], [place["kind"] for place in school["places"]]) == (0, ["address"])
    assert offer(world, [mine["id"]], "Shtëpia është te 41.3275, 19.8187.")["stops"] == 1
    assert offer(world, [mine["id"]], "Pika 41.3275, 19.8187.")["stops"] == 1
