"""A body that may still reply is late with nothing, whatever day its item has: page, API, list, message and figure say the same."""

from datetime import timedelta

from services.cases import timers
from shared import clock
from shared.app import STAFF_COOKIE
from shared.events import catalogue
from tests.cases.ladder_world import Silence, day_of
from tests.cases.test_delivery import act, arrive, body, silence

__all__ = ["act", "body", "silence"]
DAY = timedelta(days=1)


def listed(silence: Silence) -> set[str]:
    found = silence.story.officer.get("/obligations?timeliness=late&what=implementation").json["items"]
    return {one["id"] for one in found}


def enter(silence: Silence, kind: str, day: object) -> None:
    path = f"/obligations/{silence.owed[0]['id']}/clock-entries"
    answer = silence.story.officer.post(path, {"kind": kind, "effective": str(day), "reason": "Arsyeja."})
    assert answer.status_code == 201, answer.json


def test_a_measure_is_not_late_while_the_clock_of_its_reply_stands(silence):
    arrive(silence)
    first, second = silence.owed
    item_day = day_of(silence.story.officer.get(f"/recommendations/{silence.act['id']}").json["items"][0]["due"])
    with silence.on(day_of(first["reply_due"]) - 5 * DAY):
        enter(silence, "paused", clock.utc_now().date())
    with silence.on(item_day + 11 * DAY):
        paused, running = silence.owed
        assert (paused["state"], paused["reply_due"]) == ("awaiting_reply", None)
        assert paused["timeliness"]["implementation"]["word"] == "none"
        assert running["timeliness"]["implementation"]["word"] == "late"
        assert listed(silence) == {second["id"]}
        timers.announce_overdue(silence.bench.platform, clock.utc_now())
        told = silence.bench.told(catalogue.ObligationOverdue, obligation_id=first["id"])
        assert told == []
        person = silence.story.officer
        person.client.set_cookie(STAFF_COOKIE, person.token, path="/")
        assert "me vonesë" not in person.client.get(f"/cases/staff/obligations/{first['id']}").text
        enter(silence, "resumed", clock.utc_now().date())
        resumed = silence.owed[0]
        # What was left of the term goes on, and the day of the item is not before its last one.
        assert resumed["timeliness"]["implementation"]["word"] == "due_in"
        assert resumed["timeliness"]["implementation"] == resumed["timeliness"]["reply"]
        assert listed(silence) == {second["id"]}
    with silence.on(day_of(resumed["reply_due"]) + DAY):
        assert listed(silence) == {first["id"], second["id"]}
