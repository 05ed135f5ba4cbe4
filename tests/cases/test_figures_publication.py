"""Which bodies the figures of a past day name: those of acts that the public could read on that day, whatever was decided since."""

from datetime import timedelta

import pytest

from shared import clock
from tests.cases.bench import today
from tests.cases.ladder_world import Silence

API = "/cases/api/v1/public"


def end(number):
    """The end of the first, second or third month since the letter was issued in the middle of the first: the public asks about such days."""
    last = today().replace(day=1) - timedelta(days=1)
    for _month in range(3 - number):
        last = last.replace(day=1) - timedelta(days=1)
    return last


@pytest.fixture
def silence(bench, story, commissioner):
    """An act that was issued and delivered three months ago, and of whose publication nobody decided yet."""
    body = bench.body()
    people = Silence(story, body, {}, commissioner, bench.person("publisher"))
    with people.on(end(1).replace(day=10)):
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
    then = f"on={end(1)}&known={end(1)}"
    assert both(silence, then) == ([], 0)
    decide(silence, "publish", end(1) + timedelta(days=10))
    assert both(silence, then) == ([], 0), "nobody could read it on that day"
    assert both(silence, f"on={end(1)}") == ([], 0), "whatever is known since"
    named, owed = both(silence, f"on={end(2)}&known={end(2)}")
    assert ([one["institution_id"] for one in named], owed) == ([str(silence.body.id)], 6)


def test_a_publication_that_was_taken_back_stays_in_the_figures_of_its_days(bench, silence):
    decide(silence, "publish", end(1) + timedelta(days=10))
    then = f"on={end(2)}&known={end(2)}"
    before = both(silence, then)
    assert before[1] == 6
    decide(silence, "withhold", end(2) + timedelta(days=10))
    assert both(silence, then) == before
    assert both(silence, f"on={end(3)}&known={end(3)}") == ([], 0)
    assert both(silence, "") == ([], 0)
