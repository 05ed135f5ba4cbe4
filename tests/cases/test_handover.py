"""A portfolio goes from one officer to another in one step, and who has how much."""

from uuid import uuid4

import pytest

from tests.cases.bench import today


@pytest.fixture
def colleague(bench):
    return bench.person("case_officer", name="Shembull Kolegu")


def mine(bench, officer, **more):
    case_id = bench.admit(bench.complaint(), **more)
    assert officer.post(f"/cases/{case_id}/steps", {"step": "assign"}).status_code == 200
    return str(case_id)


def hand_over(approver, officer, to, cases="all", status=200, **more):
    body = {"to": str(to.id), "cases": cases, "reason": "Leje e gjatë.", **more}
    answer = approver.post(f"/staff/{officer.id}/handover", body)
    assert answer.status_code == status, answer.json
    return answer.json


def test_a_whole_portfolio_goes_over_with_its_tasks_and_a_line_in_each_history(bench, officer, approver, colleague):
    cases = {mine(bench, officer) for _ in range(3)}
    officer.post(f"/cases/{next(iter(cases))}/tasks", {"text": "x", "due": today().isoformat()})
    answer = hand_over(approver, officer, colleague)
    assert {one["id"] for one in answer["moved"]} == cases
    assert (answer["walled"], answer["closed"]) == ([], 0)
    assert {one["id"] for one in colleague.get("/cases?assigned=me").json["items"]} == cases
    assert officer.get("/cases").json["items"] == []
    assert len(colleague.get("/tasks?assigned=me").json["items"]) == 1
    for case_id in cases:
        line = colleague.get(f"/cases/{case_id}").json["history"][-1]
        assert (line["code"], line["text"]) == ("case.handed_over", "Leje e gjatë.")
        assert (line["details"]["officer"], line["details"]["former"]) == (str(colleague.id), str(officer.id))
        assert bench.audited("case.handed_over", case_id) == 1


def test_only_the_named_cases_go(bench, officer, approver, colleague):
    first, second = mine(bench, officer), mine(bench, officer)
    assert [one["id"] for one in hand_over(approver, officer, colleague, [first])["moved"]] == [first]
    assert [one["id"] for one in officer.get("/cases?assigned=me").json["items"]] == [second]


def test_closed_cases_and_those_behind_a_wall_stay_and_it_is_said(bench, officer, approver, colleague):
    closed, walled, goes = (mine(bench, officer) for _ in range(3))
    approver.post(f"/cases/{closed}/steps", {"step": "close", "outcome": "withdrawn"})
    body = {"staff_id": str(colleague.id), "excluded": True, "reason": "x"}
    assert approver.post(f"/cases/{walled}/exclusions", body).status_code == 201
    answer = hand_over(approver, officer, colleague)
    assert [one["id"] for one in answer["moved"]] == [goes]
    assert [one["id"] for one in answer["walled"]] == [walled]
    assert answer["closed"] == 1
    assert approver.get(f"/cases/{walled}").json["case"]["officer_id"] == str(officer.id)


def test_whoever_hands_over_moves_nothing_behind_their_own_wall(bench, officer, approver, commissioner, colleague):
    case_id = mine(bench, officer)
    body = {"staff_id": str(approver.id), "excluded": True, "reason": "x"}
    assert commissioner.post(f"/cases/{case_id}/exclusions", body).status_code == 201
    answer = hand_over(approver, officer, colleague)
    assert (answer["moved"], answer["walled"], answer["closed"]) == ([], [], 0)
    assert hand_over(approver, officer, colleague, [case_id], 422)["errors"][0]["pointer"] == "/cases/0"


def test_a_handover_that_cannot_be_changes_nothing(bench, officer, approver, colleague):
    case_id = mine(bench, officer)
    publisher, gone = bench.person("publisher"), bench.person("case_officer", active=False)
    for to in (publisher, gone, officer):
        assert hand_over(approver, officer, to, status=422)["errors"][0]["pointer"] == "/to"
    for cases in ([str(uuid4())], [case_id, str(bench.admit())], [], "some", "ALL", {}, None, [7]):
        hand_over(approver, officer, colleague, cases, 422)
    hand_over(approver, officer, colleague, status=422, reason="")
    assert (
        approver.post(
            f"/staff/{uuid4()}/handover", {"to": str(colleague.id), "cases": "all", "reason": "x"}
        ).status_code
        == 404
    )
    assert bench.scalar("SELECT count(*) FROM case_history WHERE code = 'case.handed_over'") == 0
    assert officer.post(f"/staff/{officer.id}/handover", {}).status_code == 403


def test_the_same_key_hands_over_once(bench, officer, approver, colleague):
    mine(bench, officer)
    body = {"to": str(colleague.id), "cases": "all", "reason": "x"}
    path = f"/staff/{officer.id}/handover"
    answers = [approver.post(path, body, headers={"Idempotency-Key": "k"}).json for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(answers[0]["moved"]) == 1


@pytest.mark.usefixtures("colleague")
def test_the_workload_counts_what_each_has_and_what_nobody_has(bench, officer, approver):
    mine(bench, officer)
    case_id = mine(bench, officer, urgency="immediate_danger")
    officer.post(f"/cases/{case_id}/tasks", {"text": "x", "due": today().isoformat()})
    bench.admit()
    closed = mine(bench, officer)
    approver.post(f"/cases/{closed}/steps", {"step": "close", "outcome": "withdrawn"})
    items = {one["name"]: one for one in approver.get("/workload").json["items"]}
    counts = ("open_cases", "urgent_cases", "open_tasks", "late_replies")
    assert tuple(items["Shembull Eksperti"][name] for name in counts) == (2, 1, 1, 0)
    assert tuple(items["Shembull Kolegu"][name] for name in counts) == (0, 0, 0, 0)
    assert tuple(items[None][name] for name in counts) == (1, 0, 0, 0)
    assert officer.get("/workload").status_code == 403


def test_replies_that_are_late_are_counted_for_the_officer_of_the_case(bench, story):
    body = bench.body()
    act = story.with_findings().issue(body, items=[{"text": "x", "evidence_expected": "x", "due": "2099-01-01"}])
    bench.deliver(act, body)
    bench.platform.database.run(
        lambda session: session.connection().exec_driver_sql("UPDATE obligation SET reply_due = '2020-01-01'")
    )
    [line] = [one for one in story.approver.get("/workload").json["items"] if one["staff_id"] == str(story.officer.id)]
    assert (line["late_replies"], len(act["obligations"])) == (1, 1)
