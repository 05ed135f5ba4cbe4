"""The wall of a conflict of interest: for whoever stands behind it, the case and all that belongs to it is not there."""

from uuid import uuid4

import pytest

from shared.events import catalogue
from tests.cases.conftest import Story

TITLE, ACT, ASKED, TASK = "Shembull i mbuluar", "Akt i mbuluar", "Masë e mbuluar", "Detyrë e mbuluar"


@pytest.fixture
def covered(bench, officer, approver):
    """A case far on its way, and the marks by which one would know it: ids, numbers, words."""
    body = bench.body()
    complaint = bench.complaint()
    story = Story(bench, bench.admit(complaint, bodies=[body.id]), officer, approver)
    story.step("assign", title=TITLE)
    story.step("investigate")
    story.found("violation_found", body)
    act = story.issue(body, title=ACT, items=[{"text": ASKED, "evidence_expected": "x", "due": "2099-01-01"}])
    story.draft(body, title=ACT)
    task = {"text": TASK, "due": "2020-01-01"}
    task_id = story.officer.post(f"/cases/{story.case_id}/tasks", task).json["id"]
    [owed] = act["obligations"]
    number = bench.scalar("SELECT number FROM case_file")
    ids = {"case_id": story.case_id, "act_id": act["id"], "obligation_id": owed["id"], "task_id": task_id}
    marks = [TITLE, ACT, ASKED, TASK, number, act["number"], str(complaint), *map(str, ids.values())]
    return story, {**ids, "institution_id": body.id, "number": act["number"]}, marks


def exclude(story, person, by=None, *, excluded=True, reason="Është i afërm i palës."):
    body = {"staff_id": str(person.id), "excluded": excluded, "reason": reason}
    return (by or story.approver).post(f"/cases/{story.case_id}/exclusions", body)


def test_nothing_is_counted_for_who_stands_behind_the_wall(bench, covered, commissioner):
    story, _ids, _marks = covered
    total = commissioner.get("/workload").json["items"]
    assert sum(one["open_cases"] for one in total) == 1
    assert sum(one["open_tasks"] for one in total) == 1
    exclude(story, commissioner)
    total = commissioner.get("/workload").json["items"]
    assert {one["open_cases"] + one["open_tasks"] + one["late_replies"] for one in total} == {0}


def test_what_the_excluded_person_tries_meets_the_same_404_as_nonsense(covered):
    story, ids, _marks = covered
    exclude(story, story.officer)
    for path, body in [
        (f"/cases/{ids['case_id']}/steps", {"step": "suspend", "reason": "x"}),
        (f"/cases/{ids['case_id']}/notes", {"text": "x"}),
        (f"/cases/{ids['case_id']}/exclusions", {"staff_id": str(story.officer.id), "excluded": False, "reason": "x"}),
        (f"/tasks/{ids['task_id']}/completion", None),
        (f"/obligations/{ids['obligation_id']}/confirmation", {"confirmed": "yes"}),
        (f"/recommendations/{ids['act_id']}/approval", {"content_hash": "0" * 64}),
    ]:
        answer = story.officer.post(path, body)
        assert answer.status_code in {403, 404}, path
        if answer.status_code == 404:
            nonsense = story.officer.post("/".join(["", path.split("/")[1], str(uuid4()), path.split("/")[3]]), body)
            assert {**answer.json, "rid": 0} == {**nonsense.json, "rid": 0}


def test_the_officers_case_waits_for_another_and_its_tasks_too(bench, covered):
    story, ids, _marks = covered
    exclude(story, story.officer)
    waiting = story.approver.get("/cases?assigned=nobody").json["items"]
    assert [one["id"] for one in waiting] == [str(story.case_id)]
    found = story.approver.get(f"/cases/{story.case_id}").json
    assert (found["case"]["officer_id"], found["case"]["status"]) == (None, "pending_reply")
    assert [line["code"] for line in found["history"]][-2:] == ["exclusion.begun", "case.released"]
    assert found["tasks"][0]["assignee_id"] is None
    again = {"step": "assign", "assignee": str(story.officer.id)}
    refused = story.approver.post(f"/cases/{story.case_id}/steps", again)
    assert (refused.status_code, refused.json["code"]) == (422, "case.assignee_excluded")
    colleague = bench.person("case_officer")
    story.step("assign", by=story.approver, assignee=str(colleague.id))
    assert [one["id"] for one in colleague.get("/tasks?assigned=me").json["items"]] == [ids["task_id"]]


def test_a_case_that_was_only_assigned_is_opened_again(story):
    story.step("assign")
    exclude(story, story.officer)
    assert story.approver.get(f"/cases/{story.case_id}").json["case"]["status"] == "opened"


def test_anybody_shuts_out_themselves_and_only_who_leads_shuts_out_others(bench, story):
    colleague = bench.person("case_officer")
    story.step("assign")
    assert exclude(story, colleague, by=story.officer).status_code == 403
    assert exclude(story, story.officer, by=story.officer).status_code == 201
    assert exclude(story, story.officer, by=story.officer, excluded=False).status_code == 404
    assert exclude(story, story.officer, excluded=False, reason="Nuk është më i afërm.").status_code == 201
    assert story.officer.get(f"/cases/{story.case_id}").status_code == 200
    told = bench.told(catalogue.CaseExclusionChanged)
    assert [(one["staff_id"], one["excluded"], len(one["complaints"])) for one in told] == [
        (str(story.officer.id), True, 1),
        (str(story.officer.id), False, 1),
    ]
    listed = story.approver.get(f"/cases/{story.case_id}/exclusions").json["items"]
    assert [(one["reason"], one["ended_at"] is not None) for one in listed] == [("Është i afërm i palës.", True)]


def test_somebody_who_leads_is_always_left(story, commissioner):
    assert exclude(story, commissioner).status_code == 201
    last = exclude(story, story.approver)
    assert (last.status_code, last.json["code"]) == (409, "exclusion.nobody_left")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"staff_id": "00000000-0000-4000-8000-000000000000"}, 422, "exclusion.staff_unknown"),
        ({"staff_id": "x"}, 422, None),
        ({"excluded": "yes"}, 422, None),
        ({"excluded": None}, 422, None),
        ({"reason": ""}, 422, None),
        ({"reason": "\x00"}, 422, None),
        ({"excluded": False}, 409, "exclusion.none"),
        ({"why": "x"}, 422, None),
    ],
)
def test_what_is_wrong_with_an_exclusion_is_refused(bench, story, change, status, code):
    body = {"staff_id": str(story.officer.id), "excluded": True, "reason": "x", **change}
    answer = story.approver.post(f"/cases/{story.case_id}/exclusions", body)
    assert answer.status_code == status
    assert code is None or answer.json["code"] == code
    assert bench.scalar("SELECT count(*) FROM exclusion") == 0


def test_the_same_person_is_not_excluded_twice_and_a_repeated_request_is(story):
    body = {"staff_id": str(story.officer.id), "excluded": True, "reason": "x"}
    path = f"/cases/{story.case_id}/exclusions"
    answers = [story.approver.post(path, body, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert answers[0].json == answers[1].json
    assert story.approver.post(path, body).json["code"] == "exclusion.stands"


def hear(bench, complaint, person, *, excluded=True):
    told = {"complaint_id": complaint, "staff_id": person.id, "excluded": excluded}
    bench.hear(catalogue.ComplaintExclusionChanged, complaint, **told)


def test_an_exclusion_from_a_complaint_holds_for_the_case_that_it_opens(bench, officer, approver):
    complaint = bench.complaint()
    hear(bench, complaint, officer)
    case_id = bench.admit(complaint)
    assert officer.get(f"/cases/{case_id}").status_code == 404
    assert officer.get("/cases").json["items"] == []
    [listed] = approver.get(f"/cases/{case_id}/exclusions").json["items"]
    assert (listed["of_complaint"], listed["by"]) == (True, "service:intake")
    lifted = {"staff_id": str(officer.id), "excluded": False, "reason": "x"}
    assert approver.post(f"/cases/{case_id}/exclusions", lifted).json["code"] == "exclusion.of_complaint"
    hear(bench, complaint, officer, excluded=False)
    assert officer.get(f"/cases/{case_id}").status_code == 200


def test_a_complaint_joined_later_takes_the_case_from_who_is_excluded_from_it(bench, officer, approver):
    first, second = bench.complaint(), bench.complaint(reference="A-2026-00002-5")
    story = Story(bench, bench.admit(first), officer, approver)
    story.step("assign")
    hear(bench, second, story.officer)
    assert story.officer.get(f"/cases/{story.case_id}").status_code == 200
    bench.hear(catalogue.ComplaintDecided, second, **bench.decided(second, "joined", joined_to=first))
    assert story.officer.get(f"/cases/{story.case_id}").status_code == 404
    assert story.approver.get("/cases?assigned=nobody").json["items"][0]["id"] == str(story.case_id)


def test_the_same_news_twice_is_one_exclusion(bench, officer):
    complaint = bench.complaint()
    hear(bench, complaint, officer)
    hear(bench, complaint, officer)
    assert bench.scalar("SELECT count(*) FROM exclusion") == 1
    hear(bench, uuid4(), officer, excluded=False)
    assert bench.scalar("SELECT count(*) FROM parked_event") == 0


def test_the_record_of_an_exclusion_is_ended_once_and_never_changed(bench, story):
    exclude(story, story.officer)
    for sql in ("DELETE FROM exclusion", "UPDATE exclusion SET staff_id = gen_random_uuid()"):
        with pytest.raises(Exception, match="permission denied"):
            bench.platform.database.run(lambda session, sql=sql: session.connection().exec_driver_sql(sql))
