"""What an agreement says is owed stands where everything that is owed stands: of bodies among the obligations, of the office among what it owes."""

import html
import re
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest

from services.cases import data
from services.cases.agreements import timers
from shared import clock
from shared.events.catalogue import AgreementSigned, RecommendationIssued
from shared.events.documents.partners import AgreementWords, ClauseWords
from shared.numbers import reference
from shared.staff import issue_token
from tests.cases.bench import SIGNING, STAFF_COOKIE, today
from tests.cases.conftest import draft_body

PAGE = "/cases/staff/agreements"


def signed(bench, *owed_by, due=40, clusters=("5",), number=None, **more):
    """The office signed an agreement with one clause each; none stands for the office. Its id."""
    agreement, clauses = uuid4(), [uuid4() for _ in owed_by]
    words = AgreementWords(
        title="Marrëveshje për qendrat",
        clauses=tuple(
            ClauseWords(id=one, text=f"Pika {place}.", evidence="Urdhri") for place, one in enumerate(clauses)
        ),
    )
    told = {
        "agreement_id": agreement,
        "number": number or reference("M", today().year, int(agreement) % 90_000 + 1),
        "clusters": clusters,
        "signed_on": today(),
        "bodies": tuple({one.id for one in owed_by if one}),
        "clauses": tuple(
            {"clause_id": one, "owed_by": who.id if who else None, "due": today() + timedelta(days=due)}
            for one, who in zip(clauses, owed_by, strict=True)
        ),
        "words": bench.platform.documents.keep(words),
        "noted_by": uuid4(),
        **more,
    }
    bench.hear(AgreementSigned, agreement, **told)
    return str(agreement), told


def press_form(browser, path, at):
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(at).text)[1]
    return browser.post(path, data={"csrf_token": token})


def sent(bench, officer, agreement):
    answer = officer.post(f"/agreements/{agreement}/sending")
    assert answer.status_code == 200, answer.json
    bench.answer_checks()
    return officer.get(f"/agreements/{agreement}").json


@pytest.fixture
def home(bench):
    return bench.body("municipality")


def at(days, *people):
    clock.travel_to(datetime.combine(today() + timedelta(days=days), time(9), UTC))
    for person in people:
        person.token = issue_token(SIGNING, person.id)


@pytest.fixture(autouse=True)
def now_again():
    yield
    clock.travel_to(None)


def test_what_a_body_took_on_and_did_not_keep_stands_in_the_late_list_beside_a_remedy(bench, story, officer, home):
    remedy = story.with_findings().issue(home)
    agreement, _told = signed(bench, home, None)
    whole = sent(bench, story.officer, agreement)
    [event] = bench.told(RecommendationIssued, kind="agreement_clauses")
    bench.deliver(remedy, home)
    bench.deliver({"id": event["recommendation_id"]}, home)
    [of_body, _office] = whole["clauses"]
    assert (of_body["owed_by"], of_body["late"]) == (str(home.id), False)
    at(60, story.officer)
    late = story.officer.get("/obligations?timeliness=late").json["items"]
    assert {one["recommendation_id"] for one in late} == {remedy["id"], event["recommendation_id"]}
    undone = story.officer.get(f"/obligations?timeliness=late&what=implementation&institution={home.id}").json["items"]
    assert event["recommendation_id"] in {one["recommendation_id"] for one in undone}
    [of_body, _office] = story.officer.get(f"/agreements/{agreement}").json["clauses"]
    assert (of_body["late"], of_body["state"], of_body["obligation_id"] in {one["id"] for one in late}) == (
        True, "no_reply", True,
    )  # fmt: skip


def test_two_reminders_press_it_and_nothing_above_them(bench, officer, home):
    agreement, _told = signed(bench, home)
    sent(bench, officer, agreement)
    [event] = bench.told(RecommendationIssued, kind="agreement_clauses")
    bench.deliver({"id": event["recommendation_id"]}, home)
    at(60, officer)
    [clause] = officer.get(f"/agreements/{agreement}").json["clauses"]
    rungs = officer.get(f"/obligations/{clause['obligation_id']}/rungs").text
    assert '"reminder"' in rungs and "hierarchical_superior" not in rungs
    ladder = data.entries("ladders", "ladders")
    assert [one["key"] for one in ladder if one["key"] == "agreement" for one in one["rungs"]] == [
        "reminder",
        "second_reminder",
    ]


def test_it_is_in_no_rate_of_compliance_and_no_publisher_sees_it(bench, officer, home):
    agreement, _told = signed(bench, home)
    sent(bench, officer, agreement)
    [event] = bench.told(RecommendationIssued, kind="agreement_clauses")
    assert bench.scalar("SELECT bool_or(counts) FROM obligation WHERE institution_id = :id", id=home.id) is False
    publisher = bench.person("publisher")
    assert publisher.get(f"/recommendations/{event['recommendation_id']}").status_code in (403, 404)


def test_what_the_office_took_on_stands_among_what_it_owes_and_is_late_there(bench, officer):
    _agreement, told = signed(bench, None, due=10)
    listed = officer.get(f"/incoming?issuer=agreement&q={told['number']}").json["items"]
    assert [(one["number"], one["item"], one["text"]) for one in listed] == [(told["number"], "1", "Pika 0.")]
    at(12, officer)
    late = officer.get(f"/incoming?timeliness=late&q={told['number']}").json["items"]
    assert [one["id"] for one in late] == [listed[0]["id"]]
    [clause] = officer.get(f"/agreements/{told['agreement_id']}").json["clauses"]
    assert (clause["incoming_id"], clause["late"]) == (listed[0]["id"], True)


def test_each_body_gets_a_letter_of_its_own_with_what_it_took_on_alone(bench, officer):
    first, second = bench.body("school"), bench.body("municipality")
    agreement, _told = signed(bench, first, second, first)
    sent(bench, officer, agreement)
    told = bench.told(RecommendationIssued, kind="agreement_clauses")
    assert {one["addressees"][0]["institution_id"]: len(one["items"]) for one in told} == {
        str(first.id): 2, str(second.id): 1,
    }  # fmt: skip


@pytest.mark.parametrize("due", [-3, 0, *range(20, 27)])
def test_a_clause_whose_day_is_over_or_a_day_off_is_sent_and_its_letter_says_which_day_it_was(
    bench, officer, home, due
):
    agreement, _told = signed(bench, home, due=due)
    whole = sent(bench, officer, agreement)
    [event] = bench.told(RecommendationIssued, kind="agreement_clauses")
    [item] = officer.get(f"/recommendations/{event['recommendation_id']}").json["items"]
    agreed = today() + timedelta(days=due)
    moved = item["due"] != agreed.isoformat()
    assert moved == (f"(Në marrëveshje: deri më {agreed.day}.{agreed.month}.{agreed.year}.)" in item["text"])
    assert moved or due >= 20
    assert whole["clauses"][0]["late"] is False, "it is asked for from the letter on"


def test_it_is_sent_once_and_not_where_no_body_took_anything_on(bench, officer, home):
    agreement, _told = signed(bench, home)
    sent(bench, officer, agreement)
    again = officer.post(f"/agreements/{agreement}/sending")
    assert (again.status_code, again.json["code"]) == (409, "agreement.sent")
    own, _told = signed(bench, None)
    nothing = officer.post(f"/agreements/{own}/sending")
    assert (nothing.status_code, nothing.json["code"]) == (409, "agreement.nothing_to_send")
    assert officer.post(f"/agreements/{uuid4()}/sending").status_code == 404
    assert officer.get(f"/agreements/{uuid4()}").status_code == 404


def test_who_is_shut_out_of_its_case_reads_the_agreement_and_nothing_of_the_case(bench, officer, home):
    agreement, told = signed(bench, home)
    whole = sent(bench, officer, agreement)
    case, [owed] = whole["agreement"]["case_id"], [one["obligation_id"] for one in whole["clauses"]]
    shut_out = bench.person("case_officer")
    body = {"staff_id": str(shut_out.id), "excluded": True, "reason": "Është i afërm i palës."}
    assert bench.person("approver").post(f"/cases/{case}/exclusions", body).status_code == 201
    shut_out.client.set_cookie(STAFF_COOKIE, shut_out.token, path="/")
    read = [
        shut_out.get(f"/agreements/{agreement}"),
        shut_out.get(f"/agreements?q={told['number']}"),
        shut_out.client.get(f"/cases/staff/agreements/{agreement}"),
        shut_out.client.get(f"/cases/staff/agreements?q={told['number']}"),
    ]
    assert [one.status_code for one in read] == [200] * 4
    assert [mark for mark in (case, owed) if any(mark in one.text for one in read)] == []
    assert (read[0].json["agreement"]["sent"], read[0].json["agreement"]["waits"]) == (True, False)


def test_the_case_waits_with_the_task_to_send_it_which_is_done_by_the_sending(bench, officer, home):
    agreement, _told = signed(bench, home, None)
    for _turn in range(2):
        timers.prepare_agreements(bench.platform, clock.utc_now())
    known = officer.get(f"/agreements/{agreement}").json["agreement"]
    assert (known["waits"], known["sent"]) == (True, False)
    [task] = officer.get("/tasks", query_string={"state": "open"}).json["items"]
    assert (task["case_id"], task["assignee_id"]) == (known["case_id"], None)
    assert known["number"] in task["text"]
    whole = sent(bench, officer, agreement)
    assert whole["agreement"]["sent"] and whole["agreement"]["case_id"] == known["case_id"]
    assert officer.get("/tasks", query_string={"state": "open"}).json["items"] == []
    assert officer.post(f"/agreements/{agreement}/sending").json["code"] == "agreement.sent"


def obligation(officer, clause):
    listed = officer.get("/obligations").json["items"]
    return next(one for one in listed if one["id"] == clause["obligation_id"])


def test_a_clause_is_late_as_every_list_says_it_and_never_before_its_letter_arrived(bench, officer, home):
    agreement, _told = signed(bench, home, due=20)
    sent(bench, officer, agreement)
    at(60, officer)
    [clause] = officer.get(f"/agreements/{agreement}").json["clauses"]
    assert (clause["state"], clause["late"]) == ("not_delivered", False)
    assert officer.get("/agreements/figures").json["bodies"]["late"] == 0
    [event] = bench.told(RecommendationIssued, kind="agreement_clauses")
    bench.deliver({"id": event["recommendation_id"]}, home)
    [clause] = officer.get(f"/agreements/{agreement}").json["clauses"]
    said = obligation(officer, clause)["timeliness"]
    assert clause["late"] is ("late" in {said["reply"]["word"], said["implementation"]["word"]})


def test_what_the_comparison_stopped_is_not_said_to_be_sent(bench, officer, home):
    agreement, _told = signed(bench, home)
    bench.sealed = ("qendrat",)
    answer = officer.post(f"/agreements/{agreement}/sending")
    assert answer.status_code == 200, answer.json
    bench.answer_checks()
    known = officer.get(f"/agreements/{agreement}").json["agreement"]
    assert (known["sent"], known["waits"]) == (False, False)
    assert officer.get("/agreements", query_string={"sent": "yes"}).json["items"] == []
    assert [one["id"] for one in officer.get("/agreements", query_string={"sent": "no"}).json["items"]] == [agreement]


def test_nobody_writes_such_a_letter_by_hand_and_turns_none_into_one(bench, story, officer, home):
    body = draft_body(home, kind="agreement_clauses")
    refused = story.officer.post(f"/cases/{story.with_findings().case_id}/recommendations", body)
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (422, "act.of_agreement")
    act = story.draft(home)
    turned = story.officer.patch(f"/recommendations/{act['id']}", {"kind": "agreement_clauses"}, act["version"])
    assert (turned.status_code, turned.json["errors"][0]["code"]) == (422, "act.of_agreement")


def test_a_reminder_of_a_clause_threatens_with_nobody_above(bench, officer, home):
    agreement, _told = signed(bench, home, due=20)
    sent(bench, officer, agreement)
    [event] = bench.told(RecommendationIssued, kind="agreement_clauses")
    bench.deliver({"id": event["recommendation_id"]}, home)
    at(70, officer)
    [clause] = officer.get(f"/agreements/{agreement}").json["clauses"]
    drafted = officer.post(f"/obligations/{clause['obligation_id']}/escalations", {"rung": "reminder"})
    assert drafted.status_code == 201, drafted.json
    text = officer.get(f"/rung-letters/{drafted.json['letter']}").json["text"]["text"]
    assert "marrëveshjen që nënshkruam bashkë" in text
    assert "epror" not in text and "Kuvend" not in text


def test_nothing_waits_where_the_office_alone_took_something_on(bench, officer):
    agreement, _told = signed(bench, None)
    timers.prepare_agreements(bench.platform, clock.utc_now())
    assert officer.get(f"/agreements/{agreement}").json["agreement"]["case_id"] is None


def test_heard_twice_it_is_the_same(bench, officer, home):
    agreement, told = signed(bench, home, None)
    bench.hear(AgreementSigned, UUID(agreement), **told)
    found = officer.get(f"/agreements?q={told['number']}&sent=no").json["items"]
    assert [one["id"] for one in found] == [agreement]
    assert len(officer.get(f"/incoming?q={told['number']}").json["items"]) == 1


def test_clauses_are_counted_by_who_owes_them(bench, officer, home):
    before = officer.get("/agreements/figures").json
    agreement, _told = signed(bench, home, home, None)
    sent(bench, officer, agreement)
    after = officer.get("/agreements/figures").json
    assert after["agreements"] - before["agreements"] == 1
    assert [after[side]["clauses"] - before[side]["clauses"] for side in ("bodies", "office")] == [2, 1]
    assert after["unit"] == "clauses"


def test_the_pages_send_it_and_say_where_each_clause_stands(bench, home):
    office = bench.office()
    agreement, told = signed(bench, home, None)
    assert told["number"] in office.get(f"{PAGE}?q={told['number']}&sent=no").text
    page = html.unescape(office.get(f"{PAGE}/{agreement}").text)
    assert "Dërgojua institucioneve" in page and "Letra nuk ka dalë ende" in page
    assert press_form(office, f"{PAGE}/{agreement}/sending", f"{PAGE}/{agreement}").status_code == 303
    bench.answer_checks()
    assert "Dërgojua institucioneve" not in html.unescape(office.get(f"{PAGE}/{agreement}").text)
    again = press_form(office, f"{PAGE}/{agreement}/sending", f"{PAGE}/{agreement}")
    assert (again.status_code, "janë dërguar" in html.unescape(again.text)) == (409, True)
    assert told["number"] not in office.get(f"{PAGE}?q=nothing&sent=yes").text
