"""Days on which the office asked for nothing, for one reason or for several at once, are given back whole: by wire and on paper, of the reply and of the measure."""

from datetime import date, timedelta

import pytest

from shared import clock
from shared.events import catalogue
from tests.cases.bench import SEEN, today
from tests.cases.ladder_world import Silence, after
from tests.cases.test_asked_again import hand_over
from tests.cases.test_finding_letters import BACK, COURT, act, find, letters, owed, send_all, step
from tests.cases.test_rung_letters import refuse, school, silence
from tests.cases.test_withdrawal_letters import leave

__all__ = ["act", "owed", "school", "silence"]


@pytest.fixture
def people(commissioner, story, bench, act):
    return Silence(story, act["wired"], act, commissioner, bench.person("publisher"))


@pytest.fixture
def start():
    return today()


def one_of(story, act, place=0):
    return story.obligations(act, act["asked"])[place]


def enter(story, one, kind, day, **more):
    body = {"kind": kind, "effective": str(day), "reason": "Arsye.", **more}
    answer = story.approver.post(f"/obligations/{one['id']}/clock-entries", body)
    assert answer.status_code == 201, answer.json


def pressed(school):
    """The letter to the superior of a body that refused, and who is to answer it."""
    refuse(school, 0, 1)
    further = school.issue(school.send(school.story.approver, "hierarchical_superior").json["act"])
    return {**further, "asked": school.ministry}


def settle(school, day):
    with school.on(day):
        find(school.story, school.owed[0], on=str(day))


def take_back(school, day):
    with school.on(day):
        find(school.story, school.owed[0], "not_assessed")


def answered_late(story):
    return story.officer.get("/compliance").json["figures"]["answered_late"]["numerator"]


def left(story, act):
    """Days for the measure."""
    found = one_of(story, act)["timeliness"]["implementation"]
    return found["days"] if found["word"] == "due_in" else found["word"]


class TestAPause:
    @pytest.mark.parametrize("until", [100, None], ids=["until a day", "without end"])
    def test_goes_on_beneath_a_finding_that_is_taken_back(self, people, story, act, start, until):
        act["asked"] = act["wired"]
        mine, sister = story.obligations(act, act["wired"])
        more = {"until": str(after(start, until))} if until else {}
        with people.on(paused := after(start, 4)):
            for one in (mine, sister):
                enter(story, one, "paused", paused, **more)
        with people.on(after(start, 10)):
            find(story, mine, "overtaken")
        with people.on(after(start, 20)):
            find(story, mine, "not_assessed")
            due = [one["reply_due"] for one in story.obligations(act, act["wired"])]
        assert due[0] == due[1]
        assert (due[0] is None) is (until is None)

    def test_goes_on_beneath_what_is_moot(self, school, story, start):
        act = pressed(school)
        with school.on(paused := after(start, 4)):
            for one in story.obligations(act, act["asked"]):
                enter(story, one, "paused", paused, until=str(after(start, 100)))
            told = one_of(story, act)["reply_due"]
        settle(school, after(start, 10))
        take_back(school, after(start, 20))
        assert one_of(story, act)["reply_due"] == told


class TestAnAnswer:
    """Given though nothing was asked: never late for that."""

    @pytest.mark.parametrize("ended", ["found", "closed"])
    def test_of_a_clock_that_had_ended_is_in_time(self, people, story, bench, act, start, ended):
        act["asked"], mine = act["wired"], story.obligations(act, act["wired"])[0]
        with people.on(day := after(start, 10)):
            find(story, mine, "overtaken") if ended == "found" else enter(story, mine, "closed", day)
        with people.on(said := after(start, 40)):
            before = answered_late(story)
            item = {"item_id": mine["item_id"], "position": "refused", "has_reasons": True}
            bench.reply(act, act["wired"], item, received_at=clock.utc_now())
            one = one_of(story, act)
            assert one["timeliness"]["reply"]["word"] == "in_time"
            assert date.fromisoformat(one["reply_due"]) == said + timedelta(days=20)
            assert answered_late(story) == before

    def test_of_what_is_moot_is_in_time(self, school, story, bench, start):
        act = pressed(school)
        settle(school, after(start, 10))
        with school.on(after(start, 40)):
            item = {"item_id": one_of(story, act)["item_id"], "position": "refused", "has_reasons": True}
            bench.reply(act, act["asked"], item, received_at=clock.utc_now())
            assert one_of(story, act)["timeliness"]["reply"]["word"] == "in_time"

    def test_after_the_term_was_over_is_late_by_the_days_on_which_it_was_asked(self, people, story, bench, act):
        act["asked"], mine = act["wired"], story.obligations(act, act["wired"])[0]
        with people.on(found := after(mine["reply_due"], 10)):
            was = one_of(story, act)["timeliness"]["reply"]["days"]
            find(story, mine, "overtaken")
        with people.on(after(found, 40)):
            item = {"item_id": mine["item_id"], "position": "refused", "has_reasons": True}
            bench.reply(act, act["wired"], item, received_at=clock.utc_now())
            assert one_of(story, act)["timeliness"]["reply"] == {"word": "late", "days": was}
            assert answered_late(story) == 1


class TestTheMeasure:
    def test_of_a_body_from_which_the_office_turned_has_its_days_when_it_is_pressed_again(
        self, people, story, bench, act, start
    ):
        act["asked"], mine = act["wired"], story.obligations(act, act["wired"])[0]
        whole = left(story, act)
        other = bench.body("ministry").id
        item = {"item_id": mine["item_id"], "position": "not_competent", "competent_institution": other}
        bench.reply(act, act["wired"], item)
        with people.on(turned := after(start, 10)):
            path, body = f"/obligations/{mine['id']}/readdressing", {"accept": True, "reason": "Ligji ia jep."}
            people.issue(story.officer.post(path, body).json["act_id"])
        with people.on(again := after(turned, 100)):
            body = {"reason": "Arsyet nuk mjaftojnë."}
            assert story.officer.post(f"/obligations/{mine['id']}/insufficiency", body).status_code == 201
            assert whole - (turned - start).days <= left(story, act) <= whole - (turned - start).days + 2
            refused = story.officer.post(
                f"/obligations/{mine['id']}/assessments", {"assessment": "not", "reason": "Jo.", "evidence": [SEEN]}
            )
        assert refused.status_code == 409 and again > turned

    @pytest.mark.parametrize("days", [10, 40])
    def test_of_a_clock_that_an_officer_closed_and_opened_again_has_its_days(self, people, story, act, start, days):
        act["asked"], mine = act["wired"], story.obligations(act, act["wired"])[0]
        whole = left(story, act)
        with people.on(closed := after(start, days)):
            enter(story, mine, "closed", closed)
        with people.on(opened := after(closed, 100)):
            enter(story, mine, "reopened", opened)
            assert 0 <= left(story, act) - (whole - (closed - start).days) <= 2

    def test_for_which_two_reasons_overlapped_has_the_days_of_both(self, school, story, bench, start):
        act = pressed(school)
        by = after(start, 60)
        items = [
            {"item_id": one["item_id"], "position": "accepted", "promised_date": by}
            for one in story.obligations(act, act["asked"])
        ]
        bench.reply(act, act["asked"], *items)
        with school.on(found := after(start, 10)):
            find(story, one_of(story, act), "overtaken")
        settle(school, after(start, 40))
        with school.on(after(start, 90)):
            find(story, one_of(story, act), "not_assessed")
        take_back(school, back := after(start, 100))
        with school.on(back):
            assert 0 <= left(story, act) - (by - found).days <= 2
        with school.on(back + timedelta(days=40)):
            assert one_of(story, act)["state"] == "in_process"


class TestOnPaper:
    def test_what_was_taken_back_while_it_was_moot_waits_for_its_letter(self, school, story, bench, start):
        refuse(school, 0, 1)
        asked = school.send(school.story.approver, "hierarchical_superior").json["act"]
        act, body = school.issue(asked, arrives=False), school.ministry
        leave(bench, act, body)
        about = {"dispatch_id": body.id, "recommendation_id": act["id"], "institution_id": body.id}
        bench.hear(catalogue.DispatchDelivered, body.id, **about, channel="paper", at=clock.utc_now())
        act = {**act, "asked": body, "posted": body}
        with school.on(found := after(start, 4)):
            find(story, one_of(story, act), "overtaken")
        tell(school, bench, act, after(found))
        settle(school, after(start, 12))
        with school.on(after(start, 20)):
            find(story, one_of(story, act), "not_assessed")
        with school.on(after(start, 22)):
            assert len(letters(bench, clock.utc_now())) == 1, "nothing is asked while it is moot, and no letter says so"
        take_back(school, back := after(start, 30))
        with school.on(written := after(back)):
            assert "Ajo që ju kërkua mbetet" in letters(bench, clock.utc_now())[-1][1]["text"]
        with school.on(after(written, 45)):
            one = one_of(story, act)
            assert (one["state"], one["timeliness"]["reply"]["word"]) == ("asked_again", "none")
            assert story.officer.get(f"/obligations/{one['id']}/rungs").json["offers"] == []

    def test_of_a_finding_and_a_court_the_earlier_begins_the_days_that_are_given_back(
        self, commissioner, people, story, bench, act, start
    ):
        act["asked"], mine = act["posted"], story.obligations(act, act["posted"])[0]
        whole = left(story, act)
        with people.on(found := after(start, 10)):
            find(story, mine, on=str(found))
        tell(people, bench, act, after(found))
        with people.on(held := after(start, 40)):
            step(commissioner, story, COURT)
        tell(people, bench, act, after(held))
        with people.on(back := after(start, 50)):
            step(commissioner, story, BACK)
        with people.on(taken := after(back)):
            find(story, mine, "not_assessed")
        said = tell(people, bench, act, arrived := after(taken))
        with people.on(arrived):
            days = left(story, act)
        assert 0 <= days - (whole - (found - start).days) <= 2
        assert f"Për ta zbatuar keni edhe {whole - (found - start).days} ditë" in said

    def test_the_letter_says_the_days_that_the_clock_gives_also_where_it_ended_twice(
        self, people, story, bench, act, start
    ):
        act["asked"], mine = act["posted"], story.obligations(act, act["posted"])[0]
        for word, day in (("overtaken", 4), ("not_assessed", 14), ("overtaken", 20), ("not_assessed", 30)):
            with people.on(on := after(start, day)):
                find(story, mine, word)
            arrives = (word, day) == ("overtaken", 4)
            said = tell(people, bench, act, after(on), arrives=arrives)
        with people.on(arrived := after(start, 40)):
            hand_over(bench, act, arrived)
            due = date.fromisoformat(one_of(story, act)["reply_due"])
        left = 30 - (after(start, 4) - start).days + 1
        assert f"keni edhe {left} ditë" in said
        assert left <= (due - arrived).days <= left + 2, "the last may be a day off"


def tell(people, bench, act, day, *, arrives=True):
    """What waits to be told is written and sent on that day, and delivered; returns its words."""
    with people.on(day):
        said = letters(bench, clock.utc_now())[-1][1]["text"]
        send_all(bench, act)
        if arrives:
            hand_over(bench, act, day)
    return said
