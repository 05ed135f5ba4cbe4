"""Whoever complained is told once of each return of a letter by which something is asked for them, and of none that arrived after all."""

import pytest

from services.cases import data, timers
from shared import clock
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.test_finding_letters import BACK, COURT, step
from tests.cases.test_withdrawal_letters import leave

SAID = "nuk mbërriti dhe na u kthye", "nuk mbërriti te institucioni"


@pytest.fixture
def body(bench):
    return bench.body()


@pytest.fixture
def act(story, bench, body):
    issued = story.with_findings().issue(body, items=2)
    leave(bench, issued, body)
    return issued


def comes_back(bench, act, body, reason="moved"):
    leave(bench, act, body, step="returned", reason=reason)


def told(bench):
    """What lies in mailboxes of letters that came back."""
    timers.tell_returned(bench.platform, clock.utc_now())
    said = [bench.platform.documents.get_json(one["message"]) for one in bench.told(catalogue.ComplainantInformed)]
    return [one for one in said if any(words in one["text_sq"] for words in SAID)]


def test_each_return_is_told_once_in_both_languages(story, bench, act, body):
    assert told(bench) == []
    comes_back(bench, act, body)
    [message] = told(bench)
    assert told(bench) == [message]
    [copy] = story.officer.get(f"/recommendations/{act['id']}").json["addressees"]
    assert copy["name_sq"] in message["text_sq"] and copy["name_en"] in message["text_en"]
    assert "came back to us" in message["text_en"]
    leave(bench, act, body)
    comes_back(bench, act, body)
    assert len(told(bench)) == 2


@pytest.mark.parametrize("tongue", ["sq", "en"])
def test_a_grown_up_reads_the_number_and_the_body(tongue):
    said = data.in_force(data.entries("standing", "letter_messages"), today())["came_back"][f"text_{tongue}"]
    assert "{number}" in said and "{body}" in said


def test_one_that_arrived_before_anybody_was_told_is_not_told(bench, act, body):
    comes_back(bench, act, body)
    about = {"dispatch_id": body.id, "recommendation_id": act["id"], "institution_id": body.id}
    bench.hear(catalogue.DispatchDelivered, body.id, **about, channel="paper", at=clock.utc_now())
    assert told(bench) == []


def test_while_a_court_has_the_matter_nobody_is_told_that_the_office_sees_to_it(commissioner, story, bench, act, body):
    step(commissioner, story, COURT)
    comes_back(bench, act, body)
    assert told(bench) == []
    step(commissioner, story, BACK)
    assert told(bench) == [], "that the matter came back says it already"


def test_of_a_closed_case_nobody_is_told_anew(commissioner, story, bench, act, body):
    comes_back(bench, act, body)
    closing = {"step": "close", "outcome": "violation_found_recommended", "closing_ground": "not_delivered"}
    step(commissioner, story, {**closing, "reason": f"U kthye më {today()}."})
    assert told(bench) == []
