"""A reply that came on paper, recorded by an officer: it counts from the day of the letter, and its words are kept."""

import io
from uuid import uuid4

import pytest

from tests.cases.bench import today
from tests.intake.files import PDF


@pytest.fixture
def act(story, bench):
    act = story.with_findings().issue(bench.body(), items=2)
    sent = {"file": (io.BytesIO(PDF), "letra.pdf")}
    return {**act, "scan_id": story.officer.call("POST", f"/recommendations/{act['id']}/scans", data=sent).json["id"]}


def letter(act, *items, **more):
    body = act["addressees"][0]["institution_id"]
    return {
        "institution_id": body,
        "received_on": str(today()),
        "text": "Shkresa nr. 7, faqe 2.",
        "scan_id": act.get("scan_id", str(uuid4())),
        "items": list(items),
        **more,
    }


def test_a_letter_does_what_a_reply_does(story, act):
    items = [item["id"] for item in act["items"]]
    path = f"/recommendations/{act['id']}/paper-replies"
    sent = letter(act, *({"item_id": one, "position": "refused", "reasons": True} for one in items))
    answer = story.officer.post(path, sent)
    assert answer.status_code == 201
    assert {one["reply"] for one in answer.json["obligations"]} == {"refused_with_reasons"}
    twice = story.officer.post(path, letter(act, {"item_id": items[0], "position": "accepted"}))
    assert (twice.status_code, twice.json["code"]) == (422, "reply.recorded_already")
    again = story.officer.post(path, letter(act, {"item_id": items[0], "position": "accepted"}, corrects=True))
    first = next(one for one in again.json["obligations"] if one["item_id"] == items[0])
    found = story.officer.get(f"/obligations/{first['id']}").json
    assert [(one["version"], one["channel"], one["word"]) for one in found["replies"]] == [
        (1, "paper", "refused_with_reasons"),
        (2, "paper", "accepted"),
    ]
    assert story.officer.get(f"/cases/{story.case_id}").json["case"]["status"] == "monitoring"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"received_on": "2020-01-01"}, "/received_on"),
        ({"received_on": "2098-01-01"}, "/received_on"),
        ({"received_on": "today"}, "/received_on"),
        ({"institution_id": str(uuid4())}, "/institution_id"),
        ({"text": ""}, "/text"),
        ({"items": []}, "/items"),
        ({"scan_id": str(uuid4())}, "/scan_id"),
        ({"scan_id": None}, "/scan_id"),
        ({"items": [{"item_id": str(uuid4()), "position": "accepted"}]}, "/items/0/item_id"),
        ({"channel": "portal"}, "/channel"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_wrong_is_named_and_nothing_is_written(story, bench, act, change, pointer):
    item = {"item_id": act["items"][0]["id"], "position": "accepted"}
    answer = story.officer.post(f"/recommendations/{act['id']}/paper-replies", letter(act, item, **change))
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert bench.scalar("SELECT count(*) FROM reply") == 0


def test_in_process_says_by_when_at_its_place(story, act):
    items = [item["id"] for item in act["items"]]
    said = [
        {"item_id": items[0], "position": "accepted"},
        {"item_id": items[1], "position": "accepted", "claimed": "in_process"},
    ]
    answer = story.officer.post(f"/recommendations/{act['id']}/paper-replies", letter(act, *said))
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/items/1/promised_date")


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"position": "accepted", "claimed": "implemented"}, "/items/0/claimed"),
        ({"position": "accepted", "promised_date": "2099-01-01"}, "/items/0/promised_date"),
    ],
)
def test_a_letter_that_sends_information_promises_nothing(story, bench, said, pointer):
    story.step("assign")
    draft = story.draft(bench.body(), kind="information_request", grounds="", items=[{"text": "Dërgoni regjistrin."}])
    asked = story.officer.post(f"/recommendations/{draft['id']}/issue").json
    sent = {"file": (io.BytesIO(PDF), "letra.pdf")}
    path = f"/recommendations/{asked['id']}"
    asked["scan_id"] = story.officer.call("POST", f"{path}/scans", data=sent).json["id"]
    item = {"item_id": asked["items"][0]["id"]}
    wrong = story.officer.post(f"{path}/paper-replies", letter(asked, {**item, **said}))
    assert (wrong.status_code, wrong.json["errors"][0]["pointer"]) == (422, pointer)
    taken = story.officer.post(f"{path}/paper-replies", letter(asked, {**item, "position": "accepted"}))
    assert (taken.status_code, taken.json["obligations"][0]["reply"]) == (201, "accepted")


def test_a_body_answers_only_what_its_kind_of_act_lets_it_say(story, bench):
    """Nobody accepts a notice in part: it is examined, or it is not."""
    ild = bench.body("judicial_oversight", key="ild")
    items = [{"text": "Gjyqtari vonon."}]
    act = story.with_findings().issue(ild, kind="judicial_notice", items=items, judicial_matter="judge")
    sent = {"file": (io.BytesIO(PDF), "letra.pdf")}
    path = f"/recommendations/{act['id']}"
    act["scan_id"] = story.officer.call("POST", f"{path}/scans", data=sent).json["id"]
    item = {"item_id": act["items"][0]["id"], "position": "accepted_in_part"}
    answer = story.officer.post(f"{path}/paper-replies", letter(act, item))
    assert (answer.json["code"], answer.json["errors"][0]["pointer"]) == ("reply.position_unfit", "/items/0/position")


def test_a_draft_is_not_answered(story, bench):
    act = story.draft(bench.body())
    said = letter(act, {"item_id": act["items"][0]["id"], "position": "accepted"})
    answer = story.officer.post(f"/recommendations/{act['id']}/paper-replies", said)
    assert (answer.status_code, answer.json["code"]) == (409, "act.not_issued")


def test_a_letter_counts_from_its_own_day(story, bench, act):
    body_id = act["addressees"][0]["institution_id"]
    item = {"item_id": act["items"][0]["id"], "position": "accepted"}
    answer = story.officer.post(f"/recommendations/{act['id']}/paper-replies", letter(act, item))
    first = next(
        one for one in answer.json["obligations"] if one["institution_id"] == body_id and one["reply"] != "none"
    )
    ledger = story.officer.get(f"/obligations/{first['id']}/clock").json["ledger"]
    assert ledger[-1]["kind"] == "closed"
    assert ledger[-1]["effective"] == str(today())
