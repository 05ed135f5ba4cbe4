"""Who complained and alone reads a text may be told of whom they named themselves, and of nobody whom only the office's notes name."""

import pytest

from tests.intake.conftest import ADMISSIBLE
from tests.intake.test_comparing import offer
from tests.intake.test_danger import DANGER
from tests.intake.test_name_marks import write_to

NEIGHBOUR = {"role": "anyone", "name": "Sotir Shembullaj"}
NOTED = "E ëma, Valdete Zogolli, tha se nuk do të vijë."


@pytest.fixture
def told(world):
    """A neighbour complained; that the mother's name is what the office wrote down of it they do not know."""
    one = world.complain(
        submitter=NEIGHBOUR, child=None, narrative="Fëmijën fqinj e rreh dajua, Perlat Shkodrani.", urgency=DANGER
    )
    decided = world.decide(one["id"], **ADMISSIBLE, urgency="normal", urgency_reason=NOTED)
    assert decided.status_code == 201, decided.get_json()
    return one


def test_whom_the_notes_name_stops_what_the_cases_service_writes_to_them(world, told):
    found = offer(world, [], "Folëm me Valdete Zogollin.", kind="message", apart=[told["id"]])
    assert found["stops"] == 1


def test_and_what_intake_itself_writes(world, told):
    refused = write_to(world, told, "Folëm me Valdete Zogollin.")
    assert (refused.status_code, refused.get_json()["code"]) == (422, "message_names_another")


def test_whom_they_named_themselves_they_are_told_of_at_both_doors(world, told):
    words = "Folëm me Perlat Shkodranin."
    assert offer(world, [], words, kind="message", apart=[told["id"]])["stops"] == 0
    assert write_to(world, told, words).status_code == 201


def test_also_if_another_file_holds_that_name(world, told):
    world.complain(submitter={"role": "parent", "name": "Perlat Shkodrani"})
    words = "Folëm me Perlat Shkodranin."
    assert offer(world, [], words, kind="message", apart=[told["id"]])["stops"] == 0
    assert write_to(world, told, words).status_code == 201


def test_but_of_nobody_whose_name_is_longer(world, told):
    world.complain(submitter={"role": "parent", "name": "Perlat Shkodrani Kusari"})
    assert offer(world, [], "Folëm me Perlat Shkodrani Kusarin.", kind="message", apart=[told["id"]])["stops"] >= 1


def test_their_own_number_is_asked_about_as_before(world):
    one = world.complain(submitter=NEIGHBOUR | {"contact": {"phone": "+355692345678"}}, child=None)
    found = offer(world, [], "Ju telefonuam në 069 234 5678.", kind="message", apart=[one["id"]])
    assert (found["stops"], found["questions"]) == (0, 1)


def test_a_body_still_reads_nothing_that_they_named(world, told):
    found = offer(world, [told["id"]], "Perlat Shkodrani u dëgjua.", kind="act")
    assert found["stops"] == 1


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("Burimi ynë: infermierja e qendrës, Mira, tel. 069 234 5678", "Infermierja Mira na tha."), ("vajza quhet klea hasani", "Klea u dëgjua."),
        ("Dëshmitarja Lule Dita nuk do të emërohet.", "Lulja na tha gjithçka."), ("Klea tha se ka frikë.", "Folëm me Klean."),
    ],
)  # fmt: skip
def test_whom_the_notes_name_by_one_name_or_in_small_letters_is_not_told_unasked(world, note, words):
    one = world.complain(submitter=NEIGHBOUR, child=None, narrative="Fëmijën fqinj e rrahin.", urgency=DANGER)
    world.decide(one["id"], **ADMISSIBLE, urgency="normal", urgency_reason=note)
    found = offer(world, [], words, kind="message", apart=[one["id"]])
    assert found["stops"] + found["questions"] >= 1
    assert write_to(world, one, words).status_code == 422


def test_what_else_the_notes_say_may_be_told(world):
    one = world.complain(submitter=NEIGHBOUR, child=None, narrative="Fëmijën fqinj e rrahin.", urgency=DANGER)
    note = "Folëm me drejtorin e shkollës në Belsh. Mësuesja e konfirmon. Bashkia Tiranë u njoftua nga Zyra."
    world.decide(one["id"], **ADMISSIBLE, urgency="normal", urgency_reason=note)
    words = "Mësuesja u dëgjua në Belsh. Bashkia Tiranë dhe Zyra e ndjekin."
    assert offer(world, [], words, kind="message", apart=[one["id"]])["places"] == []
    assert write_to(world, one, words).status_code == 201
