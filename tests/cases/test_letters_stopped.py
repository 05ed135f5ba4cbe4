"""A letter that has not arrived is brought no more once nothing is asked on it, and again once something is; an answer shows that it arrived."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import after
from tests.cases.test_delivery import DAY, act, arrive, body, copy_of, leave, page_of, post, silence

__all__ = ["act", "body", "silence"]
OVERTAKEN = {"assessment": "overtaken", "reason": "Shkolla u mbyll."}
CLOSE = {"step": "close", "outcome": "pending_before_court", "reason": "Gjykata e ka çështjen."}


def find(silence, place, found=OVERTAKEN):
    answer = silence.story.officer.post(f"/obligations/{silence.owed[place]['id']}/assessments", found)
    assert answer.status_code == 201, answer.json


def step(silence, body):
    answer = silence.story.approver.post(f"/cases/{silence.story.case_id}/steps", body)
    assert answer.status_code == 200, answer.json


def stops(silence):
    return [(one.get("why"), one.get("on")) for one in silence.bench.told(catalogue.LetterStopped)]


def tasks(silence):
    """The letters that the office has to bring."""
    return silence.story.officer.get("/tasks").json["undelivered"]


def codes(silence):
    history = silence.story.officer.get(f"/cases/{silence.story.case_id}").json["history"]
    return [one["code"] for one in history if one["code"] in {"dispatch.stopped", "dispatch.goes_again"}]


class TestSettled:
    def test_with_its_last_item_overtaken_it_is_brought_no_more_and_page_and_api_say_why(self, silence):
        find(silence, 0)
        assert stops(silence) == []
        assert copy_of(silence)["delivery"] == "to_post", "it goes for the other item"
        find(silence, 1)
        assert stops(silence) == [("settled", None)]
        copy = copy_of(silence)
        assert (copy["delivery"], copy["failure"]) == ("failed", "settled")
        assert {(one["delivery"], one["state"]) for one in silence.owed} == {("failed", "not_delivered")}
        assert "nuk dërgohet më: për asnjë pikë të saj nuk kërkohet më gjë" in page_of(silence)
        assert codes(silence) == ["dispatch.stopped"]
        assert silence.bench.audited("dispatch.stopped", silence.act["id"]) == 1

    def test_it_is_no_task_of_the_office_any_more(self, silence):
        assert len(tasks(silence)) == 1
        find(silence, 0)
        find(silence, 1)
        assert tasks(silence) == []

    def test_what_had_left_arrives_all_the_same_and_no_clock_runs(self, silence):
        leave(silence)
        find(silence, 0)
        find(silence, 1)
        assert stops(silence) == [("settled", None)]
        assert copy_of(silence)["delivery"] == "sent"
        arrive(silence)
        assert {(one["delivery"], one["state"], one["reply_due"]) for one in silence.owed} == {
            ("delivered", "overtaken", None)
        }

    def test_that_it_waits_told_late_changes_nothing(self, silence):
        find(silence, 0)
        find(silence, 1)
        post(silence, "to_post")
        assert copy_of(silence)["failure"] == "settled"

    def test_an_overtaken_item_of_a_letter_that_goes_for_another_asks_for_nothing_once_it_arrives(self, silence):
        find(silence, 0)
        leave(silence)
        arrive(silence)
        first, second = silence.owed
        assert (first["state"], first["reply_due"]) == ("overtaken", None)
        assert (second["state"], second["reply_due"] is None) == ("awaiting_reply", False)


class TestElsewhere:
    def test_closed_since_a_court_has_it_it_is_brought_no_more_and_again_once_it_is_back(self, silence):
        step(silence, CLOSE)
        assert stops(silence) == [("elsewhere", None)]
        assert copy_of(silence)["failure"] == "elsewhere"
        assert tasks(silence) == []
        step(silence, {"step": "reopen", "reason": "Gjykata e ktheu.", "elsewhere": "none"})
        assert stops(silence) == [("elsewhere", None), (None, None)]
        assert (copy_of(silence)["delivery"], copy_of(silence)["failure"]) == ("queued", None)
        post(silence, "to_post")
        assert copy_of(silence)["delivery"] == "to_post"
        assert codes(silence) == ["dispatch.stopped", "dispatch.goes_again"]

    def test_while_it_is_only_held_it_waits(self, silence):
        step(silence, {"step": "suspend", "elsewhere": "pending_before_court", "reason": "Gjykata e ka."})
        assert stops(silence) == []

    def test_a_reminder_that_waits_to_be_sent_is_taken_back_with_its_item(self, silence):
        leave(silence)
        arrive(silence)
        with silence.on(after(silence.owed[0]["reply_due"])):
            silence.draft()
            assert silence.send(silence.commissioner, "reminder", arrives=False).status_code == 201
            step(silence, CLOSE)
            assert len(silence.bench.told(catalogue.ReminderWithdrawn)) == 2


class TestClosedOver:
    def test_a_case_closed_over_a_letter_that_came_back_brings_it_no_more_until_it_is_opened_again(self, silence):
        leave(silence)
        post(silence, "returned", reason="unknown", day=today())
        ground = {"closing_ground": "not_delivered", "reason": "Askush nuk e merr postën e tij."}
        step(silence, {"step": "close", "outcome": "violation_found_recommended", **ground})
        assert stops(silence) == [("case_closed", None)]
        assert copy_of(silence)["failure"] == "case_closed"
        step(silence, {"step": "reopen", "reason": "U gjet adresa."})
        assert stops(silence)[1:] == [(None, None)]


class TestAnswered:
    def reply(self, silence, position="accepted"):
        said = {"item_id": silence.owed[0]["item_id"], "position": position}
        at = datetime.combine(today() + 3 * DAY, time(12), ZoneInfo("Europe/Tirane"))
        silence.bench.reply(silence.act, silence.body, said, received_at=at, channel="paper")

    @pytest.mark.parametrize("position", ["accepted", "asks_clarification"])
    def test_a_reply_on_one_item_shows_that_the_letter_arrived_and_it_waits_no_more(self, silence, position):
        with silence.on(today() + 9 * DAY):
            self.reply(silence, position)
            day = str(today() + 3 * DAY)
            assert stops(silence) == [("answered", day)]
            assert (copy_of(silence)["delivery"], copy_of(silence)["delivered_on"]) == ("delivered", day)
            assert {one["delivered_on"] for one in silence.owed} == {day}
            assert tasks(silence) == []

    def test_a_reply_to_a_letter_whose_delivery_is_known_tells_nothing(self, silence):
        leave(silence)
        with silence.on(today() + 9 * DAY):
            arrive(silence, today() + DAY)
            self.reply(silence)
            assert stops(silence) == []


class TestTakenBack:
    @pytest.fixture(params=["taken back first", "came back first"])
    def lost(self, silence, request):
        """On its way its items were overtaken; that was taken back, and the letter came back, in either order."""
        leave(silence)
        for place in (0, 1):
            find(silence, place)
        if request.param == "came back first":
            post(silence, "returned", day=today(), reason="moved")
        for place in (0, 1):
            find(silence, place, {"assessment": "not_assessed", "reason": "Gabim."})
        if request.param == "taken back first":
            post(silence, "returned", day=today(), reason="moved")
        return silence

    def test_it_is_brought_again_whichever_came_first(self, lost):
        assert stops(lost)[-1] == (None, None)
        assert {(one["delivery"], one["state"]) for one in lost.owed} == {("failed", "not_delivered")}
        assert len(tasks(lost)) == 1
