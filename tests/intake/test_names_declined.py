"""Who is told of in one case of Albanian is found in every other: in a text about their own file, and in one about another."""

import pytest

from tests.intake.files import PDF
from tests.intake.test_comparing import offer
from tests.intake.test_evidence import hand_in
from tests.intake.wordings import DECLINED

#: Forms in which the end of the name sounds otherwise than in any other case, and plurals of a family.
OTHERWISE = (
    ("Ndue Përnezha", "Ndou Ndout Ndoun"), ("Gjue Përnezha", "Gjou Gjout Gjoun"), ("Ana Zogu", "Zogjtë Zogjve"), ("Ana Ujku", "Ujqit Ujqve"),
    ("Ana Çomo", "Çomajt Çomovet Çomajve"), ("Ana Beqo", "Beqajt"), ("Ana Muço", "Muçajt"), ("Ana Hysi", "Hysajt Hysajve"), ("Ana Çuni", "Çunajt"),
    ("Ana Papadhopulos", "Papadhopuli Papadhopulit Papadhopulin"), ("Ana Bej", "Beu Beut Beun"), ("Nikollë Përnezha", "Kola Kolës Kolën"),
)  # fmt: skip
FRAMES = (
    "Rekomandohet që {} të kthehet në shkollë.",
    "Në mbledhje u përmend edhe {}.",
    "Kërkesa lidhet me {}, sipas shkollës.",
)


@pytest.mark.parametrize(("name", "written"), OTHERWISE)
def test_a_name_is_found_where_its_end_sounds_otherwise(world, name, written):
    child = {"name": name, "age": 9}
    own = world.complain(submitter={"role": "child"}, child=child, narrative="Nuk më lanë në klasë.")
    texts = [frame.format(form) for form in written.split() for frame in FRAMES]
    assert [text for text in texts if not offer(world, [own["id"]], text)["stops"]] == []


@pytest.mark.parametrize(("told", "named"), DECLINED)
def test_who_is_told_of_in_one_case_is_found_in_another(world, told, named):
    own = world.complain(narrative=told)
    assert offer(world, [own["id"]], named)["stops"] >= 1
    assert offer(world, [], named)["stops"] >= 1


def test_so_is_who_stands_declined_in_the_name_of_a_file_that_was_handed_in(world):
    own = world.complain()
    assert hand_in(world, own["receipt_code"], PDF, "Deklarata e Kujtim Lamçes.pdf").status_code == 201
    for of_case in ([own["id"]], []):
        assert offer(world, of_case, "U dëgjua Kujtim Lamçe.")["stops"] >= 1


def test_so_is_who_was_typed_declined_into_the_field_for_a_name(world):
    own = world.complain(child={"name": "Marisë Kodrës", "age": 9})
    for of_case in ([own["id"]], []):
        assert offer(world, of_case, "U dëgjua Maria Kodra.")["stops"] >= 1


def test_a_name_that_only_ends_as_a_case_does_is_not_taken_for_one_when_it_stands_alone(world):
    own = world.complain(child={"name": "Martin Kodra", "age": 9})
    told = offer(world, [own["id"]], "Takimi u mbajt të martën, dhe një tjetër të marte u caktua më pas.")
    assert told["stops"] == 0
