"""A child of any file is found in natural wordings that part the two names, through the door by which a draft is offered."""

from itertools import cycle

import pytest

from tests.intake.conftest import ADMISSIBLE, SCHOOL
from tests.intake.test_comparing import KINDS, offer
from tests.intake.wordings import ALBANIAN, BROKEN, ENGLISH, FIGURED, INNOCENT, NAMING, NUMBERS

CHILDREN = ("Arbën Hoxhaj", "Ana Hoxhaj", "Elira Kodra", "Arta Topi")


def offered(world, wording, kind):
    parts = (wording,) if isinstance(wording, str) else wording
    return offer(world, [], *parts, kind=kind)


@pytest.fixture
def children(world):
    """Files of other children: what is offered belongs to none of them."""
    return [world.complain(submitter={"role": "parent"}, child={"name": name, "age": 12}) for name in CHILDREN]


def test_there_are_a_hundred_wordings_in_both_languages():
    assert len(NAMING) >= 100 and len(ENGLISH) >= 20 and len(set(NAMING)) == len(NAMING)
    assert len([one for one in ALBANIAN if isinstance(one, tuple)]) >= 5


@pytest.mark.parametrize("turn", [0, 3], ids=["one kind each", "another kind each"])
def test_no_wording_takes_a_child_of_another_file_out_of_the_office(world, children, turn):
    kinds = cycle(KINDS[turn:] + KINDS[:turn])
    slipped = [
        (kind, wording)
        for wording, kind in zip(NAMING, kinds, strict=False)
        if not offered(world, wording, kind)["stops"]
    ]
    assert slipped == []


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_text_is_held_by_a_name_in_one_part_and_the_family_in_another(world, children, kind):
    assert offered(world, ("Rasti i Arbënit", "Familja Hoxhaj u ankua."), kind)["stops"] == 2
    assert offered(world, "Arbën dhe Ana Hoxhaj", kind)["stops"] >= 1


@pytest.mark.parametrize("wording", [one for one in NAMING if isinstance(one, str)][::9])
def test_so_is_the_summary_that_intake_writes_itself(world, children, wording):
    mine = world.complain()
    refused = world.decide(mine["id"], **ADMISSIBLE | {"summary": wording, "bodies": [str(SCHOOL)]})
    assert (refused.status_code, refused.get_json()["code"]) == (422, "summary_names_person")


def test_what_names_none_of_the_children_goes_its_way(world, children):
    stopped = [one for one in INNOCENT if offered(world, one, "act")["stops"]]
    assert stopped == []


@pytest.mark.parametrize("kind", ["act", "public_version"])
def test_a_number_broken_by_words_is_found_in_any_text(world, kind):
    assert [one for one in (*NUMBERS, *FIGURED) if not offered(world, one, kind)["stops"]] == []


@pytest.mark.parametrize("own", [True, False], ids=["of its own file", "of another"])
def test_no_broken_or_hidden_spelling_is_passed_over(world, children, own):
    of_case = [children[0]["id"]] if own else []
    assert [one for one in BROKEN if not offer(world, of_case, f"{one} mungonte.")["stops"]] == []


@pytest.mark.parametrize("text", ["345 6789", "345-67-89", "34S 6789", "3456789"])
def test_a_number_of_the_own_file_is_found_without_its_prefix(world, text):
    told = world.complain(submitter={"role": "parent", "name": "Agim Topi", "contact": {"phone": "+355693456789"}})
    assert offer(world, [told["id"]], f"Sipas dosjes {text}, pa prefiks.")["stops"] == 1
    assert offer(world, [], f"Sipas dosjes {text}, pa prefiks.")["stops"] == 0


@pytest.mark.parametrize(
    "text",
    ["Neni 5 S, pika 1 l, 20 l ujë", "Klasa 5S dhe 6I", "Shumat 345, 678, 9", "IS 2345678 SI", "Ligji 10 O 2025"],
)
def test_letters_beside_figures_are_no_number(world, text):
    told = world.complain(submitter={"role": "parent", "name": "Agim Topi", "contact": {"phone": "+355693456789"}})
    assert offer(world, [told["id"]], text)["stops"] == 0
