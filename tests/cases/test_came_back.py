"""Whoever complained is told once of each return of a letter by which something is asked for them, and of none that arrived after all."""

from datetime import date

import pytest
from sqlalchemy import text

from services.cases import data, timers
from shared import clock
from shared.clock_words import day_words
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.test_finding_letters import BACK, COURT, step
from tests.cases.test_withdrawal_letters import leave, withdraw

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


def arrives(bench, act, body, at=None):
    about = {"dispatch_id": body.id, "recommendation_id": act["id"], "institution_id": body.id}
    bench.hear(catalogue.DispatchDelivered, body.id, **about, channel="paper", at=at or clock.utc_now())


def told_arrived(bench):
    """What lies in mailboxes of letters that arrived after they had come back: (complaint, message)."""
    timers.tell_returned(bench.platform, clock.utc_now())
    said = [
        (one["complaint_id"], bench.platform.documents.get_json(one["message"]))
        for one in bench.told(catalogue.ComplainantInformed)
    ]
    return [one for one in said if "has now reached" in one[1]["text_en"] or "has arrived now" in one[1]["text_en"]]


def written_as(bench, *, by_child):
    with bench.platform.database.transaction() as session:
        session.execute(text("UPDATE complaint SET by_child = :child"), {"child": by_child})


@pytest.mark.parametrize("by_child", [True, False])
def test_who_was_told_of_a_return_is_told_once_that_it_arrived_and_until_when_an_answer_is_due(
    story, bench, act, body, by_child
):
    written_as(bench, by_child=by_child)
    comes_back(bench, act, body)
    assert len(told(bench)) == 1
    leave(bench, act, body)
    assert told_arrived(bench) == []
    arrives(bench, act, body)
    [(_complaint, message)] = told_arrived(bench)
    assert len(told_arrived(bench)) == 1
    [copy] = story.officer.get(f"/recommendations/{act['id']}").json["addressees"]
    due = date.fromisoformat(story.obligations(act, body)[0]["reply_due"])
    for tongue in ("sq", "en"):
        assert copy[f"name_{tongue}"] in message[f"text_{tongue}"]
        assert day_words(due, tongue) in message[f"text_{tongue}"]
    assert (str(act["number"]) in message["text_sq"]) is not by_child


def test_who_was_told_of_no_return_is_not_told_that_it_arrived(bench, act, body):
    arrives(bench, act, body)
    assert told_arrived(bench) == []


def test_who_joined_after_the_return_was_told_hears_nothing_of_the_arrival(story, bench, act, body):
    comes_back(bench, act, body)
    assert len(told(bench)) == 1
    bench.hear_joined(bench.complaint(reference="A-2026-00002-5"), bench.scalar("SELECT id FROM complaint LIMIT 1"))
    arrives(bench, act, body)
    assert len(told_arrived(bench)) == 1


def test_each_return_that_is_told_has_its_arrival(bench, act, body):
    comes_back(bench, act, body)
    assert len(told(bench)) == 1
    leave(bench, act, body)
    comes_back(bench, act, body)
    assert len(told(bench)) == 2
    arrives(bench, act, body)
    assert len(told_arrived(bench)) == 1


def test_of_what_was_answered_by_then_nobody_is_told_that_it_arrived(story, bench, act, body):
    comes_back(bench, act, body)
    assert len(told(bench)) == 1
    arrives(bench, act, body)
    owed = story.obligations(act, body)
    bench.reply(act, body, *({"item_id": one["item_id"], "position": "accepted"} for one in owed))
    assert told_arrived(bench) == []


def test_of_an_act_that_fell_nobody_is_told_that_it_arrived(commissioner, bench, act, body):
    comes_back(bench, act, body)
    assert len(told(bench)) == 1
    arrives(bench, act, body)
    assert withdraw(commissioner, act).status_code == 200
    assert told_arrived(bench) == []


def test_while_a_court_has_the_matter_it_is_not_told_and_when_it_comes_back_it_is(
    commissioner, story, bench, act, body
):
    comes_back(bench, act, body)
    assert len(told(bench)) == 1
    step(commissioner, story, COURT)
    arrives(bench, act, body)
    assert told_arrived(bench) == []
    step(commissioner, story, BACK)
    assert len(told_arrived(bench)) == 1
