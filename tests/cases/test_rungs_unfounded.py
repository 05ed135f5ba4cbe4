"""A notice that was sent when the term was truly over rests on reminders that were not: it is no step either, and the office reads what its letter
says wrongly.
"""

from datetime import timedelta

import pytest

from services.cases import timers
from shared import clock
from tests.cases.ladder_world import after, day_of
from tests.cases.test_rung_letters import school  # noqa: F401 - a fixture
from tests.cases.test_words_that_leave import Page, today, words_of

KEYS = ("reminder", "second_reminder", "hierarchical_superior")


@pytest.fixture
def noticed(school):  # noqa: F811 - the fixture
    """Delivered long ago as it was thought; two reminders, and the notice to the ministry, which has it."""
    school.due = day_of(school.owed[0]["reply_due"])
    school.first, school.second = after(school.due), after(school.due, 12)
    with school.on(school.first):
        assert school.send(school.story.officer, "reminder").status_code == 201
    with school.on(school.second):
        assert school.send(school.story.officer, "second_reminder").status_code == 201
    school.at = after(school.due, 26)
    with school.on(school.at):
        [letter] = school.draft()
        school.notice = school.issue(letter["act"])
    return school


def correct(silence, days):
    """The body had it so many days later than it was thought: the day of delivery of all items is corrected."""
    day = (silence.due - timedelta(days=30 - days)).isoformat()
    told = {"kind": "corrected", "effective": day, "reason": "Libri i postës.", "ground": "register_seen"}
    for one in silence.owed:
        answer = silence.story.officer.post(f"/obligations/{one['id']}/clock-entries", told)
        assert answer.status_code == 201, answer.json


def tasks(silence):
    timers.draft_rungs(silence.bench.platform, clock.utc_now())
    return [one["text"] for one in silence.story.officer.get("/tasks").json["items"]]


def early(silence):
    return {one["rung"]: one["early_known_on"] for one in silence.rungs()["sent"]}


def test_the_notice_falls_with_the_reminders_and_the_ladder_begins_anew(noticed):
    with noticed.on(after(noticed.at, 3)):
        correct(noticed, 20)
        due = day_of(noticed.owed[0]["reply_due"])
        assert noticed.second < due < noticed.at, "the notice was sent when the term was over"
        assert early(noticed) == dict.fromkeys(KEYS, today().isoformat())
        assert [one["rung"] for one in noticed.rungs()["offers"]] == ["reminder"]
        [superior] = noticed.story.obligations(noticed.notice, noticed.ministry)[:1]
        assert superior["state"] == "moot", "nobody is pressed by it any more"
        url = f"/cases/staff/obligations/{noticed.owed[0]['id']}"
        page = Page(noticed, {"id": ""})
        page.url = url
        assert page.open().text.count("u bë e ditur se u dërgua para kohe") >= len(KEYS)
    with noticed.on(after(noticed.at, 75)):
        assert "assembly_report" not in [one["rung"] for one in noticed.draft()]


def test_a_task_says_once_what_its_letter_says_wrongly(noticed):
    with noticed.on(after(noticed.at, 3)):
        correct(noticed, 20)
        due = day_of(noticed.owed[0]["reply_due"])
        told = [one for one in tasks(noticed) if noticed.notice["number"] in one]
        assert told and len(set(told)) == 1
        for words in (noticed.first, noticed.second, noticed.due, due, noticed.at):
            assert words_of(words) in told[0]
        assert " ishte " not in told[0]
        assert [one for one in tasks(noticed) if noticed.notice["number"] in one] == told


def test_once_the_day_is_put_right_again_all_of_them_count(noticed):
    with noticed.on(after(noticed.at, 3)):
        correct(noticed, 20)
    with noticed.on(after(noticed.at, 4)):
        correct(noticed, 0)
        assert early(noticed) == dict.fromkeys(KEYS)


def test_where_reminders_that_count_lie_before_it_a_notice_stays(noticed):
    with noticed.on(after(noticed.at, 3)):
        correct(noticed, 20)
    for rung, days in (("reminder", 4), ("second_reminder", 16)):
        with noticed.on(after(noticed.at, days)):
            assert noticed.send(noticed.story.officer, rung).status_code == 201
    with noticed.on(after(noticed.at, 30)):
        [letter] = [one for one in noticed.draft() if one["rung"] == "hierarchical_superior"]
        again = noticed.issue(letter["act"])
        correct(noticed, 21)
        known = [one["early_known_on"] for one in noticed.rungs()["sent"]]
        assert [one is None for one in known] == [False, False, False, True, True, True]
        assert not [one for one in tasks(noticed) if again["number"] in one]


@pytest.mark.parametrize("days", [20, 57])
def test_of_a_day_to_come_no_task_says_that_it_was(noticed, days):
    with noticed.on(after(noticed.at, 3)):
        correct(noticed, days)
        due = day_of(noticed.owed[0]["reply_due"])
        assert (due > today()) is (days == 57)
        of_reminder = [one for one in tasks(noticed) if words_of(noticed.first) in one and "mbështetet" not in one]
        assert of_reminder and all(words_of(due) in one and " ishte " not in one for one in of_reminder)
