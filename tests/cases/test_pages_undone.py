"""On the page: nobody is found to have done nothing before the letter arrived, or before its day."""

import re

from tests.cases.bench import today
from tests.cases.pages_world import TYPED_SOURCE, office, said, world
from tests.cases.test_pages_obligations import at, day, first

__all__ = ["office", "world"]

UNDONE = r'<input(?=[^>]*name="assessment-assessment")(?=[^>]*value="(?:not|partly)")'
HOW = UNDONE.replace("not|", "not|implemented|")


def find_undone(world, act):
    form = {"assessment-assessment": "not", **TYPED_SOURCE, **day("assessment-on", today())}
    answer = world.post(world.client("case_officer"), at(first(world, act), "/assessments"), form)
    assert world.obligations(act)[0].obligation.assessed == "not_assessed"
    return answer


def test_of_a_letter_that_did_not_arrive_the_page_says_so(world):
    answer = find_undone(world, world.issued())
    assert answer.status_code == 409
    assert "Letra nuk i ka mbërritur ende institucionit" in said(answer.text)


def test_while_the_body_has_time_the_page_says_what_to_note_instead(world):
    act = world.issued()
    world.delivered(act)
    answer = find_undone(world, act)
    assert answer.status_code == 409
    assert "Deri atëherë shënoni “Në proces”" in said(answer.text)


def test_what_nobody_can_find_yet_is_not_offered_and_the_page_says_why(world):
    act, client = world.issued(), world.client("case_officer")
    before = client.get(at(first(world, act))).text
    assert 'value="overtaken"' in before
    assert not re.search(HOW, before)
    assert "Letra nuk i ka mbërritur ende institucionit" in said(before)
    world.delivered(act)
    world.replied(act, position="accepted", claimed="implemented")
    assert re.search(UNDONE, client.get(at(first(world, act))).text)
