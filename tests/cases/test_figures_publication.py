"""Which bodies the figures of a past day name: those of acts that the public could read on that day, whatever was decided since."""

from datetime import timedelta

import pytest

from shared import clock
from tests.cases.bench import today
from tests.cases.ladder_world import Silence

API = "/cases/api/v1/public"


def day(after):
    """So many days after the letter was issued."""
    return today() + timedelta(days=after - 60)


@pytest.fixture
def silence(bench, story, commissioner):
    """An act that was issued and delivered sixty days ago, and of whose publication nobody decided yet."""
    body = bench.body()
    people = Silence(story, body, {}, commissioner, bench.person("publisher"))
    with people.on(day(0)):
        story.with_findings()
        people.act = story.issue(body, items=6, kind="remedy")
        bench.deliver(people.act, body, clock.utc_now())
    return people


def decide(silence, decision, on):
    with silence.on(on):
        answer = silence.publisher.post(
            f"/recommendations/{silence.act['id']}/publication", {"decision": decision, "reason": "x"}
        )
    assert answer.status_code == 200, answer.json


def both(silence, query):
    """What the figures of all and those of the body say."""
    client = silence.bench.app.test_client()
    every = client.get(f"{API}/compliance?{query}").json
    one = client.get(f"{API}/institutions/{silence.body.id}/compliance?{query}").json
    return every["bodies"], one["figures"]["obligations"]


def test_a_decision_to_publish_names_nobody_in_the_figures_of_an_earlier_day(bench, silence):
    then = f"on={day(5)}&known={day(5)}"
    assert both(silence, then) == ([], 0)
    decide(silence, "publish", day(10))
    assert both(silence, then) == ([], 0), "nobody could read it on that day"
    assert both(silence, f"on={day(5)}") == ([], 0), "whatever is known since"
    named, owed = both(silence, f"on={day(15)}&known={day(15)}")
    assert ([one["institution_id"] for one in named], owed) == ([str(silence.body.id)], 6)


def test_a_publication_that_was_taken_back_stays_in_the_figures_of_its_days(bench, silence):
    decide(silence, "publish", day(10))
    then = f"on={day(15)}&known={day(15)}"
    before = both(silence, then)
    assert before[1] == 6
    decide(silence, "withhold", day(20))
    assert both(silence, then) == before
    assert both(silence, f"on={day(25)}&known={day(25)}") == ([], 0)
    assert both(silence, "") == ([], 0)
