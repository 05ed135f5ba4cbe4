"""What a meeting decided is a task of the office: of a function, taken by a person, done with what shows it, and shown late, at each door."""

import html
from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.partners.cooperation.domain import meetings as rules
from services.partners.cooperation.domain.meetings import Standing, Task
from shared.rules import RuleViolation
from tests.partners.cooperation import Person, actor, call, day, press, signing, today, typed_day, word, written

PAGES = "/partners/staff"
ON, ME, OTHER = date(2027, 5, 3), uuid4(), uuid4()
ONE = timedelta(days=1)


def refused(work):
    try:
        work()
    except RuleViolation as error:
        return error.code
    return None


@pytest.mark.parametrize(
    ("today_is", "done_on", "standing"),
    [(ON, None, Standing.OPEN), (ON + ONE, None, Standing.LATE), (ON + ONE, ON, Standing.DONE)],
    ids=["on its day", "after it", "done"],
)
def test_a_decision_is_late_after_its_day_until_it_is_done(today_is, done_on, standing):
    assert Task("monitor", ME, ON, done_on).standing(today_is) is standing


@pytest.mark.parametrize(
    ("task", "roles", "code"),
    [
        (Task("monitor", None, ON, None), {"monitor"}, None),
        (Task("monitor", None, ON, None), {"publisher"}, "decision.not_yours"),
        (Task("monitor", OTHER, ON, None), {"monitor"}, "decision.taken"),
        (Task("monitor", OTHER, ON, ON), {"monitor"}, "decision.done"),
    ],
    ids=["free", "of another function", "taken", "done"],
)
def test_it_is_taken_by_somebody_of_its_function_once(task, roles, code):
    assert refused(lambda: rules.check_taking(task, roles)) == code


@pytest.mark.parametrize(
    ("owner", "done_on", "code"),
    [
        (ME, ON, None),
        (OTHER, ON, "decision.not_yours"),
        (None, ON, "decision.not_yours"),
        (ME, ON - ONE, "decision.day"),
        (ME, ON + 2 * ONE, "decision.day"),
    ],
    ids=["mine", "another's", "nobody's", "before the meeting", "to come"],
)
def test_whoever_has_it_says_that_it_is_done(owner, done_on, code):
    task = Task("monitor", owner, ON, None)
    assert refused(lambda: rules.check_doing(task, ME, done_on, ON, ON + ONE)) == code


@pytest.fixture
def writer(directory):
    return Person(directory)


@pytest.fixture
def monitor(directory):
    return Person(directory, "monitor")


@pytest.fixture
def body(directory):
    return str(directory.body().id)


def meeting(held_on=None, **more):
    return {"held_on": held_on or day(-40), "title": f"Takim {word()}", "clusters": ["5"], **more}


def decision(due=20, **more):
    return {"text": f"Të përgatitet udhëzuesi {word()}", "function": "monitor", "due": day(due), **more}


def entered(person, *decisions, **more):
    answer = call(person, "/meetings", meeting(decisions=list(decisions), **more))
    assert answer.status_code == 201, answer.text
    return answer.json


def ids(person, query):
    return {one["id"] for one in call(person, f"/decisions?limit=100&{query}", method="GET").json["items"]}


class TestDecisions:
    def test_one_is_taken_done_with_its_proof_and_late_until_then(self, writer, monitor, body):
        made = entered(writer, decision(due=-5), bodies=[body])
        [task] = made["decisions"]
        at = f"/decisions/{task['id']}"
        assert task["standing"] == "late" and task["id"] in ids(monitor, "state=late&whose=free&function=monitor")
        assert task["id"] not in ids(writer, "whose=free")
        done = {"done_on": today().isoformat(), "proof": "Udhëzuesi u dërgua."}
        assert call(monitor, f"{at}/proof", done).json["code"] == "decision.not_yours"
        assert call(writer, f"{at}/owner").json["code"] == "decision.not_yours"
        assert call(monitor, f"{at}/owner").json["owner"] == str(monitor.id)
        assert task["id"] in ids(monitor, "state=late&whose=me")
        assert call(monitor, f"{at}/proof", {**done, "proof": " "}).status_code == 422
        assert call(monitor, f"{at}/proof", {**done, "done_on": day(1)}).status_code == 422
        said = call(monitor, f"{at}/proof", done)
        assert (said.json["standing"], said.json["proof"]) == ("done", done["proof"])
        assert call(monitor, f"{at}/proof", done).json["code"] == "decision.done"
        assert task["id"] in ids(monitor, "state=done") and task["id"] not in ids(monitor, "state=late")

    def test_they_are_counted_by_where_they_stand(self, writer, body):
        before = call(writer, "/decisions/figures", method="GET").json
        entered(writer, decision(due=-5), decision(due=5), bodies=[body])
        after = call(writer, "/decisions/figures", method="GET").json
        assert [after[one] - before[one] for one in ("open", "late", "done")] == [1, 1, 0]
        assert after["unit"] == "decisions"

    def test_what_is_not_there_is_not_found(self, writer, monitor):
        assert call(monitor, f"/decisions/{uuid4()}/owner").status_code == 404
        assert call(writer, f"/meetings/{uuid4()}", method="GET").status_code == 404


class TestMeetings:
    def test_it_names_who_was_there_and_its_agreement_and_is_found(self, directory, writer, body):
        other = actor(writer)
        agreement = written(writer, bodies=[body], clauses=[{"text": "x", "due": day(9), "evidence": "y"}])
        assert signing(Person(directory, "approver"), agreement).status_code == 200
        made = entered(writer, bodies=[body], actors=[other["id"]], agreement_id=agreement["id"])
        assert [one["institution_id"] or one["actor_id"] for one in made["parties"]] == [body, other["id"]]
        found = call(writer, f"/meetings?q={made['title']}&cluster=5&agreement={agreement['id']}", method="GET").json
        assert [one["id"] for one in found["items"]] == [made["id"]]
        more = call(writer, f"/meetings/{made['id']}/decisions", decision())
        assert (more.status_code, len(more.json["decisions"])) == (201, 1)

    def test_what_cannot_be_is_refused_at_its_field(self, writer, body):
        for bad, code in (
            ({"held_on": day(1), "bodies": [body]}, "meeting.to_come"),
            ({}, "meeting.nobody"),
            ({"bodies": [str(uuid4())]}, "agreement.no_body"),
            ({"bodies": [body], "agreement_id": str(uuid4())}, "meeting.no_agreement"),
            ({"bodies": [body], "decisions": [decision(due=-50)]}, "meeting.due_before"),
            ({"bodies": [body], "decisions": [decision(function="minister")]}, "function"),
        ):
            answer = call(writer, "/meetings", meeting(**bad))
            assert (answer.status_code, code in answer.text) == (422, True), answer.text


class TestPages:
    def test_a_meeting_is_entered_decided_taken_and_done_on_its_page(self, writer, monitor, body):
        title, new = f"Takim {word()}", f"{PAGES}/meetings/new"
        held = {**typed_day("held_on", day(-3)), "title": title, "clusters": "5", "bodies": f"bodies:{body}"}
        made = press(writer, new, held, new)
        assert made.status_code == 303, made.text
        at, text = made.location, f"Hartohet lista {word()}"
        assert title in writer.client.get(f"{PAGES}/meetings?q={title}&cluster=5").text
        asked = {"decision-text": text, "decision-function": "monitor", **typed_day("decision-due", day(-1))}
        assert press(writer, f"{at}/decisions", asked, at).status_code == 303
        late = html.unescape(monitor.client.get(f"{PAGES}/decisions?state=late&whose=free&function=monitor").text)
        assert text in late
        meeting_id = at.rsplit("/", 1)[1]
        [task] = call(writer, f"/meetings/{meeting_id}", method="GET").json["decisions"]
        act = f"{PAGES}/decisions/{task['id']}"
        assert press(writer, f"{act}/owner", {}, at).status_code == 409
        assert press(monitor, f"{act}/owner", {}, at).status_code == 303
        proof = {f"{task['id']}-proof": "Lista u miratua", **typed_day(f"{task['id']}-done_on", today().isoformat())}
        assert press(monitor, f"{act}/proof", {**proof, f"{task['id']}-proof": ""}, at).status_code == 422
        assert press(monitor, f"{act}/proof", proof, at).status_code == 303
        assert "Lista u miratua" in html.unescape(writer.client.get(at).text)

    def test_what_is_missing_is_said(self, writer, body):
        new = f"{PAGES}/meetings/new"
        assert press(writer, new, {"title": "x"}, new).status_code == 422
        held = {**typed_day("held_on", day(-3)), "title": "x", "clusters": "5", "bodies": f"bodies:{body}"}
        at = press(writer, new, held, new).location
        assert press(writer, f"{at}/decisions", {"decision-text": ""}, at).status_code == 422
        early = {"decision-text": "x", "decision-function": "monitor", **typed_day("decision-due", day(-9))}
        refused_page = press(writer, f"{at}/decisions", early, at)
        assert (refused_page.status_code, "para ditës së takimit" in html.unescape(refused_page.text)) == (422, True)
