"""What a person wrote in a letter that waits is never lost: a letter that is drafted in its place takes it over, as words over other facts."""

import pytest

from tests.cases.ladder_world import after
from tests.cases.test_elsewhere import BACK, COURT, step
from tests.cases.test_promises import broken, owing
from tests.cases.test_words_that_leave import Page, left, press, read, silence

__all__ = ["silence"]


def write(silence, letter, old="Ju lutemi", new="Ju kërkojmë"):
    shown = read(silence, letter)
    words = shown["text"] | {"text": shown["text"]["text"].replace(old, new)}
    assert new in words["text"]
    save(silence, shown, words)


def save(silence, letter, words):
    wanted = {"title": words["title"], "text": words["text"]}
    answer = silence.story.officer.patch(f"/rung-letters/{letter['id']}", wanted, letter["version"])
    assert answer.status_code == 200, answer.json
    silence.bench.answer_checks()
    return answer.json


def answers(silence, place=0):
    silence.bench.reply(silence.act, silence.body, {"item_id": silence.owed[place]["item_id"], "position": "accepted"})


@pytest.fixture
def answered(silence):
    """A person wrote in the reminder of two items; the body has answered one, and the office drafted the letter about the other."""
    silence.day = after(silence.owed[0]["reply_due"])
    with silence.on(silence.day):
        [silence.first] = silence.draft()
        write(silence, silence.first)
        answers(silence)
        [silence.letter] = silence.draft()
    assert silence.letter["id"] != silence.first["id"]
    return silence


def test_an_answer_to_one_item_leaves_a_persons_words_in_the_letter_about_the_other(answered):
    with answered.on(answered.day):
        letter = read(answered, answered.letter)
        assert "Ju kërkojmë" in letter["changes"]["proposal"]["text"]
        assert (letter["stale"], letter["before"]) == (True, answered.first["id"])
        refused = press(answered, letter, seen=letter["seen"])
        assert (refused.status_code, refused.json["code"]) == (409, "ladder.letter_stale")
        looked = save(answered, letter, letter["changes"]["proposal"])
        assert press(answered, letter, seen=looked["seen"]).json["state"] == "sent"
    assert "Ju kërkojmë" in left(answered)


def test_the_page_lays_them_over_leads_to_where_they_were_written_and_the_history_says_it(answered):
    with answered.on(answered.day):
        page = Page(answered, answered.letter)
        assert ("Çfarë ndryshoi" in page.text, "Ju kërkojmë" in page.text) == (True, True)
        assert f"/cases/staff/rungs/{answered.first['id']}" in page.text
        assert "Ju kërkojmë" in Page(answered, answered.first).text
        history = page.client.get(f"/cases/staff/cases/{answered.act['case_id']}").text
    assert "Një letër me fjalë të shkruara nga një person u la mënjanë" in history


def test_they_go_from_letter_to_letter_until_somebody_takes_them_back(answered):
    with answered.on(answered.day):
        letter = read(answered, answered.letter)
        assert save(answered, letter, letter["changes"]["today"])["stale"] is False
        answers(answered, 1)
        assert answered.draft() == []
        answered.story.not_enough(*answered.owed)
    with answered.on(after(answered.day, 10)):
        for letter in answered.draft():
            assert (read(answered, letter)["changes"], read(answered, letter)["before"]) == (None, None)


def test_what_people_wrote_in_the_draft_of_an_act_is_laid_over_the_draft_in_its_place(story, bench, commissioner):
    silence, officer = owing(story, bench, commissioner), story.officer
    day = after(broken(silence), 2)
    for reminder in ("reminder", "second_reminder"):
        with silence.on(day):
            silence.draft()
            assert silence.send(officer, reminder).status_code == 201
        day = after(day, 30)
    with silence.on(day):
        [first] = silence.draft()
        path = f"/recommendations/{first['act']}"
        grounds = officer.get(path).json["grounds"] + "\n\nPresim me ngut."
        assert officer.patch(path, {"grounds": grounds}).status_code == 200
        # A court takes the matter, and gives it back the same day.
        step(silence, COURT)
        assert silence.letters() == []
        step(silence, BACK)
        [second] = silence.draft()
        assert (second["rung"], second["id"] != first["id"]) == ("hierarchical_superior", True)
        act = officer.get(f"/recommendations/{second['act']}").json
        assert act["grounds"].endswith("Presim me ngut.")
        assert str(officer.id) in act["authors"]
        assert read(silence, second)["before"] == first["id"]
