"""A reminder that a person sent and that lay in the post book for weeks is written anew as of the day on which it leaves."""

from datetime import timedelta

import pytest

from shared.app import STAFF_COOKIE
from shared.events import catalogue
from tests.cases.ladder_world import after
from tests.cases.test_rung_letters import silence  # noqa: F401 - a fixture
from tests.cases.test_words_that_leave import Page, today


@pytest.fixture
def old(silence):  # noqa: F811 - the fixture
    """Sent on the first day after the term, and never taken out of the post book."""
    silence.first = after(silence.owed[0]["reply_due"])
    with silence.on(silence.first):
        silence.old = silence.send(silence.story.officer, "reminder", arrives=False).json["letter"]
    return silence


def read(silence, letter, person=None):  # noqa: F811 - as in the tests
    return (person or silence.story.officer).get(f"/rung-letters/{letter}").json


def anew(silence, letter, person=None):  # noqa: F811 - as in the tests
    return (person or silence.story.officer).post(f"/rung-letters/{letter}/anew")


def browser(silence, person=None):  # noqa: F811 - as in the tests
    client = silence.bench.app.test_client()
    client.set_cookie(STAFF_COOKIE, (person or silence.story.officer).token)
    return client


def test_it_is_drafted_with_the_words_of_that_day_and_the_old_paper_stays_readable(old):
    with old.on(old.first):
        before = read(old, old.old)["text"]["text"]
    with old.on(old.first + timedelta(days=39)):
        answer = anew(old, old.old)
        assert answer.status_code == 201, answer.json
        drafted = answer.json
        assert (drafted["state"], drafted["rung"], drafted["instead_of"]) == ("waiting", "reminder", old.old)
        assert drafted["text"]["text"] != before and "40 ditë" in drafted["text"]["text"]
        assert set(drafted["obligations"]) == {one["id"] for one in old.owed}
        assert len(old.bench.told(catalogue.ReminderWithdrawn)) == len(old.owed), "whoever carries it is told"
        taken = read(old, old.old)
        assert (taken["state"], taken["text"]["text"]) == ("withdrawn", before)
        assert old.send(old.story.officer, "reminder", arrives=False).status_code == 201
        names = [one["letter"] for one in old.bench.told(catalogue.ObligationReminded)]
        papers = [old.bench.platform.documents.get_json(one) for one in dict.fromkeys(names)]
        assert len({one["protocol"] for one in papers}) == len(papers) == 2, "each has a place in the protocol book"
        [first, second] = old.rungs()["sent"]
        assert {first["withdrawn_on"], second["withdrawn_on"]} == {None, today().isoformat()}
        history = old.story.officer.get(f"/cases/{old.story.case_id}").json["history"]
        assert "rung.written_anew" in [one["code"] for one in history]


def test_a_page_lists_what_has_not_left_and_one_button_writes_it_anew(old):
    path = "/cases/staff/rungs"
    with old.on(old.first + timedelta(days=9)):
        client = browser(old)
        assert old.old in client.get(f"{path}?state=not_left").text
        assert old.old not in client.get(path).text
        assert [one["id"] for one in old.story.officer.get("/rung-letters?state=not_left").json["items"]] == [old.old]
        shown = client.get(f"{path}/{old.old}").text
        assert "Shkruaje përsëri me datën e sotme" in shown and "nuk është nisur ende" in shown
        page = Page(old, {"id": old.old})
        pressed = page.post("/anew", {})
        assert pressed.status_code == 303, pressed.text
        drafted = pressed.headers["Location"].rsplit("/", 1)[-1]
        written = client.get(pressed.headers["Location"]).text
        assert f"{path}/{old.old}" in written and "Lexoni kujtesën e vjetër" in written
        assert "U mor mbrapsht para se të nisej" in client.get(f"{path}/{old.old}").text
        assert page.post("/anew", {}).status_code == 409
        assert [one["id"] for one in old.letters()] == [drafted]


def test_its_words_are_compared_with_the_sealed_files_before_they_leave(old):
    with old.on(old.first + timedelta(days=20)):
        drafted = anew(old, old.old).json
        [look] = old.bench.told(catalogue.DraftOffered, text_id=drafted["id"])
        assert look["content_hash"] == drafted["seen"]


def test_one_of_today_one_that_has_left_and_one_that_nobody_sent_are_refused(old):
    with old.on(old.first):
        assert anew(old, old.old).json["code"] == "ladder.letter_of_today"
        assert "Shkruaje përsëri" not in browser(old).get(f"/cases/staff/rungs/{old.old}").text
    with old.on(old.first + timedelta(days=20)):
        page = Page(old, {"id": old.old})
        old.bench.remind(old.old)
        refused = anew(old, old.old)
        assert (refused.status_code, refused.json["code"]) == (409, "ladder.letter_left")
        assert "është nisur" in page.post("/anew", {}).text
    with old.on(old.first + timedelta(days=60)):
        [waits] = old.draft()
        assert anew(old, waits["id"]).json["code"] == "ladder.letter_not_sent"
        assert anew(old, old.story.case_id).status_code == 404
        assert old.story.officer.post("/rung-letters/x/anew").status_code == 404


def test_a_person_s_own_words_go_over_and_are_read_again_over_what_is_so_today(silence):  # noqa: F811 - the fixture
    day = after(silence.owed[0]["reply_due"])
    with silence.on(day):
        [letter] = silence.draft()
        words = {"title": letter["text"]["title"], "text": f"{letter['text']['text']}\n\nTelefononi Anën."}
        silence.story.officer.patch(f"/rung-letters/{letter['id']}", words, letter["version"])
        silence.send(silence.story.officer, "reminder", arrives=False)
    with silence.on(day + timedelta(days=30)):
        drafted = anew(silence, letter["id"]).json
        assert (drafted["stale"], drafted["before"]) == (True, letter["id"])
        assert "Telefononi Anën." in drafted["changes"]["proposal"]["text"]


def test_a_stranger_and_a_publisher_cannot(old, commissioner):
    with old.on(old.first + timedelta(days=20)):
        assert anew(old, old.old, old.publisher).status_code in (403, 404)
        assert anew(old, old.old, commissioner).status_code == 201
