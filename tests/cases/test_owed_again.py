"""What was found wrongly is taken back from a body that reads the portal: it knows at once, and the days before are not its delay."""

from datetime import date, timedelta

import pytest

from services.cases.models import ClockEntry
from shared.app import STAFF_COOKIE
from shared.clock_words import day_words
from tests.cases.bench import SEEN
from tests.cases.ladder_world import Silence, after
from tests.cases.pages_world import said
from tests.cases.test_asked_again import ages_of, measure_day
from tests.cases.test_finding_letters import act, find, owed

__all__ = ["act", "owed"]


@pytest.fixture
def people(commissioner, story, bench, act):
    return Silence(story, act["wired"], act, commissioner, bench.person("publisher"))


@pytest.fixture
def mine(story, act):
    return story.obligations(act, act["wired"])


def now_of(story, act, place=0):
    return story.obligations(act, act["wired"])[place]


def late(story, act, place=0):
    return now_of(story, act, place)["timeliness"]["reply"]["days"]


def silent_overtaken_and_back(people, story, act, mine):
    """Ten days late, then found overtaken, and that taken back after forty; returns how late it was and the day of that."""
    due = date.fromisoformat(mine[0]["reply_due"])
    with people.on(found := after(due, 10)):
        was = late(story, act)
        find(story, mine[0], "overtaken")
    with people.on(back := after(found, 40)):
        find(story, mine[0], "not_assessed")
    return was, back


def test_days_on_which_the_office_asked_for_nothing_are_nobodys_delay(commissioner, people, story, act, mine):
    was, back = silent_overtaken_and_back(people, story, act, mine)
    with people.on(back):
        one = now_of(story, act)
        assert (one["state"], one["asked_again_on"], one["timeliness"]["reply"]) == (
            "no_reply",
            None,
            {"word": "late", "days": was},
        )
        commissioner.client.set_cookie(STAFF_COOKIE, commissioner.token, path="/")
        page = said(commissioner.client.get(f"/cases/staff/obligations/{one['id']}").text)
        assert f"({was} ditë me vonesë)" in page
    with people.on(later := back + timedelta(days=3)):
        assert late(story, act) == was + 3
        # The other three were asked all the while: one of this body, two of the other.
        assert ages_of(story, "no_reply") == {"month": 1, "quarter": 3, "year": 0, "longer": 0}
        assert ages_of(story, "no_reply", on=back, known=later) == ages_of(story, "no_reply", on=back, known=back)


def test_a_reminder_says_how_many_days_without_them(people, story, act, mine):
    was, back = silent_overtaken_and_back(people, story, act, mine)
    with people.on(back):
        sent = people.send(story.officer, "reminder", arrives=False)
        text = story.officer.get(f"/rung-letters/{sent.json['letter']}").json["text"]["text"]
    assert f"Kanë kaluar {was} ditë, pa ditët kur zyra nuk kërkonte asgjë" in text
    assert "letra" not in text.split("Kanë kaluar")[1].split(".")[0], "no letter asked again"


def test_of_two_findings_that_ended_it_the_first_begins_those_days(people, story, act, mine):
    due = date.fromisoformat(mine[0]["reply_due"])
    with people.on(found := after(due, 10)):
        was = late(story, act)
        find(story, mine[0], "overtaken")
    with people.on(again := after(found, 10)):
        find(story, mine[0], on=str(again))
    with people.on(back := after(again, 30)):
        find(story, mine[0], "not_assessed")
        # Overtaken had ended the reply, and that it is done does not.
        assert late(story, act) == was + (back - again).days


def test_the_day_of_the_measure_moves_by_them_and_its_reply_was_owed_all_the_while(people, story, act, mine):
    due, last = date.fromisoformat(mine[0]["reply_due"]), measure_day(story, {**act, "posted": act["wired"]})
    with people.on(found := after(due, 4)):
        find(story, mine[0], on=str(found))
    with people.on(back := after(found, 60)):
        find(story, mine[0], "not_assessed")
        one = now_of(story, act)
        assert one["timeliness"]["reply"] == {"word": "late", "days": (back - due).days}
        moved = measure_day(story, {**act, "posted": act["wired"]})
        assert moved == after(last, (back - found).days)


def test_what_was_taken_back_on_its_own_day_gave_nobody_a_day(people, story, act, mine):
    due = date.fromisoformat(mine[0]["reply_due"])
    with people.on(after(due, 10)):
        was = late(story, act)
        find(story, mine[0], "overtaken")
        find(story, mine[0], "not_assessed")
        assert late(story, act) == was
    with story.bench.platform.database.reading() as session:
        kinds = {row.kind for row in session.query(ClockEntry).filter_by(obligation_id=mine[0]["id"])}
    assert "owed_again" not in kinds


@pytest.mark.parametrize("word", ["not", "partly", "in_process"])
@pytest.mark.parametrize("ended", ["overtaken", "implemented", "not_assessable"])
def test_what_ended_is_taken_back_before_another_thing_is_found(people, story, act, mine, ended, word):
    """Else a body would be late for the days on which it was told that it owes nothing."""
    due = date.fromisoformat(mine[0]["reply_due"])
    with people.on(found := after(due, 10)):
        more = {"implemented": {"on": str(found)}, "not_assessable": {"unassessable": "beyond_reach"}}.get(ended, {})
        find(story, mine[0], ended, **more)
    with people.on(after(found, 90)):
        needs = {"in_process": {"promised_date": str(after(found, 120)), "next_check": str(after(found, 100))}}
        wanted = {"assessment": word, "reason": "Zyra e pa.", "evidence": [SEEN], **needs.get(word, {})}
        path = f"/obligations/{mine[0]['id']}/assessments"
        refused = story.officer.post(path, wanted)
        assert (refused.status_code, refused.json["code"]) == (409, "assessment.ended"), refused.json
        find(story, mine[0], "not_assessed")
        assert story.officer.post(path, wanted).json.get("code") != "assessment.ended"


def test_a_clock_that_an_officer_closed_and_opened_again_leaves_the_days_in_between_out(people, story, act, mine):
    due = date.fromisoformat(mine[0]["reply_due"])
    path = f"/obligations/{mine[0]['id']}/clock-entries"
    with people.on(closed := after(due, 10)):
        was = late(story, act)
        answer = story.approver.post(path, {"kind": "closed", "effective": str(closed), "reason": "Pa objekt."})
        assert answer.status_code == 201, answer.json
    with people.on(opened := after(closed, 30)):
        answer = story.approver.post(path, {"kind": "reopened", "effective": str(opened), "reason": "Gabim."})
        assert answer.status_code == 201, answer.json
        assert late(story, act) == was
    with people.on(opened + timedelta(days=2)):
        assert late(story, act) == was + 2


@pytest.mark.parametrize("items", [1, 2])
def test_the_letters_of_steps_tell_which_days_those_were(people, story, act, mine, items):
    due = date.fromisoformat(mine[0]["reply_due"])
    with people.on(found := after(due, 10)):
        for one in mine[:items]:
            find(story, one, "overtaken")
    with people.on(back := after(found, 40)):
        for one in mine[:items]:
            find(story, one, "not_assessed")
        texts = [one["text"]["text"] for one in people.draft() if one["recommendation_id"] == act["id"] and one["text"]]
    days = [day_words(found + timedelta(days=1), "sq"), day_words(back, "sq")]
    told = [text for text in texts if f"{days[0]} – {days[1]}: zyra nuk i kërkonte asgjë" in text]
    assert told and all(f"këto ditë ({(back - found).days}) nuk numërohen" in text for text in told)
    assert any("(pika 1); këto" in text for text in told) is (items == 1)
    assert not any("ishte i ndalur" in text for text in texts), "it stood for one reason"
