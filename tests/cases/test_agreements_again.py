"""A letter of an agreement that was withdrawn as issued in error is sent again: what it asks is owed from the letter that truly arrived."""

import html
import re
from datetime import timedelta

import pytest

from services.cases.agreements import timers
from shared import clock
from shared.events.catalogue import RecommendationIssued
from tests.cases.bench import STAFF_COOKIE, today
from tests.cases.test_agreements import PAGE, at, now_again, press_form, sent, signed

__all__ = ["now_again"]
WRONG = "Adresa e zyrës ishte e vjetër."


@pytest.fixture
def home(bench):
    return bench.body("municipality")


@pytest.fixture
def commissioner(bench):
    return bench.person("commissioner")


def letters(bench):
    return bench.told(RecommendationIssued, kind="agreement_clauses")


def withdrawn(commissioner, act_id, ground="issued_in_error"):
    answer = commissioner.post(f"/recommendations/{act_id}/withdrawal", {"ground": ground, "reason": "Gabim."})
    assert answer.status_code == 200, answer.json


def again(bench, officer, agreement, correction=WRONG):
    answer = officer.post(f"/agreements/{agreement}/sending-again", {"correction": correction})
    if answer.status_code == 200:
        bench.answer_checks()
    return answer


def type_in(browser, path, data, at):
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(at).text)[1]
    return browser.post(path, data={"csrf_token": token, **data})


def clauses(officer, agreement):
    return officer.get(f"/agreements/{agreement}").json["clauses"]


def test_the_clause_is_owed_from_the_letter_that_truly_arrived_and_nothing_of_the_wrong_one_is_late(
    bench, officer, commissioner, home
):
    agreement, _told = signed(bench, home, due=20)
    sent(bench, officer, agreement)
    [wrong] = letters(bench)
    bench.deliver({"id": wrong["recommendation_id"]}, home)
    at(60, officer, commissioner)
    assert clauses(officer, agreement)[0]["late"] is True
    before = officer.get("/agreements/figures").json["bodies"]
    withdrawn(commissioner, wrong["recommendation_id"])
    [clause] = clauses(officer, agreement)
    assert (clause["late"], clause["state"], clause["withdrawn_on"]) == (
        False,
        None,
        (today() + timedelta(days=60)).isoformat(),
    )
    after = officer.get("/agreements/figures").json["bodies"]
    assert (before["late"] - after["late"], after["clauses"]) == (1, before["clauses"])
    answer = again(bench, officer, agreement)
    assert answer.status_code == 200, answer.json
    [right] = [one for one in letters(bench) if one["recommendation_id"] != wrong["recommendation_id"]]
    [clause] = clauses(officer, agreement)
    assert (clause["late"], clause["state"], clause["withdrawn_on"]) == (False, "not_delivered", None)
    bench.deliver({"id": right["recommendation_id"]}, home, at=clock.utc_now())
    [clause] = clauses(officer, agreement)
    assert (clause["late"], clause["state"]) == (False, "awaiting_reply")
    late = officer.get(f"/obligations?timeliness=late&institution={home.id}").json["items"]
    assert late == []
    at(120, officer)
    late = officer.get(f"/obligations?timeliness=late&institution={home.id}").json["items"]
    assert [one["recommendation_id"] for one in late] == [right["recommendation_id"]]
    assert clauses(officer, agreement)[0]["obligation_id"] == late[0]["id"]


def test_the_new_letter_says_which_it_replaces_what_was_wrong_and_what_was_signed(bench, officer, commissioner, home):
    agreement, told = signed(bench, home)
    sent(bench, officer, agreement)
    [wrong] = letters(bench)
    withdrawn(commissioner, wrong["recommendation_id"])
    assert again(bench, officer, agreement).status_code == 200
    right = letters(bench)[-1]["recommendation_id"]
    read = officer.get(f"/recommendations/{right}").json
    assert wrong["number"] in read["grounds"] and WRONG in read["grounds"] and told["number"] in read["grounds"]
    assert [one["text"].startswith("Pika 0.") for one in read["items"]] == [True]


def test_only_the_body_whose_letter_was_wrong_gets_another(bench, officer, commissioner):
    first, second = bench.body("school"), bench.body("municipality")
    agreement, _told = signed(bench, first, second, None)
    sent(bench, officer, agreement)
    [wrong] = [one for one in letters(bench) if one["addressees"][0]["institution_id"] == str(first.id)]
    withdrawn(commissioner, wrong["recommendation_id"])
    [line] = officer.get("/agreements", query_string={"sent": "no"}).json["items"]
    assert (line["id"], line["sent"], line["again"], line["waits"]) == (agreement, False, True, False)
    assert again(bench, officer, agreement).status_code == 200
    assert [one["addressees"][0]["institution_id"] for one in letters(bench)].count(str(second.id)) == 1
    assert [one["addressees"][0]["institution_id"] for one in letters(bench)].count(str(first.id)) == 2
    [line] = officer.get("/agreements", query_string={"sent": "yes"}).json["items"]
    assert (line["sent"], line["again"]) == (True, False)


def test_it_is_sent_again_once_for_each_error_and_never_for_another_ground(bench, officer, commissioner, home):
    agreement, _told = signed(bench, home)
    refused = again(bench, officer, agreement)
    assert (refused.status_code, refused.json["code"]) == (409, "agreement.not_withdrawn")
    sent(bench, officer, agreement)
    withdrawn(commissioner, letters(bench)[-1]["recommendation_id"])
    assert again(bench, officer, agreement, "").status_code == 422
    assert again(bench, officer, agreement).status_code == 200
    assert again(bench, officer, agreement).json["code"] == "agreement.not_withdrawn"
    withdrawn(commissioner, letters(bench)[-1]["recommendation_id"])
    assert again(bench, officer, agreement).status_code == 200
    withdrawn(commissioner, letters(bench)[-1]["recommendation_id"], "facts_changed")
    assert again(bench, officer, agreement).json["code"] == "agreement.not_withdrawn"
    assert clauses(officer, agreement)[0]["state"] == "fell"


def test_the_task_to_send_it_again_waits_once_and_is_done_by_the_sending(bench, officer, commissioner, home):
    agreement, told = signed(bench, home)
    sent(bench, officer, agreement)
    case = officer.get(f"/agreements/{agreement}").json["agreement"]["case_id"]
    other = officer.post(f"/cases/{case}/tasks", {"text": "Diçka tjetër.", "due": today().isoformat()})
    assert other.status_code == 201, other.json
    withdrawn(commissioner, letters(bench)[-1]["recommendation_id"])
    for _turn in range(2):
        timers.prepare_agreements(bench.platform, clock.utc_now())
    [task] = [
        one for one in officer.get("/tasks", query_string={"state": "open"}).json["items"]
        if told["number"] in one["text"]
    ]  # fmt: skip
    assert (task["case_id"], task["assignee_id"], "gabim" in task["text"]) == (case, None, True)
    assert again(bench, officer, agreement).status_code == 200
    left = officer.get("/tasks", query_string={"state": "open"}).json["items"]
    assert [one["text"] for one in left] == ["Diçka tjetër."]


def test_who_is_shut_out_of_its_case_learns_no_day_of_it_and_sends_nothing(bench, officer, commissioner, home):
    agreement, _told = signed(bench, home)
    case = sent(bench, officer, agreement)["agreement"]["case_id"]
    withdrawn(commissioner, letters(bench)[-1]["recommendation_id"])
    shut_out = bench.person("case_officer")
    body = {"staff_id": str(shut_out.id), "excluded": True, "reason": "Është i afërm i palës."}
    assert bench.person("approver").post(f"/cases/{case}/exclusions", body).status_code == 201
    shut_out.client.set_cookie(STAFF_COOKIE, shut_out.token, path="/")
    assert clauses(shut_out, agreement)[0]["withdrawn_on"] is None
    assert again(bench, shut_out, agreement).status_code == 404


def test_the_page_asks_what_was_wrong_and_sends_it_again(bench, commissioner, home):
    office = bench.office()
    agreement, told = signed(bench, home)
    assert press_form(office, f"{PAGE}/{agreement}/sending", f"{PAGE}/{agreement}").status_code == 303
    bench.answer_checks()
    withdrawn(commissioner, letters(bench)[-1]["recommendation_id"])
    page = html.unescape(office.get(f"{PAGE}/{agreement}").text)
    assert "Çfarë ishte gabim" in page and "pritet e reja" in page
    assert "Për t'u dërguar përsëri" in html.unescape(office.get(f"{PAGE}?q={told['number']}").text)
    at_again = f"{PAGE}/{agreement}/sending-again"
    empty = type_in(office, at_again, {"again-correction": ""}, f"{PAGE}/{agreement}")
    assert (empty.status_code, "Shkruani çfarë ishte gabim" in html.unescape(empty.text)) == (422, True)
    done = type_in(office, at_again, {"again-correction": WRONG}, f"{PAGE}/{agreement}")
    assert done.status_code == 303
    bench.answer_checks()
    assert len(letters(bench)) == 2
    twice = type_in(office, at_again, {"again-correction": WRONG}, f"{PAGE}/{agreement}")
    assert (twice.status_code, "nuk u tërhoq" in html.unescape(twice.text)) == (409, True)
