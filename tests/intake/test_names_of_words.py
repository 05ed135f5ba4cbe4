"""A full name of another file of which both parts are words too: with a small letter it is compared all the same, sure where the words beside it
tell of somebody.
"""

import pytest

from tests.intake import test_comparing, test_published_texts

CHILDREN = (
    "Drita Lule", "Agim Besa", "Besa Gjata", "Liria Mali", "Shpresa Guri", "Bardhë Kodra", "Yll Deti", "Jeta Liria", "Era Lumi", "Ola Era",
)  # fmt: skip


@pytest.fixture
def office(world):
    for child in CHILDREN:
        world.complain(child={"name": child, "age": 11})
    return world


def publication(world, text):
    return test_published_texts.offer(world, "Njoftim", text)


def act(world, text):
    """Of the case of another child."""
    other = world.complain(child={"name": "Klea Shembullaj", "age": 9})
    return test_comparing.offer(world, [other["id"]], "Njoftim", text)


TOLD = (
    "Nxënësja drita lule u dëgjua.", "Drita lule u dëgjua.", "drita lule, 12 vjeçe, u dëgjua", "Autor: drita lule", "Agim besa tha", "agim Besa tha", "nxënësi agim besa",
    "agim besa, klasa v", "Na shkroi agim besa nga puka.", "Foto: agim besa", "fëmija besa gjata", "u dëgjua bardhë kodra", "yll deti, 9 vjeç", "nxënësja jeta liria",
)  # fmt: skip


@pytest.mark.parametrize("door", [publication, act])
def test_it_stops_where_somebody_is_told_of(office, door):
    assert [text for text in TOLD if not door(office, text)["stops"]] == []


@pytest.mark.parametrize("door", [publication, act])
def test_alone_it_is_asked_about(office, door):
    alone = ["lule drita", "liria mali", "Liria mali", "shpresa guri", "Era lumi", "sot ola era pret"]
    told = [door(office, text) for text in alone]
    assert [(one["stops"], one["questions"] > 0) for one in told] == [(0, True)] * len(alone)


@pytest.mark.parametrize("door", [publication, act])
def test_the_same_words_apart_are_nothing(office, door):
    plain = [
        "Drita ra mbi një lule.",
        "Besa e dhënë, jeta e gjatë.",
        "Në lumë nuk ka erë.",
        "Guri i shpresës.",
        "Liria e malit.",
    ]
    assert [text for text in plain if door(office, text)["stops"] or door(office, text)["questions"]] == []


@pytest.mark.parametrize(
    ("child", "text"),
    [("Abdulla Ibn Karim", "Abdullah Karim u dëgjua."), ("Abdullah Karim", "U dëgjua Abdulla Karim.")],
)
def test_a_name_is_found_with_and_without_its_last_breath(world, child, text):
    world.complain(child={"name": child, "age": 11})
    assert publication(world, text)["stops"] == 1
