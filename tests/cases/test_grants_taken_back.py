"""More time goes by a letter; time that was given by mistake is taken back by an entry of its own, and nobody is late for having relied on it."""

from datetime import date, timedelta

import pytest

from services.cases import data
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import Silence, after


@pytest.fixture
def silence(story, bench, commissioner):
    """A municipality that owes two items, delivered today."""
    body = bench.body()
    act = story.with_findings().issue(body, items=2)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def grant(silence, until, place=0, **more):
    path = f"/obligations/{silence.owed[place]['id']}/extensions"
    answer = silence.story.officer.post(path, {"granted": True, "until": until.isoformat(), **more})
    assert answer.status_code == 201, answer.json


def take_back(silence, day, place=0, **more):
    entry = {"kind": "grant_corrected", "effective": day.isoformat(), "reason": "Viti ishte i gabuar.", **more}
    return silence.story.officer.post(f"/obligations/{silence.owed[place]['id']}/clock-entries", entry)


def words(silence, name):
    return silence.bench.platform.documents.get_json(name)


def decided(silence):
    return silence.bench.told(catalogue.ExtensionDecided)


def test_a_grant_goes_by_a_letter_with_its_day_and_its_place_in_the_protocol_book(silence):
    until = after(silence.owed[0]["reply_due"], 20)
    grant(silence, until, reason="Kanë ndryshuar drejtor.")
    letter = words(silence, decided(silence)[0]["letter"])
    assert (bool(letter["pdf"]), bool(letter["protocol"])) == (True, True)
    assert ("më shumë kohë" in letter["text"], "pika: 1" in letter["text"]) == (True, True)
    assert "drejtor" not in letter["text"], "the reason may speak of anybody"


def test_the_day_of_before_is_there_again_and_the_clock_says_why(silence):
    before = silence.owed[0]["reply_due"]
    grant(silence, after(before, 60))
    answer = take_back(silence, today())
    assert answer.status_code == 201, answer.json
    assert silence.owed[0]["reply_due"] == before
    [given, corrected] = decided(silence)
    assert (corrected["corrected"], corrected["until"], corrected["instead_of"]) == (True, before, given["letter"])
    assert "gabimisht" in words(silence, corrected["letter"])["text"]
    told = silence.bench.told(catalogue.ObligationClocked)[-1]
    assert (told["cause"], told["due"]) == ("grant_corrected", before)
    officer = silence.story.officer
    officer.client.set_cookie("besa_staff", officer.token, path="/")
    page = officer.client.get(
        f"/cases/staff/obligations/{silence.owed[0]['id']}", headers={"Accept-Language": "sq"}
    ).text
    assert "Zyra e mori mbrapsht kohën që e kishte dhënë gabim" in page


def test_nobody_is_late_who_relied_on_it(silence):
    due = silence.owed[0]["reply_due"]
    grant(silence, after(due, 60))
    relied = after(due, 20)
    with silence.on(relied):
        assert take_back(silence, relied).status_code == 201
        one = silence.owed[0]
        left = relied + timedelta(days=data.grant_left(relied))
        assert (date.fromisoformat(one["reply_due"]) >= left, one["state"]) == (True, "awaiting_reply")
        clock = silence.story.officer.get(f"/obligations/{one['id']}/clock").json
        assert "gabim" in str(clock["words"])
        assert silence.draft() == [] or all(one["id"] not in row["obligations"] for row in silence.letters())
    with silence.on(after(one["reply_due"])):
        assert silence.owed[0]["state"] == "no_reply"


def test_what_a_request_was_granted_for_is_taken_back_together(silence):
    from tests.cases.test_more_time import TestMoreTime

    due = silence.owed[0]["reply_due"]
    until = after(due, 40)
    request = TestMoreTime().ask(silence.bench, silence.act, silence.body, until)
    grant(silence, until, request_id=str(request))
    assert take_back(silence, today(), 1).status_code == 201
    assert {one["reply_due"] for one in silence.owed} == {due}
    assert decided(silence)[-1]["request_id"] == str(request)


def test_what_was_not_given_and_what_would_be_no_shorter_is_refused(silence):
    none = take_back(silence, today())
    assert (none.status_code, none.json["code"]) == (409, "clock.no_grant")
    due = silence.owed[0]["reply_due"]
    grant(silence, after(due, 3))
    with silence.on(after(due, 1)):
        same = take_back(silence, after(due, 1))
        assert (same.status_code, same.json["code"]) == (409, "clock.does_not_shorten")
