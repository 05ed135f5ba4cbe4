"""Tasks and notes of a case: words as documents, each person's own list, late ones said by the day."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cases.bench import today


def add(person, case_id, text="Thirr shkollën.", days=3, **more):
    due = (today() + timedelta(days=days)).isoformat()
    return person.post(f"/cases/{case_id}/tasks", {"text": text, "due": due, **more})


def test_a_task_is_its_authors_own_until_it_is_done(bench, story):
    story.step("assign")
    made = add(story.officer, story.case_id)
    assert (made.status_code, made.json["assignee"], made.json["overdue"]) == (201, "Shembull Eksperti", False)
    assert "Thirr" not in bench.scalar("SELECT string_agg(row_to_json(task)::text, '') FROM task")
    [mine] = story.officer.get("/tasks?assigned=me&state=open").json["items"]
    assert (mine["id"], mine["text"]) == (made.json["id"], "Thirr shkollën.")
    done = story.officer.post(f"/tasks/{made.json['id']}/completion")
    assert (done.status_code, done.json["done_by"]) == (200, str(story.officer.id))
    again = story.officer.post(f"/tasks/{made.json['id']}/completion")
    assert (again.status_code, again.json["code"]) == (409, "task.done")
    assert story.officer.get("/tasks?assigned=me&state=open").json["items"] == []
    found = story.officer.get(f"/cases/{story.case_id}").json
    assert [line["code"] for line in found["history"]][-2:] == ["task.added", "task.done"]
    assert found["tasks"][0]["done_at"] is not None


def test_a_task_past_its_day_is_overdue(bench, story):
    add(story.officer, story.case_id, days=-1)
    add(story.officer, story.case_id, days=0)
    found = story.officer.get("/tasks").json["items"]
    assert [one["overdue"] for one in found] == [True, False]
    assert [one["id"] for one in story.officer.get("/tasks?state=overdue").json["items"]] == [found[0]["id"]]
    assert bench.audited("task.added", story.case_id) == 2


def test_a_task_goes_to_nobody_who_does_not_see_the_case(bench, story):
    story.step("assign")
    colleague, publisher, gone = (
        bench.person("case_officer"),
        bench.person("publisher"),
        bench.person("approver", active=False),
    )
    for person_id in (colleague.id, publisher.id, gone.id, uuid4()):
        refused = add(story.officer, story.case_id, assignee=str(person_id))
        assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/assignee")
    made = add(story.officer, story.case_id, assignee=str(story.approver.id))
    assert made.status_code == 201
    assert len(story.approver.get("/tasks?assigned=me").json["items"]) == 1
    back = {"assignee": str(story.officer.id)}
    given = story.approver.post(f"/tasks/{made.json['id']}/assignment", back)
    assert given.json["assignee_id"] == str(story.officer.id)


def test_the_tasks_of_an_officer_go_with_the_case_to_the_next(bench, story):
    story.step("assign")
    add(story.officer, story.case_id)
    colleague = bench.person("case_officer")
    story.step("assign", by=story.approver, assignee=str(colleague.id))
    assert len(colleague.get("/tasks?assigned=me").json["items"]) == 1
    assert story.officer.get("/tasks").json["items"] == []


def test_a_task_in_a_case_that_nobody_had_goes_to_its_officer_once_its_person_sees_it_no_longer(bench, story):
    colleague = bench.person("case_officer")
    for whose in (colleague, story.approver):
        assert add(story.officer, story.case_id, assignee=str(whose.id)).status_code == 201
    story.step("assign")
    assert colleague.get("/tasks").json["items"] == []
    assert len(story.officer.get("/tasks?assigned=me").json["items"]) == 1
    assert len(story.approver.get("/tasks?assigned=me").json["items"]) == 1


def test_a_closed_case_gets_no_new_task_and_a_note_all_the_same(story):
    story.step("close", by=story.approver, outcome="withdrawn")
    refused = add(story.officer, story.case_id)
    assert (refused.status_code, refused.json["code"]) == (409, "case.closed")
    assert story.officer.post(f"/cases/{story.case_id}/notes", {"text": "U arkivua."}).status_code == 201


def test_a_note_is_a_document_and_is_never_changed(bench, story):
    made = story.officer.post(f"/cases/{story.case_id}/notes", {"text": "Biseda u bë në shkollë."})
    assert made.status_code == 201
    [note] = story.officer.get(f"/cases/{story.case_id}").json["notes"]
    assert (note["text"], note["by"]) == ("Biseda u bë në shkollë.", "Shembull Eksperti")
    assert "Biseda" not in bench.scalar("SELECT string_agg(row_to_json(case_note)::text, '') FROM case_note")
    with pytest.raises(Exception, match="permission denied"):
        bench.platform.database.run(lambda session: session.connection().exec_driver_sql("DELETE FROM case_note"))


@pytest.mark.parametrize(
    "change",
    [
        {"text": ""},
        {"text": 7},
        {"due": "2026-13-01"},
        {"due": None},
        {"due": "31.12.2026"},
        {"assignee": "me"},
        {"x": 1},
    ],
)
def test_what_is_wrong_with_a_task_is_named_and_nothing_is_written(bench, story, change):
    body = {"text": "x", "due": "2026-12-01", **change}
    answer = story.officer.post(f"/cases/{story.case_id}/tasks", body)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == f"/{next(iter(change))}"
    assert bench.scalar("SELECT count(*) FROM task") == 0


def test_tasks_of_others_are_not_there(bench, story):
    story.step("assign")
    made = add(story.officer, story.case_id).json["id"]
    colleague = bench.person("case_officer")
    assert colleague.get("/tasks").json["items"] == []
    for task in (made, uuid4()):
        assert colleague.post(f"/tasks/{task}/completion").status_code == 404
        assert colleague.post(f"/tasks/{task}/assignment", {"assignee": str(colleague.id)}).status_code == 404
    assert colleague.post(f"/cases/{story.case_id}/notes", {"text": "x"}).status_code == 404


def test_pages_of_the_list_follow_each_other_without_gap_or_repeat(story):
    made = {add(story.officer, story.case_id, days=number % 2).json["id"] for number in range(5)}
    seen, after = [], None
    while True:
        answer = story.officer.get("/tasks", query_string={"limit": 2, **({"after": after} if after else {})}).json
        seen += [one["id"] for one in answer["items"]]
        after = answer["next"]
        if after is None:
            break
    assert len(seen) == 5
    assert set(seen) == made


@pytest.mark.parametrize("query", ["state=lost", "assigned=you", "limit=0", "x=1"])
def test_a_strange_filter_is_refused(officer, query):
    assert officer.get(f"/tasks?{query}").status_code == 422


def test_a_letter_that_is_not_delivered_is_a_task_of_the_office_by_the_api_too(bench, story):
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    [waiting] = story.officer.get("/tasks").json["undelivered"]
    assert (waiting["number"], waiting["institution_id"], waiting["delivery"]) == (
        act["number"],
        str(body.id),
        "queued",
    )
    assert waiting["recommendation_id"] == act["id"]
    assert bench.person("case_officer").get("/tasks").json["undelivered"] == []
    bench.deliver(act, body)
    assert story.officer.get("/tasks").json["undelivered"] == []
