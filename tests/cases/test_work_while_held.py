"""While a court or a prosecutor has the matter nothing is overdue for the office that it cannot do: front page, tasks and lists say so."""

from html import unescape

from tests.cases.bench import today
from tests.cases.ladder_world import after
from tests.cases.test_elsewhere import BACK, COURT, page, school

__all__ = ["school"]


def step(school, wanted):
    answer = school.commissioner.post(f"/cases/{school.story.case_id}/steps", wanted)
    assert answer.status_code in {200, 201}, answer.json


def tasks(school, state):
    return school.story.officer.get(f"/tasks?state={state}").json["items"]


def listed(school, what):
    return {one["id"] for one in school.story.officer.get(f"/obligations?attention={what}").json["items"]}


def test_a_task_of_a_held_case_says_so_and_is_not_overdue_until_the_matter_is_back(school):
    made = school.story.officer.post(
        f"/cases/{school.story.case_id}/tasks", {"text": "Shkruajini shkollës.", "due": today().isoformat()}
    )
    assert made.status_code == 201, made.json
    with school.on(after(today(), 5)):
        assert len(tasks(school, "overdue")) == 1
        step(school, COURT)
        assert tasks(school, "overdue") == []
        [task] = tasks(school, "held")
        assert (task["overdue"], task["held_since"]) == (False, after(today(), 5).isoformat())
        for path in ("/", "/staff/tasks", f"/staff/tasks/{task['id']}"):
            shown = unescape(page(school, path))
            assert "Pret: e ka gjykata ose prokuroria" in shown, path
        step(school, BACK)
        [task] = tasks(school, "overdue")
        assert (task["overdue"], task["held_since"]) == (True, None)


def test_what_cannot_be_decided_meanwhile_waits_in_a_list_of_its_own(school):
    refused = [{"item_id": one["item_id"], "position": "refused"} for one in school.owed]
    school.bench.reply(school.act, school.body, *refused)
    ids = {one["id"] for one in school.owed}
    assert (listed(school, "refused"), listed(school, "held")) == (ids, set())
    step(school, COURT)
    assert (listed(school, "refused"), listed(school, "held")) == (set(), ids)
    assert "E ka gjykata ose prokuroria: pret" in unescape(page(school, "/"))
    step(school, BACK)
    assert (listed(school, "refused"), listed(school, "held")) == (ids, set())


def test_what_a_body_says_it_has_done_may_still_be_looked_at(school):
    done = [{"item_id": one["item_id"], "position": "accepted", "claimed": "implemented"} for one in school.owed]
    school.bench.reply(school.act, school.body, *done)
    step(school, COURT)
    assert listed(school, "to_verify") == {one["id"] for one in school.owed}
