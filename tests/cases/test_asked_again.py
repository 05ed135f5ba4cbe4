"""A body that reads on paper alone, and is asked again by a letter: its days go on with the delivery of that letter, and not with the decision."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from services.cases import timers, words
from services.cases.domain.standing import State
from shared import clock
from shared.app import STAFF_COOKIE
from shared.events import catalogue
from shared.events.catalogue import DecisionWritten, ObligationClocked
from shared.lateness import days_late
from tests.cases.bench import SEEN, today
from tests.cases.ladder_world import Silence, after
from tests.cases.pages_world import said
from tests.cases.test_finding_letters import BACK, COURT, act, find, letters, owed, send_all, step

__all__ = ["act", "owed"]

ASKED_AGAIN = str(words.STATES[State.ASKED_AGAIN])


@pytest.fixture
def people(commissioner, story, bench, act):
    return Silence(story, act["posted"], act, commissioner, bench.person("publisher"))


def hand_over(bench, act, day):
    """The letter that was written last is delivered on that day."""
    letter = [one for one in bench.told(DecisionWritten) if one["what"] == "finding"][-1]["letter"]
    body = act["posted"].id
    about = {"dispatch_id": body, "recommendation_id": act["id"], "institution_id": body, "letter": letter}
    at = datetime.combine(day, time(9), UTC)
    bench.hear(catalogue.DispatchDelivered, body, **about, channel="paper", way="post", at=at)


def one_of(story, act, place=0, body="posted"):
    return story.obligations(act, act[body])[place]


def overtaken_and_back(people, story, bench, act, owed):
    """Found overtaken after four days and told so, taken back after fourteen; returns the day of that."""
    with people.on(found := after(today(), 4)):
        find(story, owed[0], "overtaken")
    with people.on(told := after(found)):
        assert letters(bench, clock.utc_now())
        send_all(bench, act)
        hand_over(bench, act, told)
    back = after(today(), 14)
    with people.on(back):
        find(story, owed[0], "not_assessed")
    return found, back


def test_the_days_left_run_from_the_delivery_of_the_letter(people, story, bench, act, owed):
    first = date.fromisoformat(one_of(story, act)["reply_due"])
    found, back = overtaken_and_back(people, story, bench, act, owed)
    with people.on(back):
        one = one_of(story, act)
        assert (one["state"], one["reply_due"], one["asked_again_on"]) == ("asked_again", None, str(back))
        assert one["timeliness"]["reply"]["word"] == "none"
    with people.on(written := after(back)):
        left = letters(bench, clock.utc_now())[-1][1]["text"]
        send_all(bench, act)
    with people.on(arrived := after(written, 20)):
        assert one_of(story, act)["state"] == "asked_again"
        hand_over(bench, act, arrived)
        one = one_of(story, act)
    days = 30 - (found - today()).days + 1
    assert (one["state"], one["asked_again_on"]) == ("awaiting_reply", None)
    assert date.fromisoformat(one["reply_due"]) == after(arrived, days) > first
    assert f"keni edhe {days} ditë" in left and "Dita e fundit" not in left


def test_meanwhile_it_is_shown_apart_at_every_door(commissioner, people, story, bench, act, owed):
    _found, back = overtaken_and_back(people, story, bench, act, owed)
    with people.on(long_after := after(back, 60)):
        listed = {one["id"] for one in story.officer.get("/obligations?state=asked_again").json["items"]}
        late = {one["id"] for one in story.officer.get("/obligations?timeliness=late").json["items"]}
        assert (listed, owed[0]["id"] in late) == ({owed[0]["id"]}, False)
        figures = story.officer.get("/compliance").json["figures"]
        [split] = [one for one in figures["splits"] if one["unit"] == "obligations"]
        assert {one["key"]: one["count"] for one in split["beside"]}["asked_again"] == 1
        commissioner.client.set_cookie(STAFF_COOKIE, commissioner.token, path="/")
        page = said(commissioner.client.get(f"/cases/staff/obligations/{owed[0]['id']}").text)
        assert ASKED_AGAIN in page and "letra që kërkon përsëri nuk ka mbërritur" in page
        assert "Letra nuk i ka mbërritur ende" in page
        assert ASKED_AGAIN in said(commissioner.client.get("/cases/staff/obligations").text)
        told = story.officer.get(f"/obligations/{owed[0]['id']}/clock").json
        assert (told["due"]["day"], told["due"]["reason"]) == (None, "asked_again")
        assert long_after > back


def test_what_was_known_of_a_past_day_never_changes(people, story, bench, act, owed):
    _found, back = overtaken_and_back(people, story, bench, act, owed)
    with people.on(written := after(back)):
        letters(bench, clock.utc_now())
        send_all(bench, act)
    known = after(written, 30)

    def beside():
        figures = story.officer.get(f"/compliance?on={known}&known={known}").json["figures"]
        [split] = [one for one in figures["splits"] if one["unit"] == "obligations"]
        return {one["key"]: one["count"] for one in split["beside"]}["asked_again"]

    with people.on(known + timedelta(days=2)):
        before = beside()
        hand_over(bench, act, after(written, 2))
        assert (before, beside(), one_of(story, act)["state"]) == (1, 1, "no_reply")


def test_of_what_a_court_gives_back_the_days_wait_for_the_letter_too(commissioner, people, story, bench, act, owed):
    with people.on(held := after(today(), 10)):
        step(commissioner, story, COURT)
    with people.on(after(held)):
        letters(bench, clock.utc_now())
        send_all(bench, act)
    with people.on(back := after(held, 20)):
        step(commissioner, story, BACK)
        by_wire = one_of(story, act, body="wired")
        assert by_wire["reply_due"] is not None, "who reads the portal knows at once"
        assert {one["state"] for one in story.obligations(act, act["posted"])} == {"asked_again"}
    with people.on(after(back)):
        letters(bench, clock.utc_now())
        send_all(bench, act)
    with people.on(arrived := after(back, 15)):
        hand_over(bench, act, arrived)
        due = {one["reply_due"] for one in story.obligations(act, act["posted"])}
    assert due == {str(after(arrived, 30 - (held - today()).days + 1))}


def test_who_was_never_told_that_it_ended_waits_for_no_letter(people, story, bench, act, owed):
    with people.on(after(today(), 4)):
        find(story, owed[0], "overtaken")
        find(story, owed[0], "not_assessed")
        one = one_of(story, act)
    assert (one["state"], one["asked_again_on"]) == ("awaiting_reply", None)


def test_a_reply_that_was_owed_all_the_while_is_asked_by_no_second_letter(people, story, bench, act, owed):
    """That a measure was found done ends no clock: the letter that told it named the last day for the reply."""
    due = one_of(story, act)["reply_due"]
    with people.on(found := after(today(), 4)):
        find(story, owed[0], on=str(found))
    with people.on(after(found)):
        letters(bench, clock.utc_now())
        send_all(bench, act)
    with people.on(after(found, 10)):
        find(story, owed[0], "not_assessed")
        one = one_of(story, act)
        assert (one["state"], one["reply_due"]) == ("awaiting_reply", due)
    with people.on(after(due)):
        assert one_of(story, act)["state"] == "no_reply"


def test_a_promise_is_not_broken_before_who_made_it_knows_that_it_is_asked_again(people, story, bench, act, owed):
    by = after(today(), 10)
    item = {"item_id": owed[0]["item_id"], "position": "accepted", "promised_date": by}
    bench.reply(act, act["posted"], item)
    with people.on(found := after(today(), 4)):
        find(story, owed[0], on=str(found))
    with people.on(after(found)):
        letters(bench, clock.utc_now())
        send_all(bench, act)
    with people.on(back := after(by, 5)):
        find(story, owed[0], "not_assessed")
        one = one_of(story, act)
        assert (one["state"], one["timeliness"]["implementation"]["word"]) == ("asked_again", "none")
        assert people.rungs()["offers"] == []
        refused = story.officer.post(
            f"/obligations/{one['id']}/assessments", {"assessment": "not", "reason": "Jo.", "evidence": [SEEN]}
        )
        assert (refused.status_code, refused.json["code"]) == (409, "assessment.asked_again")
    with people.on(after(back)):
        letters(bench, clock.utc_now())
        send_all(bench, act)
        hand_over(bench, act, after(back))
        assert one_of(story, act)["state"] == "in_process"
    with people.on(after(after(after(back), (by - found).days))):
        assert one_of(story, act)["state"] == "promise_broken"


@pytest.mark.parametrize("how", ["answers", "opens"])
def test_who_answers_or_reads_the_portal_by_then_waits_for_no_letter(people, story, bench, act, owed, how):
    _found, back = overtaken_and_back(people, story, bench, act, owed)
    with people.on(heard := after(back, 3)):
        if how == "answers":
            bench.reply(act, act["posted"], {"item_id": owed[0]["item_id"], "position": "refused", "has_reasons": True})
        else:
            body = act["posted"].id
            about = {"dispatch_id": body, "recommendation_id": act["id"], "institution_id": body, "channel": "portal"}
            bench.hear(catalogue.DispatchOpened, body, **about, at=clock.utc_now())
        one = one_of(story, act)
        assert one["asked_again_on"] is None and one["reply_due"] > str(heard)
        assert one["timeliness"]["reply"]["word"] == ("in_time" if how == "answers" else "due_in")


def test_while_the_letter_is_on_its_way_nobody_moves_its_clock(people, story, bench, act, owed):
    _found, back = overtaken_and_back(people, story, bench, act, owed)
    with people.on(back):
        refused = story.approver.post(
            f"/obligations/{owed[0]['id']}/clock-entries",
            {"kind": "paused", "effective": str(back), "reason": "Pritet."},
        )
    assert (refused.status_code, refused.json["code"]) == (409, "clock.asked_again")


def test_whoever_complained_is_told_that_it_is_asked_again(people, story, bench, act, owed):
    overtaken_and_back(people, story, bench, act, owed)
    told = bench.told(catalogue.ObligationStood)
    assert [(one["state"], one["next"]) for one in told][-1:] == [("asked_again", "deliver")]


def stood_since(bench, one):
    timers.tell_moot_to_complainants(bench.platform, clock.utc_now())
    return [each for each in bench.told(catalogue.ObligationStood) if each["obligation_id"] == one["id"]]


def test_whoever_was_told_that_the_letter_is_not_there_is_told_once_that_it_is_and_by_when_its_body_answers(
    people, story, bench, act, owed
):
    _found, back = overtaken_and_back(people, story, bench, act, owed)
    with people.on(written := after(back)):
        letters(bench, clock.utc_now())
        send_all(bench, act)
        assert [one["state"] for one in stood_since(bench, owed[0])] == ["asked_again"]
    with people.on(arrived := after(written, 6)):
        hand_over(bench, act, arrived)
        for _again in range(2):
            [_waits, there] = stood_since(bench, owed[0])
        due = one_of(story, act)["reply_due"]
    assert (there["state"], there["next"], there["corrects"]) == ("awaiting_reply", "await", "asked_again")
    assert there["due"] == due is not None


def write_and_hand_over(people, bench, act, back, arrived):
    """The letter that asks again is written on the working day after that and delivered on the other; returns its words."""
    with people.on(after(back)):
        text = letters(bench, clock.utc_now())[-1][1]["text"]
        send_all(bench, act)
    with people.on(arrived):
        hand_over(bench, act, arrived)
    return text


def page_of(commissioner, one):
    commissioner.client.set_cookie(STAFF_COOKIE, commissioner.token, path="/")
    return said(commissioner.client.get(f"/cases/staff/obligations/{one['id']}").text)


def measure_day(story, act):
    """The last day of the measure, of one whose day is to come."""
    found = one_of(story, act)["timeliness"]["implementation"]
    return clock.utc_now().date() + timedelta(days=found["days"]) if found["word"] == "due_in" else None


def ages_of(story, state, **asked):
    query = "&".join(f"{name}={day}" for name, day in asked.items())
    late = story.officer.get(f"/compliance?{query}").json["figures"]["late"]
    return {one["key"]: one["count"] for one in next(one for one in late if one["state"] == state)["ages"]}


def test_of_a_promise_the_days_left_run_from_the_delivery_too(commissioner, people, story, bench, act, owed):
    by = after(today(), 40)
    bench.reply(act, act["posted"], {"item_id": owed[0]["item_id"], "position": "accepted", "promised_date": by})
    with people.on(found := after(today(), 4)):
        find(story, owed[0], on=str(found))
    with people.on(after(found)):
        letters(bench, clock.utc_now())
        send_all(bench, act)
        hand_over(bench, act, after(found))
    with people.on(back := after(by, 5)):
        find(story, owed[0], "not_assessed")
        one = one_of(story, act)
        assert (one["state"], measure_day(story, act), people.rungs()["offers"]) == ("asked_again", None, [])
        assert "Letra që kërkon përsëri nuk ka mbërritur" in page_of(commissioner, one)
    days = (by - found).days
    text = write_and_hand_over(people, bench, act, back, arrived := after(back, 30))
    assert f"Për ta zbatuar keni edhe {days} ditë, nga dita pasi t’ju dorëzohet kjo letër." in text
    last = after(arrived, days)
    with people.on(arrived):
        one = one_of(story, act)
        assert (one["state"], measure_day(story, act)) == ("in_process", last)
        assert "derisa institucioni mësoi se kërkohet përsëri" in page_of(commissioner, one)
    with people.on(after(last)):
        assert one_of(story, act)["state"] == "promise_broken"
        assert people.rungs()["offers"][0]["on"] > str(last)
        assert ages_of(story, "promise_broken")["month"] == 1


@pytest.mark.parametrize("promises", [False, True])
def test_of_what_a_court_gives_back_the_days_of_the_measure_wait_too(
    commissioner, people, story, bench, act, owed, promises
):
    more = {"promised_date": after(today(), 55)} if promises else {}
    items = [{"item_id": one["item_id"], "position": "accepted", **more} for one in owed]
    bench.reply(act, act["posted"], *items)
    last = measure_day(story, act)
    with people.on(held := after(today(), 40)):
        step(commissioner, story, COURT)
    with people.on(after(held)):
        letters(bench, clock.utc_now())
        send_all(bench, act)
        hand_over(bench, act, after(held))
    with people.on(back := after(held, 20)):
        step(commissioner, story, BACK)
    text = write_and_hand_over(people, bench, act, back, arrived := after(back, 45))
    days = (last - held).days + 1
    assert f"keni edhe {days} ditë" in text and "Dita deri kur duhet" not in text
    with people.on(arrived):
        one = one_of(story, act)
        assert (one["state"], measure_day(story, act)) == ("in_process", after(arrived, days))
        assert people.rungs()["offers"] == []


def told_late_and_back(people, story, bench, act, owed, late=10):
    """Both items silent so many days after the term, then found overtaken and told so, and taken back ten days later."""
    due = date.fromisoformat(one_of(story, act)["reply_due"])
    with people.on(found := after(due, late)):
        was = one_of(story, act)["timeliness"]["reply"]["days"]
        for one in owed:
            find(story, one, "overtaken")
    with people.on(after(found)):
        letters(bench, clock.utc_now())
        send_all(bench, act)
        hand_over(bench, act, after(found))
    with people.on(back := after(found, 10)):
        for one in owed:
            find(story, one, "not_assessed")
    return due, was, back


def test_days_on_which_nothing_was_asked_are_nobodys_delay(commissioner, people, story, bench, act, owed):
    due, was, back = told_late_and_back(people, story, bench, act, owed)
    write_and_hand_over(people, bench, act, back, arrived := after(back, 30))
    with people.on(arrived):
        one = one_of(story, act)
        assert (one["state"], one["timeliness"]["reply"]) == ("no_reply", {"word": "late", "days": was})
        # Its body is told which days they are, and counts the same, be it that it reads the portal by then.
        [days] = bench.told(ObligationClocked, obligation_id=one["id"])[-1]["free"]
        free = date.fromisoformat(days["since"]), date.fromisoformat(days["until"])
        assert (free[1], days_late(due, arrived, [free])) == (after(arrived), was)
        assert f"({was} ditë me vonesë)" in page_of(commissioner, one)
        # The two of the body by wire were asked all the while.
        assert ages_of(story, "no_reply") == {"month": 2, "quarter": 2, "year": 0, "longer": 0}
        sent = people.send(story.officer, "reminder", arrives=False)
        text = story.officer.get(f"/rung-letters/{sent.json['letter']}").json["text"]["text"]
        assert f"Kanë kaluar {was} ditë, pa ditët kur zyra nuk kërkonte asgjë" in text
    with people.on(later := arrived + timedelta(days=3)):
        assert one_of(story, act)["timeliness"]["reply"]["days"] == was + 3
        assert ages_of(story, "no_reply", on=arrived, known=later) == ages_of(
            story, "no_reply", on=arrived, known=arrived
        )
        assert due < back


def test_no_rung_was_due_before_its_body_was_asked_again(people, story, bench, act, owed):
    day = after(one_of(story, act)["reply_due"])
    with people.on(day):
        letter = people.send(story.officer, "reminder", arrives=False).json["letter"]
        bench.remind(letter, channel="paper")
    _due, _was, back = told_late_and_back(people, story, bench, act, owed, late=4)
    write_and_hand_over(people, bench, act, back, arrived := after(back, 30))
    with people.on(arrived):
        [offer] = people.rungs()["offers"]
        assert offer["rung"] == "second_reminder" and offer["on"] > str(arrived)
        assert str(arrived) < people.rungs()["sent"][0]["answer_by"] < offer["on"]
        assert "derisa institucioni mësoi se kërkohet përsëri" in offer["why"]["sq"]
