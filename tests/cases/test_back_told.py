"""When a matter comes back, nobody reads that an answer is awaited to a letter that never arrived."""

import pytest

from shared.events import catalogue
from tests.cases.ladder_world import Silence
from tests.cases.test_delivery import leave
from tests.cases.test_held_told import BACK, COURT, step

AWAITED, ON_ITS_WAY, MISSING = "Ende presim përgjigje", "është ende rrugës", "nuk ka mbërritur ende"


@pytest.fixture
def school(story, bench, commissioner):
    """A body whose letter nobody brought yet, with a complainant who is told."""
    body = bench.body("agency")
    act = story.with_findings().issue(body, items=1)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def back(school):
    """What whoever complained is told when a court gives the matter back."""
    step(school, COURT)
    step(school, BACK)
    bench = school.bench
    last = bench.told(catalogue.ComplainantInformed)[-1]
    return bench.platform.documents.get_json(last["message"])["text"]


def test_of_a_letter_that_nobody_brought_it_is_said_that_it_has_not_arrived(school):
    text = back(school)
    assert MISSING in text
    assert AWAITED not in text


def test_of_one_that_left_it_is_said_that_it_is_on_its_way(school):
    leave(school)
    text = back(school)
    assert ON_ITS_WAY in text
    assert AWAITED not in text


def test_of_one_that_arrived_the_answer_is_awaited(school):
    school.bench.deliver(school.act, school.body)
    text = back(school)
    assert AWAITED in text
    assert ON_ITS_WAY not in text and MISSING not in text


def test_of_two_bodies_each_is_told_as_it_is(school):
    other = school.bench.body("agency")
    act = school.story.issue(other, items=1)
    school.bench.deliver(act, other)
    text = back(school)
    assert AWAITED in text and MISSING in text
