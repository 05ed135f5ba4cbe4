"""More time and progress: told to the office, never a reason for the clock to stop."""

from datetime import date
from uuid import uuid4

import pytest

from shared.events.catalogue import ExtensionDecided, ExtensionRequested, ProgressReported, RecommendationWithdrawn
from tests.partners.bench import answers_to, only_dispatch, pdf, soon, today


def ask(machine, dispatch_id, **changes):
    return machine.post(
        f"/dispatches/{dispatch_id}/extension-requests", {"until": soon(), "reasons": "Arsye", **changes}
    )


def test_a_request_for_more_time_is_told_with_its_reasons_in_the_store(bench, letter):
    machine, dispatch_id = letter
    answer = ask(machine, dispatch_id)
    assert answer.status_code == 201
    [event] = bench.told(ExtensionRequested, dispatch_id=dispatch_id)
    assert (event["request_id"], event["until"]) == (answer.json["id"], soon())
    assert bench.platform.documents.get_json(event["reasons"]) == {"reasons": "Arsye"}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"until": "2020-01-01"}, "/until"),
        ({"until": "infinity"}, "/until"),
        ({"until": None}, "/until"),
        ({"reasons": ""}, "/reasons"),
        ({"reasons": "a" * 5001}, "/reasons"),
        ({"granted": True}, "/granted"),
    ],
)
def test_a_faulty_request_is_refused_at_the_field(bench, letter, change, where):
    machine, dispatch_id = letter
    answer = ask(machine, dispatch_id, **change)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [where]
    assert bench.told(ExtensionRequested, dispatch_id=dispatch_id) == []


def test_today_is_no_more_time(letter):
    assert ask(*letter, until=today().isoformat()).status_code == 422


@pytest.mark.parametrize(("granted", "due"), [(True, "2027-05-01"), (False, None)])
def test_the_decision_reaches_the_letter(bench, pair, granted, due):
    machine = bench.machine(pair[0])
    sent = bench.issue(pair[0])
    dispatch_id = only_dispatch(machine)
    request = ask(machine, dispatch_id).json["id"]
    decided = {"recommendation_id": sent.recommendation_id, "institution_id": pair[0].id, "granted": granted}
    bench.hear(ExtensionDecided, uuid4(), request_id=request, **decided, until=date(2027, 5, 1) if granted else None)
    assert machine.get(f"/dispatches/{dispatch_id}").json["due"] == due


def test_progress_is_reported_after_the_reply(bench, letter):
    machine, dispatch_id = letter
    body = answers_to(machine, dispatch_id)
    file_id = machine.call("POST", "/files", data={"file": (pdf(), "a.pdf")}).json["id"]
    item = {"item_id": body["items"][0]["item_id"], "claimed": "implemented", "evidence": [file_id]}
    path = f"/dispatches/{dispatch_id}/progress"
    early = machine.post(path, {"items": [item]})
    assert (early.status_code, early.json["legal"]) == (409, ["reply"])
    machine.post(f"/dispatches/{dispatch_id}/replies", body)
    answer = machine.post(path, {"items": [item], "note": "U krye."})
    assert answer.status_code == 201
    [event] = bench.told(ProgressReported, dispatch_id=dispatch_id)
    assert event["report_id"] == answer.json["id"]
    assert event["items"][0]["claimed"] == "implemented"
    assert len(event["items"][0]["evidence"]) == 1
    assert bench.platform.documents.get_json(event["report"])["note"] == "U krye."


def test_a_report_whose_note_is_null_is_one_without_a_note(bench, letter):
    machine, dispatch_id = letter
    body = answers_to(machine, dispatch_id)
    machine.post(f"/dispatches/{dispatch_id}/replies", body)
    item = {"item_id": body["items"][0]["item_id"], "claimed": "implemented"}
    assert machine.post(f"/dispatches/{dispatch_id}/progress", {"items": [item], "note": None}).status_code == 201
    [event] = bench.told(ProgressReported, dispatch_id=dispatch_id)
    assert bench.platform.documents.get_json(event["report"])["note"] is None


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"claimed": "in_process"}, "/items/0/promised_date"),
        ({"claimed": "done"}, "/items/0/claimed"),
        ({"item_id": str(uuid4())}, "/items/0/item_id"),
        ({"item_id": "x"}, "/items/0/item_id"),
        ({"evidence": [str(uuid4())]}, "/items/0/evidence/0"),
    ],
)
def test_a_faulty_report_is_refused_at_the_field(bench, letter, change, where):
    machine, dispatch_id = letter
    body = answers_to(machine, dispatch_id)
    machine.post(f"/dispatches/{dispatch_id}/replies", body)
    item = {"item_id": body["items"][0]["item_id"], "claimed": "partly", **change}
    answer = machine.post(f"/dispatches/{dispatch_id}/progress", {"items": [item]})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [where]
    assert bench.told(ProgressReported, dispatch_id=dispatch_id) == []


def test_after_the_withdrawal_neither_is_taken(bench, pair):
    machine = bench.machine(pair[0])
    sent = bench.issue(pair[0])
    dispatch_id = only_dispatch(machine)
    body = answers_to(machine, dispatch_id)
    withdrawn = {"recommendation_id": sent.recommendation_id, "number": sent.number, "reason": "facts_changed"}
    bench.hear(RecommendationWithdrawn, sent.recommendation_id, **withdrawn)
    items = [{"item_id": body["items"][0]["item_id"], "claimed": "implemented"}]
    assert ask(machine, dispatch_id).json["code"] == "withdrawn"
    assert machine.post(f"/dispatches/{dispatch_id}/progress", {"items": items}).json["code"] == "withdrawn"
