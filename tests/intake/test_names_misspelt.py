"""A full name of another file that was typed with one fault."""

import random
import re

import pytest

from services.intake import data
from services.intake.domain.faults import is_one_fault
from services.intake.domain.hits import Severity
from services.intake.domain.marks import marks_of, misspelt_candidates
from tests.intake.conftest import SCHOOL
from tests.intake.sample_names import FAMILY, FIRST
from tests.intake.test_comparing import KINDS, offer
from tests.intake.test_name_marks import write_to
from tests.intake.test_names_measured import SHARE_STOPPED, innocent

CHILD = "Besarta Krasniqi"
FAULTY = (
    "Besarrta Krasniqi", "Besrta Krasniqi", "Besarda Krasniqi", "Bseart Krasniqi", "Besarta Krasnqi", "Besarta Krasniki", "Besarta Krsaniqi",
    "Besarta Kraasniqi", "Krasnqi Besarta", "Besartës Krasnqit", "Besarta Krasnyqi", "BESARTA KRASNQI", "Besarta Agim Krasnqi", "Vesarta Krasniqi",
    "Besarta-Krasnqi",
)  # fmt: skip


@pytest.fixture
def two(world):
    """A complaint, and one of a child that has nothing to do with it."""
    other = world.complain(submitter={"role": "parent"}, child={"name": CHILD, "age": 9})
    return world.complain(), other


@pytest.mark.parametrize("name", FAULTY)
def test_one_fault_in_a_full_name_of_another_file_stops(world, two, name):
    told = offer(world, [two[0]["id"]], "Kthimi", f"U dëgjua nxënësja {name} në shkollë.")
    assert told["stops"] == 1
    assert [(place["part"], place["kind"]) for place in told["places"] if place["severity"] == "stop"] == [(1, "name")]


@pytest.mark.parametrize("kind", KINDS)
def test_so_it_does_in_every_kind_of_text(world, two, kind):
    assert offer(world, [two[0]["id"]], "Edhe Besarta Krasnqi u ankua.", kind=kind)["stops"] == 1


def test_where_nobody_else_reads_it_it_is_refused(world, two):
    refused = write_to(world, two[0], "Edhe Besarta Krasnqi na shkroi.")
    assert (refused.status_code, refused.get_json()["code"]) == (422, "message_names_another")
    summary = {"outcome": "admissible", "rights": ["28.2"], "bodies": [str(SCHOOL)]}
    refused = world.decide(two[0]["id"], summary="Si Besarta Krasnqi, edhe një nxënës.", **summary)
    assert refused.get_json()["code"] == "summary_names_person"


def test_a_short_name_has_neighbours_that_are_names_too_and_is_asked_about(world, two):
    world.complain(submitter={"role": "parent"}, child={"name": "Besarta Gjoka", "age": 9})
    told = offer(world, [two[0]["id"]], "U dëgjua Besarta Gjoni.")
    assert (told["stops"], told["questions"]) == (0, 1)


@pytest.mark.parametrize(
    "text",
    ["Besarta Kodra u ankua.", "Besarta dhe Krasnqi.", "Rezarta Krasnqi u ankua.", "Besarta. Krasnqi u ankua.", "besarta krasnqi", "Besarta Shehu dhe Ana Krasnqi u dëgjuan."],
)  # fmt: skip
def test_another_name_stops_nothing(world, two, text):
    assert offer(world, [two[0]["id"]], text)["stops"] == 0


def test_who_holds_an_office_is_asked_about(world, two):
    told = offer(world, [two[0]["id"]], "Drejtoresha Besarta Krasnqi u përgjigj.")
    assert (told["stops"], told["questions"]) == (0, 1)


def test_the_name_of_the_own_file_is_no_faulty_one_of_another(world, two):
    mine = world.complain(submitter={"role": "parent"}, child={"name": "Besarda Krasniqi", "age": 9})
    assert write_to(world, mine, "E dashur Besarda Krasniqi, e morëm.").status_code == 201


def test_of_all_pairs_of_names_few_are_taken_for_a_faulty_one_that_are_not():
    speech = data.speech()
    names = [f"{first} {family}" for first, _kind in FIRST for family, _of in FAMILY]
    marks = {mark: name for name in random.Random(5).sample(names, 200) for mark in marks_of(name, speech)}
    far = []
    for name in names:
        for found in misspelt_candidates(f"U dëgjua {name}.", speech):
            meant = {marks[one] for one in found.marks & marks.keys()} - {name}
            far += [(name, one) for one in meant if found.severity is Severity.STOP and not _near(name, one)]
    assert len(far) / len(names) < 0.01, far


def _near(name, other):
    parts = zip(name.lower().split(), other.lower().split(), strict=True)
    return all(one == two or is_one_fault(one, two) or is_one_fault(one[:-1], two[:-1]) for one, two in parts)


def test_of_innocent_texts_beside_a_full_office_less_than_two_in_a_hundred_are_stopped(world, full_office):
    texts = [re.sub(r"\s+", " ", text) for text in random.Random(13).sample(innocent(), 60)]
    told = [offer(world, [], text) for text in texts]
    stopped = [one for one in told if one["stops"]]
    print(f"stopped beside {full_office} files: {len(stopped)} of {len(texts)}")
    assert len(stopped) / len(texts) < SHARE_STOPPED
