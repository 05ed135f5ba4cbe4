"""Children are asked only after the nine conditions are recorded and another person opened it; answers are counts, and of few nothing is told."""

import html
import re
from uuid import uuid4

import pytest

from services.intake.consultations import data, domain
from services.intake.consultations.domain import Answered
from shared.rules import RuleViolation
from tests.intake.conftest import BASE

PAGE, PUBLIC = "/intake/staff/consultations", "/intake/consultations"
NINE = list(data.entries("conditions"))
CAPACITY = {"conditions": [{"condition": key, "how": f"Kështu: {key}"} for key in NINE], "most": 40}
TWO = ["knows_office", "place_to_play"]


def call(world, path, body=None, by="case_officer", seen=None, method="POST"):
    headers = world.bearer(by) | ({"If-Match": f'"{seen}"'} if seen else {})
    more = {"json": body} if body is not None else {}
    return world.client.open(f"{BASE}{path}", method=method, headers=headers, **more)


def prepared(world, **more):
    answer = call(world, "/consultations", {"group": "school", "questions": TWO, **more})
    assert answer.status_code == 201, answer.text
    return answer.json


def ready(world, **more):
    made = prepared(world)
    answer = call(world, f"/consultations/{made['id']}/capacity", {**CAPACITY, **more}, seen=1)
    assert answer.status_code == 200, answer.text
    return answer.json


def opened(world):
    made = ready(world)
    answer = call(world, f"/consultations/{made['id']}/opening", by="approver", seen=2)
    assert (answer.status_code, answer.json["state"]) == (200, "open"), answer.text
    return answer.json


def counts(yes, no, question="knows_office"):
    return [{"question": question, "answer": "yes", "count": yes}, {"question": question, "answer": "no", "count": no}]


def entered(world, made, answers, agreed=30, **more):
    body = {"agreed": agreed, "answers": answers, **more}
    return call(world, f"/consultations/{made['id']}/answers", body, seen=made["revision"])


def told(world):
    return world.client.get(f"{BASE}/public/consultations").json["items"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [({"yes": 9}, None), ({"yes": 9, "no": 1}, (9, 0, 1)), ({"yes": 5, "no": 4}, None), ({}, None)],
    ids=["nine", "ten", "nine in two", "none"],
)
def test_results_are_told_from_ten_answers_up(given, shown):
    assert domain.result(given, ["yes", "sometimes", "no"], data.least()) == shown


@pytest.mark.parametrize(
    ("answers", "agreed", "code"),
    [
        ([Answered("a", "yes", 3), Answered("a", "no", 2)], 5, None),
        ([Answered("a", "yes", 3), Answered("a", "no", 3)], 5, "consultation.more_answers"),
        ([Answered("a", "yes", 1), Answered("a", "yes", 1)], 5, "consultation.answers"),
        ([Answered("b", "yes", 1)], 5, "consultation.answers"),
        ([], 11, "consultation.too_many"),
    ],
    ids=["as many", "more than agreed", "twice", "not asked", "more than can be heard"],
)
def test_no_more_answers_than_children_who_agreed_and_no_more_children_than_can_be_heard(answers, agreed, code):
    refused = None
    try:
        domain.check_answers(answers, ["a"], agreed=agreed, most=10)
    except RuleViolation as error:
        refused = error.code
    assert refused == code


class TestBefore:
    def test_nobody_is_asked_before_the_conditions_are_recorded_and_another_person_opened_it(self, world):
        made = prepared(world)
        at = f"/consultations/{made['id']}"
        early = call(world, f"{at}/opening", by="approver", seen=1)
        assert (early.status_code, early.json["code"]) == (409, "consultation.not_now")
        assert entered(world, made, counts(1, 1)).json["code"] == "consultation.not_now"
        kept = call(world, f"{at}/capacity", CAPACITY, by="approver", seen=1).json
        assert (kept["state"], set(kept["conditions"]), kept["most"]) == ("ready", set(NINE), 40)
        own = call(world, f"{at}/opening", by="approver", seen=2)
        assert (own.status_code, own.json["code"]) == (409, "consultation.own_work")
        assert call(world, f"{at}/opening", seen=2).status_code == 403
        assert call(world, f"{at}/opening", by="commissioner", seen=2).json["state"] == "open"

    @pytest.mark.parametrize("missing", NINE)
    def test_each_of_the_nine_is_needed(self, world, missing):
        made = prepared(world)
        body = {**CAPACITY, "conditions": [one for one in CAPACITY["conditions"] if one["condition"] != missing]}
        answer = call(world, f"/consultations/{made['id']}/capacity", body, seen=1)
        assert (answer.status_code, "consultation.conditions" in answer.text) == (422, True)

    def test_they_are_recorded_once_and_by_who_saw_it(self, world):
        made = ready(world)
        at = f"/consultations/{made['id']}"
        assert call(world, f"{at}/capacity", CAPACITY, seen=2).json["code"] == "consultation.not_now"
        assert call(world, f"{at}/opening", by="approver", seen=9).status_code == 412
        assert call(world, at, method="GET").json == made
        assert call(world, f"/consultations/{uuid4()}", method="GET").status_code == 404

    @pytest.mark.parametrize(
        "bad", [{"group": "all"}, {"questions": []}, {"questions": ["who_hit_you"]}, {"municipality": "atlantis"}]
    )
    def test_what_is_not_in_the_lists_is_refused(self, world, bad):
        assert call(world, "/consultations", {"group": "school", "questions": TWO, **bad}).status_code == 422


class TestAnswers:
    def test_anybody_reads_what_enough_children_said_once_it_is_closed_and_nothing_of_few(self, world):
        made = opened(world)
        answers = [*counts(9, 4), *counts(5, 4, "place_to_play")]
        kept = entered(world, made, answers, guardians=12).json
        by_question = {one["question"]: one["counts"] for one in kept["results"]}
        assert by_question == {"knows_office": [9, 0, 4], "place_to_play": None}
        before = told(world)
        closed = call(world, f"/consultations/{made['id']}/closing", seen=kept["revision"])
        assert closed.json["state"] == "closed"
        [mine] = [one for one in told(world) if one not in before]
        assert mine["results"] == [{"question": "knows_office", "counts": [9, 0, 4]}]
        assert entered(world, closed.json, counts(1, 1)).json["code"] == "consultation.not_now"
        page = html.unescape(world.client.get(PUBLIC).text)
        assert data.entries("questions")["knows_office"]["name_sq"] in page and "116 111" in page

    def test_what_was_entered_again_stands_in_the_place_of_what_was(self, world):
        made = opened(world)
        first = entered(world, made, counts(20, 5)).json
        again = entered(world, first, counts(10, 5), agreed=15).json
        assert (again["agreed"], again["results"][0]["counts"]) == (15, [10, 0, 5])

    def test_more_than_agreed_or_can_be_heard_is_refused(self, world):
        made = opened(world)
        for body, code in (
            ({"answers": counts(20, 11)}, "consultation.more_answers"),
            ({"answers": [], "agreed": 41}, "consultation.too_many"),
            ({"answers": [], "agreed": 5, "guardians": 6}, "consultation.guardians"),
            ({"answers": [*counts(1, 1), *counts(1, 1)]}, "consultation.answers"),
        ):
            answer = entered(world, made, **body)
            assert (answer.status_code, code in answer.text) == (422, True), answer.text

    def test_no_table_has_a_place_for_a_name_or_a_single_child(self, world):
        rows = world.rows(
            "SELECT column_name::text AS name FROM information_schema.columns WHERE table_name = 'consultation_answered'"
        )
        assert {one["name"] for one in rows} == {"consultation_id", "question", "answer", "count"}


def press(browser, path, at, form):
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', browser.get(at).text))
    kept = {name: value for name, value in hidden.items() if name in ("revision", "csrf_token")}
    return browser.post(path, data={**kept, **form})


def test_the_pages_lead_from_the_conditions_to_what_anybody_reads(world):
    writer, second = world.as_staff("case_officer"), world.as_staff("approver")
    assert press(writer, f"{PAGE}/new", f"{PAGE}/new", {"group": "care"}).status_code == 422
    made = press(writer, f"{PAGE}/new", f"{PAGE}/new", {"group": "care", "questions": ["asked_before"]})
    assert made.status_code == 303
    at = made.location
    how = {f"how_{key}": f"Kështu {key}" for key in NINE}
    assert press(writer, f"{at}/capacity", at, {**how, "how_safe": "", "most": "50"}).status_code == 422
    assert press(writer, f"{at}/capacity", at, {**how, "most": "50"}).status_code == 303
    assert press(second, f"{at}/opening", at, {"revision": "1"}).status_code == 409
    assert press(second, f"{at}/opening", at, {}).status_code == 303
    given = {"agreed": "20", "count_asked_before_yes": "12", "count_asked_before_no": "8"}
    assert press(writer, f"{at}/answers", at, {**given, "agreed": "60"}).status_code == 422
    assert press(writer, f"{at}/answers", at, given).status_code == 303
    assert press(writer, f"{at}/closing", at, {}).status_code == 303
    assert "Fëmijë në përkujdesje" in html.unescape(writer.get(f"{PAGE}?group=care").text)
    assert call(world, "/consultations?group=care", method="GET").json["items"][0]["state"] == "closed"
    page = html.unescape(world.client.get(PUBLIC).text)
    assert data.entries("questions")["asked_before"]["name_sq"] in page
    assert [how for how in how.values() if how in page] == []
