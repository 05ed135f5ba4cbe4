"""A text of no case that describes one child closely is asked about at every door, and only such a text; nothing is stopped by it."""

from uuid import uuid4

import pytest

from shared.events.catalogue import ActivityTextChecked, ActivityTextOffered
from shared.events.documents.cases import OfferedPart, OfferedText
from tests.intake import test_comparing, test_published_texts
from tests.intake.closely import ASKED, PLAIN
from tests.intake.conftest import delivery
from tests.intake.office import add_directory


@pytest.fixture
def office(world):
    add_directory(world)
    return world


def publication(world, text):
    return test_published_texts.offer(world, "Njoftim", text)


def activity(world, text):
    check, words = (
        uuid4(),
        OfferedText(parts=(OfferedPart(name="part.0", text="Njoftim"), OfferedPart(name="part.1", text=text))),
    )
    offered = {"check_id": check, "text_id": uuid4(), "kind": "activity", "content_hash": "a" * 64}
    world.take(delivery(ActivityTextOffered, check, **offered, text=world.documents.keep(words)))
    [told] = [one for one in world.outbox(ActivityTextChecked) if one["check_id"] == str(check)]
    return told


def own_act(world, text):
    """Of the office's own initiative: no complaint belongs to its case."""
    return test_comparing.offer(world, [], "Njoftim", text)


def report(world, text):
    return test_comparing.offer(world, [], "Njoftim", text, kind="public_version")


def gap(world, text):
    return test_comparing.offer(world, [], "Njoftim", text, kind="gap")


DOORS = (publication, activity, own_act, report, gap)


@pytest.mark.parametrize("door", DOORS)
def test_it_is_asked_about_with_its_place_and_never_stops(office, door):
    looks = {text: door(office, text) for text in ASKED[:: 1 if door is publication else 5]}
    assert [text for text, told in looks.items() if not told["questions"]] == []
    assert {one["part"] for told in looks.values() for one in told["places"]} == {1}


@pytest.mark.parametrize("door", [publication, own_act])
def test_what_only_looks_like_it_is_not(office, door):
    assert [(text, told["places"]) for text in PLAIN if (told := door(office, text))["places"]] == []


def test_a_text_inside_a_case_keeps_its_rule(world):
    complaint = world.complain()
    told = test_comparing.offer(
        world, [complaint["id"]], "Njoftim", "Është e vetmja vajzë me karrocë në Peqin, lindur më 4.5.2014."
    )
    assert told["places"] == []
