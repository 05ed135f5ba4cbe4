"""Whose word the day is by which a measure is to be done: the body's own, the letter's or the office's, and who may move it."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from services.cases import timers
from services.cases.domain.timeliness import local_date
from shared import clock
from shared.events import catalogue
from tests.cases.bench import SEEN, today
from tests.cases.ladder_world import Silence, after

IN = timedelta


def owing(story, bench, commissioner, **item):
    """A body that owes one item on a letter delivered on the day of its issue."""
    body = bench.body("agency", relations=[("hierarchical", bench.body("ministry").id, "2020-01-01", None)])
    asked = {"text": "Masa", "evidence_expected": "Vendimi", "due": after(today(), 60).isoformat()}
    act = story.with_findings().issue(body, items=[asked | item])
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def whole(silence):
    return silence.story.officer.get(f"/obligations/{silence.owed[0]['id']}").json


def assess(silence, **found):
    return silence.story.officer.post(f"/obligations/{silence.owed[0]['id']}/assessments", found)


def says(silence, position="accepted", **more):
    """The body replies, now."""
    item = {"item_id": silence.owed[0]["item_id"], "position": position, **more}
    silence.bench.reply(silence.act, silence.body, item, received_at=clock.utc_now())


class TestADayBeforeTheTermForTheReplyIsOver:
    def test_it_is_moved_in_words_that_are_true_of_a_letter_that_came_at_once(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner, due=after(today(), 3).isoformat())
        why = whole(silence)["why_by"]
        assert "nobody is late before the term for the reply is over" in why["en"]
        assert "delivered" not in why["en"]
        assert "dorëzua" not in why["sq"]


class TestTheNoOfTheChild:
    def test_what_was_reported_in_time_stands_as_claimed_again(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        says(silence, claimed="in_process", promised_date=today() + IN(40))
        says(silence, claimed="implemented")
        done = {"assessment": "implemented", "on": str(today()), "evidence": [SEEN]}
        assert assess(silence, **done).json["state"] == "implemented"
        with silence.on(today() + IN(90)):
            path = f"/obligations/{silence.owed[0]['id']}/confirmation"
            assert story.officer.post(path, {"confirmed": "no"}).status_code in {200, 201}
            again = silence.owed[0]
            assert (again["state"], again["timeliness"]["implementation"]["word"]) == ("claimed", "none")
            [listed] = story.officer.get("/obligations?attention=denied").json["items"]
            assert listed["id"] == again["id"]
            assert silence.draft() == []
