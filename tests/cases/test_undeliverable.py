"""A letter that did not reach its body stands apart, whatever else the office found; a case closes over it on that ground alone."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from shared.app import STAFF_COOKIE
from shared.events import catalogue
from tests.cases.bench import SEEN, Bench, Body, soon, today
from tests.cases.conftest import Story
from tests.cases.ladder_world import Silence

UNDELIVERABLE = {
    "closing_ground": "not_delivered",
    "reason": "Institucioni u mbyll dhe askush nuk e merr postën e tij.",
}


@pytest.fixture
def lost(bench: Bench, story: Story, commissioner: Any) -> Silence:
    """An act of one item that has not arrived."""
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def comes_back(bench: Bench, act: dict[str, Any], body: Body) -> None:
    dispatch = uuid4()
    content = {
        "dispatch_id": dispatch,
        "recommendation_id": act["id"],
        "institution_id": body.id,
        "at": datetime.now(UTC),
    }
    bench.hear(catalogue.DispatchPosted, dispatch, step="sent", way="post", day=today(), **content)
    bench.hear(catalogue.DispatchPosted, dispatch, step="returned", reason="unknown", day=today(), **content)


def assess(lost: Silence, **body: Any) -> Any:
    return lost.story.officer.post(f"/obligations/{lost.owed[0]['id']}/assessments", body)


def close(lost: Silence, **more: Any) -> Any:
    step = {"step": "close", "outcome": "violation_found_recommended", **more}
    return lost.story.approver.post(f"/cases/{lost.story.case_id}/steps", step)


def test_overtaken_needs_a_ground(lost):
    refused = assess(lost, assessment="overtaken")
    assert (refused.status_code, refused.json["code"]) == (422, "assessment.needs_reason")
    assert refused.json["errors"][0]["pointer"] == "/reason"
    assert assess(lost, assessment="overtaken", reason=" ").status_code == 422
    assert assess(lost, assessment="overtaken", reason="Shkolla u mbyll.").status_code == 201


@pytest.mark.parametrize(
    "found",
    [
        {"assessment": "overtaken", "reason": "Shkolla u mbyll."},
        {"assessment": "not_assessable", "unassessable": "no_information", "reason": "Nuk u dha informacion."},
    ],
    ids=lambda found: found["assessment"],
)
def test_whatever_is_found_of_it_a_letter_that_did_not_arrive_is_shown_and_counted_as_such(bench, lost, found):
    assert assess(lost, **found).status_code == 201
    [one] = lost.owed
    assert (one["state"], one["assessed"]) == ("not_delivered", found["assessment"])
    [listed] = lost.story.officer.get("/obligations?state=not_delivered").json["items"]
    assert listed["id"] == one["id"]
    split = bench.office().get("/cases/api/v1/compliance").json["figures"]["splits"][2]
    assert {each["key"]: each["count"] for each in split["beside"] if each["count"]} == {"not_delivered": 1}
    assert close(lost).json["code"] == "case.letter_undelivered"


def test_while_a_letter_may_still_arrive_no_ground_closes_its_case(bench, lost):
    refused = close(lost, **UNDELIVERABLE)
    assert (refused.status_code, refused.json["code"]) == (409, "case.letter_undelivered")


def test_over_a_letter_that_came_back_a_case_closes_on_that_ground_and_a_reason_alone(bench, lost):
    comes_back(bench, lost.act, lost.body)
    other = {"closing_ground": "other", "reason": "x"}
    for lacking in ({}, other, {**UNDELIVERABLE, "reason": " "}, {"reason": "x"}):
        refused = close(lost, **lacking)
        assert (refused.status_code, refused.json["code"]) == (409, "case.letter_undelivered"), lacking
    closed = close(lost, **UNDELIVERABLE)
    assert (closed.status_code, closed.json["closing_ground"]) == (200, "not_delivered")
    assert lost.owed[0]["state"] == "not_delivered", "what is counted stays"


def test_over_a_letter_that_came_back_no_case_closes_while_a_refusal_waits(bench, lost, story, commissioner):
    other = bench.body()
    act = story.issue(other, items=1)
    bench.deliver(act, other)
    [owed] = story.obligations(act, other)
    bench.reply(act, other, {"item_id": owed["item_id"], "position": "refused", "has_reasons": True})
    comes_back(bench, lost.act, lost.body)
    refused = close(lost, **UNDELIVERABLE)
    assert (refused.status_code, refused.json["code"]) == (409, "case.refusal_unweighed")
    at_once = close(lost, closing_ground="not_delivered")
    assert {one["code"] for one in at_once.json["faults"]} == {
        "case.letter_undelivered",
        "case.refusal_unweighed",
        "case.no_closing_reason",
    }
    ended = commissioner.post(f"/obligations/{owed['id']}/ladder-end", {"reason": "Ka të drejtë."})
    assert ended.status_code == 201
    assert close(lost, **UNDELIVERABLE).status_code == 200
    [told] = bench.told(catalogue.CaseClosed)
    assert "weighing" not in {one["next"] for one in told["items"]}


def test_that_ground_is_none_for_a_refusal(bench, lost):
    bench.deliver(lost.act, lost.body)
    bench.reply(lost.act, lost.body, {"item_id": lost.owed[0]["item_id"], "position": "refused"})
    assert close(lost, **UNDELIVERABLE).json["code"] == "case.no_closing_ground"


def test_the_page_says_why_it_does_not_close_and_offers_the_ground_once_the_letter_came_back(bench, lost):
    client = bench.app.test_client()
    client.set_cookie(STAFF_COOKIE, lost.story.approver.token)
    address = f"/cases/staff/cases/{lost.story.case_id}"
    assert "Nuk mundi t&#39;i dorëzohej" not in client.get(address).text
    comes_back(bench, lost.act, lost.body)
    page = client.get(address).text
    assert "Nuk mundi t&#39;i dorëzohej" in page
    [token, *_more] = re.findall(r'name="csrf_token" value="([^"]+)"', page)
    data = {"close-outcome": "violation_found_recommended", "csrf_token": token}
    refused = client.post(f"{address}/steps/close", data=data)
    assert refused.status_code == 409
    assert "Një letër nuk i ka mbërritur institucionit" in refused.text


def test_the_end_of_the_case_tells_whoever_complained_of_the_letter_that_never_arrived(bench, lost):
    comes_back(bench, lost.act, lost.body)
    assert close(lost, **UNDELIVERABLE).status_code == 200
    [item] = bench.told(catalogue.CaseClosed)[-1]["items"]
    assert (item["number"], item["place"]) == (lost.act["number"], 1)
    assert (item["state"], item["next"]) == ("not_delivered", "nothing")
    told = "SELECT told_state || ' ' || told_next FROM obligation WHERE id = :id"
    assert bench.scalar(told, id=lost.owed[0]["id"]) == "not_delivered nothing"


def test_who_was_never_reached_is_not_said_to_be_told_of_a_withdrawal(bench, lost):
    client = bench.app.test_client()
    client.set_cookie(STAFF_COOKIE, lost.story.approver.token)
    address = f"/cases/staff/recommendations/{lost.act['id']}"
    assert "Institucionet njoftohen" not in client.get(address).text
    bench.deliver(lost.act, lost.body)
    assert "Institucionet njoftohen" in client.get(address).text


@pytest.mark.parametrize("word", ["not", "partly", "implemented", "in_process"])
def test_nobody_says_of_a_letter_that_did_not_arrive_how_it_turned_out(lost, word):
    more = {"promised_date": soon(), "next_check": soon()} if word == "in_process" else {"on": str(today())}
    refused = assess(lost, assessment=word, evidence=[SEEN], reason="E pamë.", **more)
    assert (refused.status_code, refused.json["code"]) == (409, "assessment.not_delivered")
    assert refused.json["legal"] == ["overtaken", "not_assessable"]
    assert lost.owed[0]["assessed"] == "not_assessed"


class TestElsewhere:
    """A court or a prosecutor has the matter of a letter that never arrived."""

    @pytest.fixture
    def closed(self, lost):
        outcome, reason = "pending_before_court", "Gjykata e ka çështjen."
        answer = close(lost, outcome=outcome, reason=reason)
        assert answer.status_code == 200, answer.json
        return lost

    def test_the_case_is_closed_on_that_ground_and_the_letter_counts_as_not_delivered(self, bench, closed):
        [one] = closed.owed
        assert (one["assessed"], one["unassessable"]) == ("not_assessable", "elsewhere")
        assert one["state"] == "not_delivered"
        listed = closed.story.officer.get("/obligations?state=not_delivered").json["items"]
        assert [each["id"] for each in listed] == [one["id"]]
        assert closed.story.officer.get("/obligations?state=elsewhere").json["items"] == []

    def test_in_the_figures_what_was_delivered_and_what_was_not_are_all_that_there_is(self, bench, closed):
        answer = bench.office().get("/cases/api/v1/compliance")
        assert answer.status_code == 200, answer.json
        figures = answer.json["figures"]
        beside = {one["key"]: one["count"] for one in figures["splits"][2]["beside"]}
        assert (beside["not_delivered"], beside["elsewhere"]) == (1, 0)
        delivered = figures["delivered"]
        assert delivered["numerator"] + beside["not_delivered"] == delivered["denominator"] == 1

    def test_once_the_matter_is_back_the_letter_is_still_to_be_brought(self, closed):
        step = {"step": "reopen", "reason": "Gjykata e ktheu.", "elsewhere": "none"}
        assert closed.story.approver.post(f"/cases/{closed.story.case_id}/steps", step).status_code == 200
        [one] = closed.owed
        assert (one["state"], one["assessed"]) == ("not_delivered", "not_assessed")
