"""More time goes by a letter; time that was given by mistake is taken back by an entry of its own, and nobody is late for having relied on it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.cases import data
from shared import clock
from shared.clock_words import day_words
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import Silence, after
from tests.cases.test_more_time import TestMoreTime as Asking


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


def report(silence, event=catalogue.DispatchDelivered, **more):
    """What was told of the letter that was handed over last: that it came by the portal, unless another thing is said."""
    dispatch, act, body = uuid4(), silence.act["id"], silence.body.id
    letter = more.pop("letter", None) or decided(silence)[-1]["letter"]
    content = more or {"channel": "portal", "at": clock.utc_now()}
    about = {"dispatch_id": dispatch, "recommendation_id": act, "institution_id": body}
    silence.bench.hear(event, dispatch, **about, letter=letter, **content)


def undelivered(silence):
    return [one for one in silence.story.officer.get("/tasks").json["undelivered"] if one["letter"]]


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
    report(silence)
    assert silence.owed[0]["reply_due"] == before
    [given, corrected] = decided(silence)
    assert (corrected["corrected"], corrected["instead_of"]) == (True, given["letter"])
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
        report(silence)
        one = silence.owed[0]
        left = relied + timedelta(days=data.grant_left(relied))
        assert (date.fromisoformat(one["reply_due"]) >= left, one["state"]) == (True, "awaiting_reply")
        clock = silence.story.officer.get(f"/obligations/{one['id']}/clock").json
        assert "gabim" in str(clock["words"])
        assert silence.draft() == [] or all(one["id"] not in row["obligations"] for row in silence.letters())
    with silence.on(after(one["reply_due"])):
        assert silence.owed[0]["state"] == "no_reply"


def test_what_a_request_was_granted_for_is_taken_back_together(silence):
    due = silence.owed[0]["reply_due"]
    until = after(due, 40)
    request = Asking().ask(silence.bench, silence.act, silence.body, until)
    grant(silence, until, request_id=str(request))
    assert take_back(silence, today(), 1).status_code == 201
    report(silence)
    assert {one["reply_due"] for one in silence.owed} == {due}
    assert decided(silence)[-1]["request_id"] == str(request)


def test_the_request_says_until_when_it_was_granted_and_when_that_was_taken_back_and_is_decided_anew(silence):
    due, day = silence.owed[0]["reply_due"], today()
    mistaken, right = after(due, 85), after(due, 10)
    request = Asking().ask(silence.bench, silence.act, silence.body, right)
    grant(silence, mistaken, request_id=str(request))
    assert take_back(silence, day).status_code == 201
    officer, path = silence.story.officer, f"/obligations/{silence.owed[0]['id']}"
    officer.client.set_cookie("besa_staff", officer.token, path="/")
    for place in (0, 1):
        [asked] = officer.get(f"/obligations/{silence.owed[place]['id']}").json["requests"]
        said = {name: asked[name] for name in ("state", "granted_until", "taken_back_until", "taken_back_on")}
        wanted = {"state": "asked", "granted_until": None, "taken_back_until": mistaken.isoformat()}
        assert said == {**wanted, "taken_back_on": day.isoformat()}
    page = officer.client.get(f"/cases/staff{path}", headers={"Accept-Language": "sq"}).text
    taken = f"Më parë u dha kohë deri më {day_words(mistaken, 'sq')}; më {day_words(day, 'sq')} zyra e mori mbrapsht"
    assert (taken in page, "Ruaj vendimin" in page) == (True, True)
    assert silence.owed[0]["id"] in str(officer.get("/obligations?attention=extension_asked").json)
    told = decided(silence)[-1]
    assert (told["given"], told["taken_back_on"]) == (mistaken.isoformat(), day.isoformat())
    grant(silence, right, request_id=str(request))
    assert {one["reply_due"] for one in silence.owed} == {mistaken.isoformat()}
    [again] = officer.get(path).json["requests"]
    assert (again["state"], again["granted_until"], again["taken_back_until"]) == (
        "granted", right.isoformat(), mistaken.isoformat(),
    )  # fmt: skip
    report(silence, letter=told["letter"])
    assert {one["reply_due"] for one in silence.owed} == {right.isoformat()}


def test_letter_clock_and_what_the_body_is_told_say_what_was_given_and_taken_back_when_and_what_is_left(silence):
    due, right = silence.owed[0]["reply_due"], after(silence.owed[0]["reply_due"], 5)
    given = after(due, 80)
    grant(silence, right)
    grant(silence, given)
    day, came = after(due, 2), after(due, 6)
    said = {name: day_words(one, "sq") for name, one in {"given": given, "day": day, "right": right}.items()}
    with silence.on(day):
        assert take_back(silence, day).status_code == 201
        letter = words(silence, decided(silence)[-1]["letter"])["text"]
        left = data.grant_left(day)
        for told in (
            f"gabimisht kohë deri më {said['given']} për këto pika: 1, dhe më {said['day']} e mori mbrapsht",
            f"është {said['right']}, por jo para se të kenë kaluar {left} ditë nga dita e dorëzimit të kësaj letre",
            f"Koha tjetër që ju ka dhënë zyra, deri më {said['right']}, mbetet",
        ):
            assert told in letter, letter
    with silence.on(came):
        report(silence)
        until = came + timedelta(days=left)
        told = " ".join(silence.story.officer.get(f"/obligations/{silence.owed[0]['id']}/clock").json["words"]["sq"])
        assert (
            f"kohë deri më {said['given']} dhe e mori mbrapsht më {said['day']}. Letra që e thotë u dorëzua më" in told
        )
        assert f"ka të paktën {left} ditë nga dorëzimi: para datës {day_words(until, 'sq')}" in told
        assert f"Koha tjetër që zyra ka dhënë, deri më {said['right']}, mbetet" in told
        clocked = silence.bench.told(catalogue.ObligationClocked)[-1]
        assert clocked["taken_back"] == {
            "given": given.isoformat(), "decided_on": day.isoformat(), "told_on": came.isoformat(),
            "until": until.isoformat(), "other": right.isoformat(),
        }  # fmt: skip


def test_a_reminder_tells_both_days_of_time_that_was_taken_back(silence):
    due = silence.owed[0]["reply_due"]
    for place in (0, 1):
        grant(silence, after(due, 80), place)
    for place in (0, 1):
        assert take_back(silence, today(), place).status_code == 201
        with silence.on(after(due, 1)):
            report(silence)
    with silence.on(after(silence.owed[0]["reply_due"], 20)):
        [drafted] = silence.draft()
        read = silence.story.officer.get(f"/rung-letters/{drafted['id']}").json
        assert f"zyra, më {day_words(today(), 'sq')}, mori mbrapsht kohën e dhënë gabim" in str(read)


def test_what_was_not_given_and_what_would_be_no_shorter_is_refused(silence):
    none = take_back(silence, today())
    assert (none.status_code, none.json["code"]) == (409, "clock.no_grant")
    due = silence.owed[0]["reply_due"]
    grant(silence, after(due, 3))
    with silence.on(after(due, 1)):
        same = take_back(silence, after(due, 1))
        assert (same.status_code, same.json["code"]) == (409, "clock.does_not_shorten")


def test_the_shorter_day_counts_from_the_delivery_of_the_letter_that_tells_it_and_until_then_the_granted_one_stands(
    silence,
):
    due = silence.owed[0]["reply_due"]
    given = after(due, 85)
    grant(silence, given)
    with silence.on(after(due, 5)):
        assert take_back(silence, after(due, 5)).status_code == 201
        report(silence, catalogue.DispatchPosted, step="to_post", at=clock.utc_now())
        assert [one["delivery"] for one in undelivered(silence)] == ["to_post"]
        officer = silence.story.officer
        officer.client.set_cookie("besa_staff", officer.token, path="/")
        page = officer.client.get("/cases/staff/tasks", headers={"Accept-Language": "sq"}).text
        assert "Vendimi për afatin" in page
    with silence.on(after(due, 40)):
        one = silence.owed[0]
        assert (one["reply_due"], one["state"]) == (given.isoformat(), "awaiting_reply")
        assert all(one["id"] not in row["obligations"] for row in silence.draft())
        again = take_back(silence, after(due, 40))
        assert (again.status_code, again.json["code"]) == (409, "clock.no_grant")
        assert "grant_corrected" not in str(silence.bench.told(catalogue.ObligationClocked))
        came = after(due, 40)
        report(silence, channel="paper", way="post", at=clock.utc_now())
        assert undelivered(silence) == []
        left = came + timedelta(days=data.grant_left(came))
        assert silence.owed[0]["reply_due"] == after(left, 0).isoformat()
        dates = silence.story.officer.get(f"/obligations/{one['id']}/clock").json["dates"]
        assert [shown["day"] for shown in dates] == [due, given.isoformat(), after(left, 0).isoformat()]


def test_a_letter_that_comes_when_the_granted_day_is_near_makes_it_no_later_and_one_that_came_back_shortens_nothing(
    silence,
):
    due = silence.owed[0]["reply_due"]
    given = after(due, 60)
    grant(silence, given)
    assert take_back(silence, today()).status_code == 201
    report(silence, catalogue.DispatchPosted, step="returned", reason="moved", at=clock.utc_now())
    assert (silence.owed[0]["reply_due"], len(undelivered(silence))) == (given.isoformat(), 1)
    with silence.on(after(due, 55)):
        report(silence)
        assert silence.owed[0]["reply_due"] == given.isoformat()


def test_who_answered_before_the_letter_came_keeps_the_day_that_was_given(silence):
    given = after(silence.owed[0]["reply_due"], 60)
    grant(silence, given)
    assert take_back(silence, today()).status_code == 201
    said = [{"item_id": one["item_id"], "position": "accepted"} for one in silence.owed]
    silence.bench.reply(silence.act, silence.body, *said)
    report(silence)
    assert silence.owed[0]["reply_due"] == given.isoformat()
