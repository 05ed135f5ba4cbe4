"""What a body said that the office has to answer or to weigh: on its list, on the page, by the API and as a figure, until it is dealt with."""

import re
from datetime import date
from uuid import uuid4

import pytest

from shared.events.catalogue import ExtensionRequested
from tests.cases.bench import SEEN, soon, today

ASKED = ("refused", "not_competent", "forwarded", "extension_asked", "clarification_asked")
#: What a body says by which the office has something to do, as the items of its reply.
SAID = {
    "refused": {"position": "refused", "has_reasons": True},
    "not_competent": {"position": "not_competent"},
    "forwarded": {"position": "forwarded"},
    "clarification_asked": {"position": "asks_clarification"},
}


@pytest.fixture
def sent(bench, story):
    """An act with one item that its body has, the body, and the id of what it owes."""
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    return act, body, story.obligations(act, body)[0]["id"]


def say(bench, act, body, what):
    if what != "extension_asked":
        return bench.reply(act, body, {"item_id": act["items"][0]["id"], **SAID[what]})
    request = uuid4()
    bench.hear(
        ExtensionRequested, request, request_id=request, dispatch_id=uuid4(), recommendation_id=act["id"],
        institution_id=body.id, until=date.fromisoformat(soon(90)), reasons=bench.platform.documents.put_json({"reasons": "Duhet kohë."}),
    )  # fmt: skip
    return request


def listed(person, what):
    return [one["id"] for one in person.get(f"/obligations?attention={what}").json["items"]]


def wanted(person, obligation_id):
    return person.get(f"/obligations/{obligation_id}").json["attention"]


def front(bench, person):
    """The figures of the front page, by list."""
    client = bench.app.test_client()
    client.set_cookie("besa_staff", person.token)
    page = client.get("/cases/").text
    found = re.findall(r'attention=(\w+)">[^<]*</a>: <strong>(\d+)', page)
    return {what: int(many) for what, many in found}


@pytest.mark.parametrize("what", ASKED)
def test_what_a_body_said_stands_on_its_list_on_the_obligation_and_in_the_figure(bench, story, sent, what):
    act, body, owed = sent
    assert listed(story.officer, what) == [] and front(bench, story.officer)[what] == 0
    say(bench, act, body, what)
    assert {one: listed(story.officer, one) for one in ASKED} == {one: [owed] if one == what else [] for one in ASKED}
    assert wanted(story.officer, owed) == [what]
    assert {one: many for one, many in front(bench, story.officer).items() if many} == {what: 1}


def at_work(story, owed):
    """The office found it in process, before its body said what it says now."""
    found = {"assessment": "in_process", "promised_date": soon(60), "next_check": soon(30)}
    answer = story.officer.post(f"/obligations/{owed}/assessments", found)
    assert answer.status_code == 201, answer.json


@pytest.mark.parametrize("what", ["refused", "not_competent", "forwarded"])
def test_who_says_no_to_what_was_in_process_stands_on_the_list_until_somebody_decides(bench, story, sent, what):
    act, body, owed = sent
    at_work(story, owed)
    say(bench, act, body, what)
    assert listed(story.officer, what) == [owed]
    assert wanted(story.officer, owed) == [what]
    assert front(bench, story.officer)[what] == 1
    decided = readdress(story, owed, bench.body("ministry"), accept=False) if what != "refused" else None
    decided = decided or story.officer.post(f"/obligations/{owed}/insufficiency", {"reason": "Arsyet nuk mjaftojnë."})
    assert decided.status_code == 201, decided.json
    assert listed(story.officer, what) == [] and front(bench, story.officer)[what] == 0


def readdress(story, owed, ministry, *, accept):
    body = {"accept": accept, "reason": "Ligji ia jep ministrisë.", "institution_id": str(ministry.id)}
    return story.officer.post(f"/obligations/{owed}/readdressing", body)


def find(story, owed):
    return story.officer.post(f"/obligations/{owed}/assessments", {
        "assessment": "implemented", "on": str(today()), "evidence": [SEEN],
    })  # fmt: skip


def dealt(story, bench, act, body, owed, request):
    """Each way in which the office, or the body, deals with one."""
    ministry, path = bench.body("ministry"), f"/obligations/{owed}"
    answer = {"item_id": act["items"][0]["id"], "position": "accepted"}
    return {
        "insufficient": lambda: story.officer.post(f"{path}/insufficiency", {"reason": "Arsyet nuk mjaftojnë."}),
        "found": lambda: find(story, owed),
        "followed": lambda: readdress(story, owed, ministry, accept=True),
        "not followed": lambda: readdress(story, owed, ministry, accept=False),
        "granted": lambda: story.officer.post(f"{path}/extensions", {"granted": True, "until": soon(90), "request_id": str(request)}),
        "not granted": lambda: story.officer.post(f"{path}/extensions", {"granted": False, "request_id": str(request)}),
        "answered": lambda: bench.reply(act, body, answer, version=2),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("what", "way"),
    [
        ("refused", "insufficient"),
        ("refused", "found"),
        ("refused", "answered"),
        ("not_competent", "insufficient"),
        ("not_competent", "followed"),
        ("not_competent", "not followed"),
        ("forwarded", "followed"),
        ("forwarded", "not followed"),
        ("forwarded", "answered"),
        ("extension_asked", "granted"),
        ("extension_asked", "not granted"),
        ("extension_asked", "answered"),
        ("clarification_asked", "answered"),
    ],
)
def test_it_is_gone_once_it_is_dealt_with(bench, story, sent, what, way):
    act, body, owed = sent
    request = say(bench, act, body, what)
    done = dealt(story, bench, act, body, owed, request)[way]()
    assert way == "answered" or done.status_code == 201, done.json
    assert listed(story.officer, what) == [] and what not in wanted(story.officer, owed)
    assert front(bench, story.officer)[what] == 0


def test_who_says_it_again_after_the_decision_stands_on_the_list_again(bench, story, sent):
    act, body, owed = sent
    say(bench, act, body, "not_competent")
    assert readdress(story, owed, bench.body("ministry"), accept=False).status_code == 201
    bench.reply(act, body, {"item_id": act["items"][0]["id"], "position": "not_competent"}, version=2)
    assert listed(story.officer, "not_competent") == [owed]


def test_a_question_after_an_answer_is_seen_although_the_answer_stands(bench, story, sent):
    act, body, owed = sent
    bench.reply(act, body, {"item_id": act["items"][0]["id"], "position": "accepted"})
    bench.reply(act, body, {"item_id": act["items"][0]["id"], "position": "asks_clarification"}, version=2)
    assert listed(story.officer, "clarification_asked") == [owed]
    assert story.obligations(act, body)[0]["reply"] == "accepted"


def test_the_page_says_what_is_to_be_looked_at_in_words(bench, story, sent):
    act, body, owed = sent
    say(bench, act, body, "refused")
    client = bench.app.test_client()
    client.set_cookie("besa_staff", story.officer.token)
    assert "Nuk e pranoi: për t&#39;u vlerësuar" in client.get(f"/cases/staff/obligations/{owed}").text
    assert act["number"] in client.get("/cases/staff/obligations?attention=refused").text


def test_who_is_kept_out_of_the_case_is_counted_none_of_it(bench, story, sent, commissioner):
    act, body, _owed = sent
    say(bench, act, body, "refused")
    assert front(bench, story.approver)["refused"] == 1
    kept_out = {"staff_id": str(story.approver.id), "excluded": True, "reason": "Lidhje familjare."}
    assert commissioner.post(f"/cases/{story.case_id}/exclusions", kept_out).status_code in {200, 201}
    assert (front(bench, story.approver)["refused"], front(bench, commissioner)["refused"]) == (0, 1)


def test_whoever_has_the_letter_now_is_shown_and_the_office_decides(bench, story, sent):
    act, body, owed = sent
    ministry = bench.body("ministry")
    named = {"item_id": act["items"][0]["id"], "position": "forwarded", "competent_institution": ministry.id}
    bench.reply(act, body, named)
    client = bench.app.test_client()
    client.set_cookie("besa_staff", story.officer.token)
    page = client.get(f"/cases/staff/obligations/{owed}").text
    assert f"Institucioni thotë se letrën ia përcolli këtij organi: Organi Shembull {ministry.key}." in page
    decided = story.officer.post(f"/obligations/{owed}/readdressing", {"accept": True, "reason": "Ai e ka tani."})
    draft = story.officer.get(f"/recommendations/{decided.json['act_id']}").json
    assert [one["institution_id"] for one in draft["addressees"]] == [str(ministry.id)]
