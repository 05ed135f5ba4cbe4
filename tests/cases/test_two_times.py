"""Two days of a question, through the doors: what is entered late counts for its day, and not in what was known before."""

from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import Silence

API = "/cases/api/v1/compliance"
DAY = timedelta(days=1)


@pytest.fixture
def silence(story, bench, commissioner):
    """A body that got its letter today and owes two items."""
    body = bench.body()
    act = story.with_findings().issue(body, items=2)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def asked(silence, on, known):
    client = silence.bench.office()
    answer = client.get(f"{API}?on={on}&known={known}")
    assert answer.status_code == 200, answer.json
    found = answer.json
    assert (found["day"], found["known"]) == (str(on), str(known))
    page = client.get(f"/cases/staff/compliance?on={on}&known={known}").text
    for share in found["figures"]["splits"][2]["shares"]:
        if share["numerator"]:
            assert f"{share['numerator']} ({share['percent']:.0f} %)" in page, "page and API say the same"
    return found["figures"]


def states(figures):
    return {one["key"]: one["numerator"] for one in figures["splits"][2]["shares"] if one["numerator"]}


def noon(day):
    return datetime.combine(day, time(12), tzinfo=ZoneInfo("Europe/Tirane"))


def test_a_reply_of_september_that_was_entered_in_october_is_no_silence_of_september_for_ever(silence):
    first = today()
    came, asked_about, entered = first + 20 * DAY, first + 50 * DAY, first + 60 * DAY
    with silence.on(asked_about + DAY):
        before = asked(silence, asked_about, asked_about)
    assert states(before) == {"no_reply": 2}
    with silence.on(entered):
        item = {"item_id": silence.owed[0]["item_id"], "position": "accepted"}
        silence.bench.reply(silence.act, silence.body, item, received_at=noon(came))
    with silence.on(entered + DAY):
        assert asked(silence, asked_about, asked_about) == before
        since = asked(silence, asked_about, entered)
        assert states(since) == {"in_process": 1, "no_reply": 1}
        assert (since["answered_in_time"]["numerator"], since["answered_late"]["numerator"]) == (1, 0)
        assert (since["median_days"], before["median_days"]) == (20.0, None)
        assert states(asked(silence, came - DAY, entered)) == {"awaiting_reply": 2}


def test_days_on_which_the_clock_stood_are_none_of_the_bodys_days(silence):
    first = today()
    path = f"/obligations/{silence.owed[0]['id']}/clock-entries"
    for kind, day in (("paused", first + 5 * DAY), ("resumed", first + 15 * DAY)):
        with silence.on(day):
            entered = silence.story.officer.post(path, {"kind": kind, "effective": str(day), "reason": "x"})
            assert entered.status_code == 201, entered.json
    with silence.on(first + 30 * DAY):
        item = {"item_id": silence.owed[0]["item_id"], "position": "accepted"}
        silence.bench.reply(silence.act, silence.body, item, received_at=noon(first + 30 * DAY))
        now = silence.bench.office().get(API).json["figures"]
        assert now["median_days"] == 20.0
        assert now == asked(silence, first + 30 * DAY, first + 30 * DAY)
    with silence.on(first + 40 * DAY):
        assert asked(silence, first + 30 * DAY, first + 30 * DAY) == now


def test_a_letter_that_nobody_opened_and_that_falls_into_the_post_book_had_arrived_by_what_was_known_before(silence):
    first = today()
    with silence.on(first + DAY):
        then = asked(silence, first, first)
    assert states(then) == {"awaiting_reply": 2}
    with silence.on(first + 3 * DAY):
        silence.bench.hear(
            catalogue.DispatchPosted,
            uuid4(),
            dispatch_id=uuid4(),
            recommendation_id=silence.act["id"],
            institution_id=silence.body.id,
            step="to_post",
            at=noon(first + 3 * DAY),
        )
        assert {one["state"] for one in silence.owed} == {"not_delivered"}
    with silence.on(first + 4 * DAY):
        assert asked(silence, first, first) == then
        since = asked(silence, first, first + 3 * DAY)
        assert (since["delivered"]["numerator"], states(since)) == (0, {})


def test_nobody_is_told_what_nobody_could_know(silence):
    client, day = silence.bench.office(), today()
    for path in (
        API,
        "/cases/api/v1/public/compliance",
        f"/cases/api/v1/public/institutions/{silence.body.id}/compliance",
    ):
        answer = client.get(f"{path}?on={day}&known={day - DAY}")
        assert (answer.status_code, answer.json["code"], answer.json["errors"][0]["pointer"]) == (
            422,
            "compliance.known_before",
            "/known",
        )
        assert client.get(f"{path}?known={day + DAY}").json["code"] == "compliance.day_ahead"
