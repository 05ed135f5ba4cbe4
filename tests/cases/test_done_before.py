"""What was done before its letter arrived is no measure of it, and nothing undelivered is ever late."""

from datetime import timedelta

import pytest

from services.cases.domain.obligations import Assessed, Delivery, Facts
from services.cases.domain.timeliness import Timeliness, Word, implementation_timeliness
from shared.events import catalogue
from tests.cases.bench import SEEN, today
from tests.cases.ladder_world import Silence, after


@pytest.fixture
def waiting(story, bench, commissioner):
    """A body that owes one item on an act whose letter lies with the office."""
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def found(silence, word="implemented", **more):
    path = f"/obligations/{silence.owed[0]['id']}/assessments"
    answer = silence.story.officer.post(path, {"assessment": word, "evidence": [SEEN], "reason": "E pamë.", **more})
    assert answer.status_code == 201, answer.json
    return silence.bench.told(catalogue.ObligationAssessed)[-1]


def test_what_was_done_before_its_letter_arrived_is_no_measure_of_it_and_is_found_overtaken(waiting):
    late = after(waiting.act["items"][0]["due"], 5)
    with waiting.on(late):
        path = f"/obligations/{waiting.owed[0]['id']}/assessments"
        refused = waiting.story.officer.post(path, {"assessment": "implemented", "evidence": [SEEN], "on": str(late)})
        assert (refused.status_code, refused.json["code"]) == (409, "assessment.not_delivered")
        told = found(waiting, "overtaken", evidence=[])
        assert (told["assessment"], told["undelivered"], told["next"]) == ("overtaken", True, "nothing")
        [one] = waiting.owed
        assert (one["state"], one["timeliness"]["implementation"]["word"]) == ("not_delivered", "none")


def test_what_was_done_on_a_letter_that_arrived_is_told_as_before(waiting):
    waiting.bench.deliver(waiting.act, waiting.body)
    assert found(waiting, on=str(today()))["undelivered"] is False
    assert waiting.owed[0]["state"] == "implemented"


@pytest.mark.parametrize("word", ["implemented", "partly", "not"])
def test_nothing_is_found_of_a_day_before_the_act(waiting, word):
    waiting.bench.deliver(waiting.act, waiting.body)
    path = f"/obligations/{waiting.owed[0]['id']}/assessments"
    early, before = str(today() - timedelta(days=1)), waiting.owed[0]["state"]
    refused = waiting.story.officer.post(path, {"assessment": word, "evidence": [SEEN], "on": early})
    assert (refused.status_code, refused.json["code"]) == (422, "assessment.before_the_act")
    assert waiting.owed[0]["state"] == before
    assert found(waiting, on=str(today()))["assessment"] == "implemented"


def test_nothing_undelivered_is_late_however_late_it_was_done():
    facts = Facts(delivery=Delivery.TO_POST, assessed=Assessed.IMPLEMENTED, implemented_on=today())
    assert implementation_timeliness(facts, today() - timedelta(days=9), today()) == Timeliness(Word.NONE)
