"""The whole way once, over the doors: decided, opened, investigated, drafted, approved, issued, answered, found kept."""

from datetime import timedelta
from typing import Any

import pytest

from shared.events import catalogue
from tests.cases.bench import SEEN, Body, today


@pytest.fixture
def bodies(bench) -> list[Body]:
    return [bench.body(), bench.body("ministry"), bench.body("agency")]


@pytest.fixture
def act(story, bodies) -> dict[str, Any]:
    """An act of two items to two bodies that answer and one that is told."""
    roles = ("responsible", "responsible", "for_information")
    addressees = [{"institution_id": str(body.id), "role": role} for body, role in zip(bodies, roles, strict=True)]
    draft = story.with_findings().draft(items=2, addressees=addressees)
    path = f"/recommendations/{draft['id']}"
    assert draft["status"] == "draft"
    assert story.officer.post(f"{path}/approval", {"content_hash": draft["content_hash"]}).status_code == 403
    assert story.approver.post(f"{path}/issue").json["code"] == "act.step_not_legal"
    assert story.approver.post(f"{path}/approval", {"content_hash": draft["content_hash"]}).status_code == 200
    issued: dict[str, Any] = story.approver.post(f"{path}/issue").json
    return issued


def status_of(story) -> str:
    return story.officer.get(f"/cases/{story.case_id}").json["case"]["status"]


def answer_of(bench, act, bodies):
    """One body accepts and refuses, the other accepts all."""
    first, second = (item["id"] for item in act["items"])
    promised = today() + timedelta(days=30)
    bench.reply(
        act,
        bodies[0],
        {"item_id": first, "position": "accepted", "claimed": "in_process", "promised_date": promised},
        {"item_id": second, "position": "refused", "has_reasons": True},
    )
    bench.reply(act, bodies[1], *({"item_id": one, "position": "accepted"} for one in (first, second)))


def test_an_issued_act_makes_an_obligation_of_each_item_for_each_body_that_answers(story, bench, act):
    assert act["number"].startswith(f"R-{today().year}-")
    assert len(act["obligations"]) == 4
    assert set(act["obligations"][0]) == {
        "id", "item_id", "institution_id", "delivery", "reply", "claimed", "assessed", "confirmed", "timeliness", "reply_due",
        "outcome", "no_reply", "state", "monitoring", "unassessable", "ladder_ended_on", "refusal_left_on", "held_since", "moot_on", "sent_on", "delivered_on", "deemed_on",
        "asked_date", "noted_date", "asked_again_on",
    }  # fmt: skip
    [event] = bench.told(catalogue.RecommendationIssued)
    assert [one["expects"] for one in event["addressees"]] == ["reply", "reply", "nothing"]
    rendering = bench.platform.documents.get_json(event["addressees"][0]["rendering"])
    assert rendering["number"] == act["number"]
    assert [item["id"] for item in rendering["items"]] == [item["item_id"] for item in event["items"]]
    assert status_of(story) == "pending_reply"


def test_replies_become_facts_and_the_case_goes_on_when_the_last_came(story, bench, act, bodies):
    for body in bodies:
        bench.deliver(act, body)
    first, _ = story.obligations(act, bodies[0])
    assert (first["delivery"], first["timeliness"]["reply"]["word"]) == ("delivered", "due_in")
    assert first["timeliness"]["reply"]["days"] >= 30
    answer_of(bench, act, bodies)
    first, second = story.obligations(act, bodies[0])
    assert (first["reply"], first["claimed"], second["reply"]) == ("accepted", "in_process", "refused_with_reasons")
    assert first["timeliness"]["reply"] == {"word": "in_time", "days": 0}
    assert status_of(story) == "monitoring"


def test_what_became_of_it_is_public_once_the_office_decides(story, bench, act, bodies, commissioner):
    for body in bodies:
        bench.deliver(act, body)
    answer_of(bench, act, bodies)
    first, _ = story.obligations(act, bodies[0])
    found = {"assessment": "implemented", "on": str(today()), "evidence": [SEEN]}
    assert story.officer.post(f"/obligations/{first['id']}/assessments", found).json["assessed"] == "implemented"
    assert len(bench.told(catalogue.ObligationAssessed, assessment="implemented")) == 1
    public = bench.app.test_client()
    assert public.get("/cases/api/v1/public/recommendations").json["items"] == []
    decision = {"decision": "publish", "reason": "Me interes publik"}
    assert commissioner.post(f"/recommendations/{act['id']}/publication", decision).status_code == 200
    [shown] = public.get("/cases/api/v1/public/recommendations").json["items"]
    assert shown["number"] == act["number"]
    found = public.get("/cases/api/v1/public/compliance").json
    shares = {one["key"]: one["numerator"] for one in found["figures"]["splits"][2]["shares"]}
    assert (shares["implemented"], shares["refused"]) == (None, None), "all of it is of two bodies with small numbers"
    assert {one["institution_id"] for one in found["bodies"]} == {str(body.id) for body in bodies[:2]}
    figures = public.get(f"/cases/api/v1/public/institutions/{bodies[0].id}/compliance").json["figures"]
    assert figures["obligations"] is None, "two are too few to be told beside a name"
