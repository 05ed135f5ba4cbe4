"""The whole way once, over the doors: decided, opened, investigated, drafted, approved, issued, answered, found kept."""

import json
from datetime import UTC, datetime, timedelta

from shared.events import catalogue


def test_a_complaint_becomes_an_act_and_what_became_of_it_is_public(story, bench, commissioner):
    body, other = bench.body(), bench.body("ministry")
    informed = bench.body("agency")
    story.with_findings()
    draft = story.draft(
        body,
        other,
        items=2,
        addressees=[
            {"institution_id": str(body.id), "role": "responsible"},
            {"institution_id": str(other.id), "role": "responsible"},
            {"institution_id": str(informed.id), "role": "for_information"},
        ],
    )
    assert draft["status"] == "draft"
    own = story.officer.post(f"/recommendations/{draft['id']}/approval", {"content_hash": draft["content_hash"]})
    assert own.status_code == 403
    path = f"/recommendations/{draft['id']}"
    assert story.approver.post(f"{path}/issue").json["code"] == "act.step_not_legal"
    assert story.approver.post(f"{path}/approval", {"content_hash": draft["content_hash"]}).status_code == 200
    act = story.approver.post(f"{path}/issue").json
    assert act["number"].startswith(f"R-{datetime.now(UTC).year}-")
    assert len(act["obligations"]) == 4
    assert set(act["obligations"][0]) == {
        "id", "item_id", "institution_id", "delivery", "reply", "claimed", "assessed", "confirmed", "timeliness", "reply_due",
    }  # fmt: skip
    [event] = bench.told(catalogue.RecommendationIssued)
    assert [one["expects"] for one in event["addressees"]] == ["reply", "reply", "nothing"]
    rendering = bench.platform.documents.get_json(event["addressees"][0]["rendering"])
    assert rendering["number"] == act["number"]
    assert [item["id"] for item in rendering["items"]] == [item["item_id"] for item in event["items"]]
    assert story.officer.get(f"/cases/{story.case_id}").json["case"]["status"] == "pending_reply"

    for one in (body, other, informed):
        bench.deliver(act, one)
    first, second = story.obligations(act, body)
    assert first["delivery"] == "delivered"
    assert first["timeliness"]["reply"]["word"] == "due_in"
    assert first["timeliness"]["reply"]["days"] >= 30

    items = [item["id"] for item in act["items"]]
    tomorrow = datetime.now(UTC).date() + timedelta(days=30)
    bench.reply(
        act,
        body,
        {"item_id": items[0], "position": "accepted", "claimed": "in_process", "promised_date": tomorrow},
        {"item_id": items[1], "position": "refused", "has_reasons": True},
    )
    first, second = story.obligations(act, body)
    assert (first["reply"], first["claimed"]) == ("accepted", "in_process")
    assert second["reply"] == "refused_with_reasons"
    assert first["timeliness"]["reply"] == {"word": "in_time", "days": 0}
    assert story.officer.get(f"/cases/{story.case_id}").json["case"]["status"] == "pending_reply"
    bench.reply(act, other, *({"item_id": one, "position": "accepted"} for one in items))
    assert story.officer.get(f"/cases/{story.case_id}").json["case"]["status"] == "monitoring"

    today = datetime.now(UTC).date().isoformat()
    assessed = story.officer.post(
        f"/obligations/{first['id']}/assessments",
        {"assessment": "implemented", "on": today, "evidence": ["Vendimi i regjistrimit"]},
    )
    assert assessed.status_code == 201
    assert assessed.json["assessed"] == "implemented"
    assert len(bench.told(catalogue.ObligationAssessed, assessment="implemented")) == 1

    assert bench.app.test_client().get("/cases/api/v1/public/recommendations").json["items"] == []
    decided = commissioner.post(f"{path}/publication", {"decision": "publish", "reason": "Me interes publik"})
    assert decided.status_code == 200, decided.json
    [shown] = bench.app.test_client().get("/cases/api/v1/public/recommendations").json["items"]
    assert shown["number"] == act["number"]
    figures = bench.app.test_client().get(f"/cases/api/v1/public/institutions/{body.id}/compliance").json
    shares = {one["key"]: one for one in figures["figures"]["splits"][2]["shares"]}
    assert (shares["implemented"]["numerator"], shares["refused"]["numerator"]) == (1, 1)
    assert shares["implemented"]["percent"] == 50.0
    assert shares["implemented"]["unit"] == "obligations"
    everything = bench.app.test_client().get("/cases/api/v1/public/compliance").json
    assert everything["figures"]["obligations"] == 4
    json.dumps(everything)
