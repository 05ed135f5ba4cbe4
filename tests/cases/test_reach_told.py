"""How far a body's first word may move the day of its letter is told to it with the date, before it answers; and no more once it has named a day."""

from datetime import timedelta

from services.cases import data, timers
from services.cases.domain.timeliness import local_date
from shared import clock
from shared.clock_words import day_words
from shared.events import catalogue
from tests.cases.ladder_world import after
from tests.cases.test_rung_letters import silence

__all__ = ["silence"]


def whole(silence):
    return silence.story.officer.get(f"/obligations/{silence.owed[0]['id']}").json


def counted(silence):
    """By when the first item is to be done, as the office counts it."""
    return silence.bench.scalar("SELECT implementation_due FROM obligation WHERE id = :id", id=silence.owed[0]["id"])


def test_the_last_day_that_the_body_may_name_itself_is_said_with_its_number_and_date(silence):
    latest = counted(silence) + timedelta(days=data.promise_reach(local_date(clock.utc_now())))
    said = whole(silence)["why_by"]
    assert f"none after {day_words(latest, 'en')} (90 days on)" in said["en"]
    assert f"jo pas datës {day_words(latest, 'sq')} (90 ditë më tej)" in said["sq"]


def test_the_body_is_told_it_with_the_day(silence):
    timers.tell_days(silence.bench.platform, clock.utc_now())
    told = silence.bench.told(catalogue.ObligationDated)
    words = [silence.bench.platform.documents.get_json(one["why"]) for one in told]
    assert words
    assert all("none after" in one["en"] and "jo pas datës" in one["sq"] for one in words)


def test_once_the_body_named_a_day_the_bound_is_said_no_more(silence):
    day = after(counted(silence), 3)
    item = {"item_id": silence.owed[0]["item_id"], "position": "accepted", "promised_date": day}
    silence.bench.reply(silence.act, silence.body, item)
    assert counted(silence) == day
    assert "none after" not in whole(silence)["why_by"]["en"]
