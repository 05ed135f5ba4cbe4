"""A child of another file whose one name is cut to its beginning ("E. Krasniqi", "Elira K.") is asked about, at every door."""

import random

import pytest

from tests.intake.conftest import SCHOOL
from tests.intake.test_comparing import KINDS, offer
from tests.intake.test_handovers import ask, redirected
from tests.intake.test_name_marks import write_to
from tests.intake.test_names_measured import SHARE_STOPPED, innocent

CHILD, SIBLING = "Elira Krasniqi", "Xhoana Krasniqi"
CUT = (
    "E. Krasniqi", "E.Krasniqi", "E. Krasniqit", "E. KRASNIQI", "E Krasniqi", "E.-Krasniqi", "El. Krasniqi", "Eli. Krasniqi",
    "Krasniqi E.", "Krasniqi, E.", "Krasniqit E.", "E. A. Krasniqi", "E.A. Krasniqi", "E… Krasniqi", "E*** Krasniqi", "E__ Krasniqi",
    "(E.) Krasniqi", "Elira K.", "Elirës K.", "Elira K", "ELIRA K.", "Elira Kr.", "Elira A. K.", "K. Elira", "Elira K-së", "Elira K***", "Elira (K.)",
    "e. krasniqi", "elira k.", "Eli Krasniqi", "Krasniqi Eli", "Lira Krasniqit", "Xhoi Krasniqi", "Xhoa. Krasniqi", "Xh. Krasniqi", "X. Krasniqi", "Xhoana K.", "Ε. Krasniqi",
    "Elira-s K.", "Elira-s Kr.", "E. e Krasniqajve",
    "E. Kras.", "El. Kra.", "Kras. E.", "E.Kras.", "E… Kras…",
)  # fmt: skip


@pytest.fixture
def two(world):
    """A complaint, and a family's that has nothing to do with it."""
    for name in (CHILD, SIBLING):
        other = world.complain(submitter={"role": "parent"}, child={"name": name, "age": 9})
    return world.complain(), other


@pytest.mark.parametrize("name", CUT)
def test_one_name_and_the_beginning_of_the_other_is_a_question_of_every_spelling(world, two, name):
    told = offer(world, [two[0]["id"]], "Kthimi", f"U dëgjua nxënësja {name} në shkollë.")
    assert (told["stops"], told["questions"]) == (0, 1)
    [place] = told["places"]
    assert (place["part"], place["severity"]) == (1, "question")
    # Whole, it is a name that stands in no file; cut, what is left of one that does.
    assert place["kind"] in {"initials", "name"}


def test_a_word_for_a_person_a_short_form_and_the_family_are_a_stop_whoever_it_is(world, two):
    assert offer(world, [two[0]["id"]], "U dëgjua nxënësja Eli e Krasniqajve në shkollë.")["stops"] == 1


@pytest.mark.parametrize("kind", KINDS)
def test_so_it_is_in_every_kind_of_text(world, two, kind):
    assert offer(world, [two[0]["id"]], "Edhe E. Krasniqi u ankua.", kind=kind)["questions"] == 1


@pytest.mark.parametrize(
    "text",
    ["Drejtori E. Krasniqi u përgjigj.", "Rruga E. Krasniqi u mbyll.", "A. Krasniqi u ankua.", "E. K. u ankua.",
     "Neni 4, shkronja e. Krasniqi nuk erdhi.", "Ankesa e Krasniqit u pranua.", "Elira. Klasa u mbyll.", "E. Kr. u ankua.", "Nr. Prot. mungon.",
     "Klasa E e Krasniqit u mbyll.", "Eli e Krasniqit u ankua."],
)  # fmt: skip
def test_what_is_said_of_an_office_a_street_or_of_nobody_there_is_no_question(world, two, text):
    assert offer(world, [two[0]["id"]], text)["places"] == []


def test_who_holds_the_name_in_the_own_file_is_no_question_of_another(world, two):
    mine = world.complain(submitter={"role": "parent"}, child={"name": "Endrit Krasniqi", "age": 9})
    assert offer(world, [mine["id"]], "E. Krasniqi u dëgjua.")["stops"] == 1
    assert write_to(world, mine, "E. Krasniqi u dëgjua.").status_code == 201


def test_where_nobody_else_reads_a_text_before_it_leaves_it_is_refused(world, two):
    mine, _other = two
    refused = write_to(world, mine, "Edhe E. Krasniqi na shkroi.")
    assert (refused.status_code, refused.get_json()["code"]) == (422, "message_names_another")
    summary = {"outcome": "admissible", "rights": ["28.2"], "bodies": [str(SCHOOL)]}
    refused = world.decide(mine["id"], summary="Si Elira K., edhe një nxënës.", **summary)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "summary_names_person")


def test_of_innocent_texts_beside_a_full_office_less_than_two_in_a_hundred_are_asked_about(world, full_office):
    texts = random.Random(12).sample(innocent(), 60)
    told = [offer(world, [], text, kind="act") for text in texts]
    asked = [one for one in told if [place for place in one["places"] if place["kind"] == "initials"]]
    assert len([one for one in told if one["stops"]]) / len(texts) < SHARE_STOPPED
    assert len(asked) / len(texts) < SHARE_STOPPED


@pytest.mark.parametrize("name", ["E. Krasniqi", "Elira K.", "Besarta Krasnqi"])
def test_an_account_for_another_body_needs_a_reason(world, two, name):
    world.complain(submitter={"role": "parent"}, child={"name": "Besarta Krasniqi", "age": 9})
    told, account = redirected(world), f"Edhe {name} nuk kishte ku të shkonte."
    refused = ask(world, told, account=account)
    assert (refused.status_code, refused.json["code"]) == (422, "handover.names_person")
    asked = ask(world, told, account=account, names_stay=True)
    assert (asked.status_code, asked.json["stops"], asked.json["named"]) == (201, 1, ["another"])
