"""While a court or a prosecutor has the matter nothing is found undone and steps wait; once it is back, what stands is told once."""

import re
from datetime import date, timedelta

import pytest

from services.cases import timers
from shared import clock
from shared.app import STAFF_COOKIE
from shared.events import catalogue
from tests.cases.bench import SEEN, soon, today
from tests.cases.ladder_world import Silence, after

UNDONE = r'<input(?=[^>]*name="assessment-assessment")(?=[^>]*value="(?:not|partly)")'
COURT = {"step": "suspend", "elsewhere": "pending_before_court", "reason": "Gjykata e ka çështjen."}
BACK = {"step": "resume", "elsewhere": "none"}


@pytest.fixture
def school(story, bench, commissioner):
    """An education office that owes one item on an act delivered today, with a complainant who is told."""
    body = bench.body("agency")
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def step(school, body):
    answer = school.commissioner.post(f"/cases/{school.story.case_id}/steps", body)
    assert answer.status_code == 200, answer.json


def reply(school, position, **more):
    item = {"item_id": school.owed[0]["item_id"], "position": position, **more}
    school.bench.reply(school.act, school.body, item, received_at=clock.utc_now())


def assess(school, word, **more):
    found = {"assessment": word, "evidence": [SEEN], "reason": "Pas shqyrtimit.", **more}
    return school.story.officer.post(f"/obligations/{school.owed[0]['id']}/assessments", found)


def told(school):
    """What was told of the item, oldest first: the word of the state or of the answer, and what comes next."""
    timers.announce_overdue(school.bench.platform, clock.utc_now())
    stood = [(one["state"], one["next"]) for one in school.bench.told(catalogue.ObligationStood)]
    return stood, [(one["said"], one["next"]) for one in school.bench.told(catalogue.ObligationAnswered)]


class TestNothingIsFoundUndone:
    @pytest.mark.parametrize("word", ["not", "partly"])
    @pytest.mark.parametrize("before", ["not due", "paused", "promised", "claimed", "silent", "not enough"])
    def test_whatever_was_so_before_the_court_took_it(self, school, before, word):
        day = today()
        if before == "paused":
            entry = {"kind": "paused", "effective": str(today()), "reason": "Pritet sqarimi."}
            path = f"/obligations/{school.owed[0]['id']}/clock-entries"
            assert school.story.officer.post(path, entry).status_code == 201
        elif before == "promised":
            reply(school, "accepted", claimed="in_process", promised_date=today() + timedelta(days=40))
        elif before == "claimed":
            reply(school, "accepted", claimed="implemented")
        elif before == "not enough":
            reply(school, "refused")
            school.story.not_enough(school.owed[0])
        elif before == "silent":
            day = after(school.owed[0]["reply_due"])
        with school.on(day):
            step(school, COURT)
            refused = assess(school, word)
            assert (refused.status_code, refused.json["code"]) == (409, "assessment.held")
            assert "implemented" in refused.json["legal"]
            assert school.owed[0]["state"] == "elsewhere"

    def test_the_page_does_not_offer_it_and_says_why(self, school):
        reply(school, "accepted", claimed="implemented")
        person = school.story.officer
        person.client.set_cookie(STAFF_COOKIE, person.token, path="/")
        path = f"/cases/staff/obligations/{school.owed[0]['id']}"
        assert re.search(UNDONE, person.client.get(path).get_data(as_text=True))
        step(school, COURT)
        page = person.client.get(path).get_data(as_text=True)
        assert 'value="implemented"' in page
        assert not re.search(UNDONE, page)
        assert "Çështjen e ka gjykata ose prokuroria: derisa të kthehet" in page

    def test_once_it_is_back_it_may_be_found(self, school):
        reply(school, "accepted", claimed="implemented")
        step(school, COURT)
        step(school, BACK)
        assert assess(school, "not").status_code == 201


class TestStepsWait:
    def test_nobody_is_found_at_work_meanwhile_who_has_not_answered(self, school):
        person, path = school.story.officer, f"/cases/staff/obligations/{school.owed[0]['id']}"
        person.client.set_cookie(STAFF_COOKIE, person.token, path="/")
        assert 'value="in_process"' in person.client.get(path).get_data(as_text=True)
        step(school, COURT)
        later = soon(30)
        refused = assess(school, "in_process", promised_date=later, next_check=later)
        assert (refused.status_code, refused.json["code"]) == (409, "assessment.held_unanswered")
        assert refused.json["legal"] == ["implemented", "overtaken", "not_assessable"]
        assert assess(school, "not").json["legal"] == refused.json["legal"]
        page = person.client.get(path).get_data(as_text=True)
        assert 'value="in_process"' not in page
        assert "prisni derisa çështja të kthehet" in page
        assert school.owed[0]["assessed"] == "not_assessed"

    def test_what_is_found_meanwhile_never_says_that_the_steps_have_ended(self, school):
        later = date.fromisoformat(soon(30))
        reply(school, "accepted", claimed="in_process", promised_date=later)
        step(school, COURT)
        later = str(later)
        assert assess(school, "in_process", promised_date=later, next_check=later).status_code == 201
        assert [one["next"] for one in school.bench.told(catalogue.ObligationAssessed)] == ["wait"]

    def test_what_a_body_asks_meanwhile_waits(self, school):
        step(school, COURT)
        reply(school, "asks_clarification")
        assert told(school) == ([], [("asks_clarification", "wait")])

    def test_what_cannot_be_assessed_meanwhile_waits_since_it_is_looked_at_again_then(self, school):
        step(school, COURT)
        assert assess(school, "not_assessable", unassessable="elsewhere").status_code == 201
        assert [one["next"] for one in school.bench.told(catalogue.ObligationAssessed)] == ["wait"]
        step(school, BACK)
        assert school.owed[0]["state"] == "awaiting_reply"

    def test_a_measure_that_is_done_waits_for_nothing(self, school):
        step(school, COURT)
        assert assess(school, "implemented", on=str(today())).status_code == 201
        assert [one["next"] for one in school.bench.told(catalogue.ObligationAssessed)] == ["nothing"]


class TestOnceItIsBack:
    def test_what_a_body_answered_meanwhile_is_told_once(self, school):
        due = school.owed[0]["reply_due"]
        with school.on(after(due)):
            assert told(school) == ([("no_reply", "steps")], [])
            step(school, COURT)
            reply(school, "accepted")
            assert told(school) == ([("no_reply", "steps")], [])
        with school.on(after(due, 20)):
            step(school, BACK)
            assert told(school) == ([("no_reply", "steps")], [("accepted", "check")])
            assert told(school) == ([("no_reply", "steps")], [("accepted", "check")])
            assert school.bench.told(catalogue.ObligationAnswered)[0].get("corrects") is None

    def test_a_refusal_of_meanwhile_is_told(self, school):
        step(school, COURT)
        reply(school, "refused")
        assert told(school) == ([], [])
        step(school, BACK)
        assert told(school) == ([("refused", "weighing")], [])

    def test_what_was_told_before_and_stands_is_not_told_again(self, school):
        due = school.owed[0]["reply_due"]
        with school.on(after(due)):
            assert told(school) == ([("no_reply", "steps")], [])
            step(school, COURT)
        with school.on(after(due, 20)):
            step(school, BACK)
            assert told(school) == ([("no_reply", "steps")], [])

    def test_where_nothing_was_said_nothing_is_told(self, school):
        step(school, COURT)
        step(school, BACK)
        assert told(school) == ([], [])

    def test_the_day_that_a_hold_moved_is_told_anew(self, school):
        reply(school, "accepted", claimed="in_process", promised_date=today() + timedelta(days=20))
        step(school, COURT)
        with school.on(today() + timedelta(days=10)):
            step(school, BACK)
            first, moved = (one["by"] for one in school.bench.told(catalogue.ObligationAnswered))
            assert moved > first
            assert len(told(school)[1]) == 2
