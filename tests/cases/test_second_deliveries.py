"""A letter arrives once: what is told of a second delivery, by whichever way, moves no clock."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from shared.events import catalogue
from shared.events.envelope import Event
from tests.cases.bench import today
from tests.cases.test_delivery import DAY, DISPATCHES, act, arrive, body, copy_of, leave, post, silence

__all__ = ["act", "body", "silence"]
WIRE: list[type[Event]] = [catalogue.DispatchDelivered, catalogue.DispatchOpened, catalogue.DispatchAcknowledged]


def by_wire(silence, event, day, channel="portal"):
    dispatch = DISPATCHES[silence.act["id"]]
    more = {"document": "0" * 64} if event is catalogue.DispatchAcknowledged else {}
    silence.bench.hear(
        event,
        dispatch,
        dispatch_id=dispatch,
        recommendation_id=silence.act["id"],
        institution_id=silence.body.id,
        channel=channel,
        at=datetime.combine(day, time(12), ZoneInfo("Europe/Tirane")),
        **more,
    )


def dates(silence):
    """The days from which the clocks of both items run, and their last days."""
    starts = [silence.story.officer.get(f"/obligations/{one['id']}/clock").json["due"]["start"] for one in silence.owed]
    return starts, [one["reply_due"] for one in silence.owed], copy_of(silence)["delivered_on"]


def codes(silence):
    history = silence.story.officer.get(f"/cases/{silence.story.case_id}").json["history"]
    return sorted(one["code"] for one in history if one["code"].startswith("dispatch.delivered"))


@pytest.mark.parametrize("channel", ["portal", "api"])
@pytest.mark.parametrize("opened", [True, False], ids=["opened", "lying there"])
def test_a_delivery_on_paper_of_an_earlier_day_does_not_move_a_letter_that_came_by_wire(silence, channel, opened):
    with silence.on(today() + 9 * DAY):
        leave(silence, today() + DAY)
        by_wire(silence, catalogue.DispatchDelivered, today() + 6 * DAY, channel)
        if opened:
            by_wire(silence, catalogue.DispatchOpened, today() + 7 * DAY, channel)
        before, told = dates(silence), len(silence.bench.told(catalogue.ObligationClocked))
        arrive(silence, today() + 2 * DAY)
        assert dates(silence) == before
        assert before[0] == [(today() + 6 * DAY).isoformat()] * 2
        assert copy_of(silence)["channel"] == channel
        assert len(silence.bench.told(catalogue.ObligationClocked)) == told
        assert codes(silence) == ["dispatch.delivered", "dispatch.delivered_again"]


@pytest.mark.parametrize("event", WIRE)
@pytest.mark.parametrize("days", [1, 7], ids=["earlier", "later"])
def test_what_happens_by_wire_does_not_move_a_letter_that_came_on_paper(silence, event, days):
    with silence.on(today() + 9 * DAY):
        leave(silence, today())
        arrive(silence, today() + 3 * DAY)
        before, told = dates(silence), len(silence.bench.told(catalogue.ObligationClocked))
        by_wire(silence, event, today() + days * DAY)
        assert dates(silence) == before
        assert before[0] == [(today() + 3 * DAY).isoformat()] * 2
        assert len(silence.bench.told(catalogue.ObligationClocked)) == told


@pytest.mark.parametrize(("lay", "took"), [("api", "portal"), ("portal", "api"), ("link", "portal")])
def test_the_way_is_that_of_the_delivery_whoever_reads_the_letter_by_another(silence, lay, took):
    with silence.on(today() + 9 * DAY):
        by_wire(silence, catalogue.DispatchDelivered, today() + DAY, lay)
        by_wire(silence, catalogue.DispatchOpened, today() + 2 * DAY, took)
        assert copy_of(silence)["channel"] == lay
        by_wire(silence, catalogue.DispatchAcknowledged, today() + 3 * DAY, took)
        assert copy_of(silence)["channel"] == lay


@pytest.mark.parametrize("event", WIRE[1:])
def test_a_letter_that_was_carried_came_on_paper_whoever_reads_it_on_the_portal_later(silence, event):
    with silence.on(today() + 9 * DAY):
        leave(silence, today())
        arrive(silence, today() + 3 * DAY)
        by_wire(silence, event, today() + 7 * DAY)
        assert copy_of(silence)["channel"] == "post"


def test_a_second_paper_of_an_earlier_day_does_not_move_the_first(silence):
    with silence.on(today() + 9 * DAY):
        leave(silence, today())
        arrive(silence, today() + 5 * DAY)
        before, shown = dates(silence), copy_of(silence)["proof_id"]
        arrive(silence, today() + DAY)
        assert dates(silence) == before
        assert copy_of(silence)["proof_id"] == shown


def test_the_second_proof_is_kept_with_the_act_and_a_correction_with_a_reason_moves_the_clock(silence):
    with silence.on(today() + 9 * DAY):
        leave(silence, today())
        by_wire(silence, catalogue.DispatchDelivered, today() + 6 * DAY)
        arrive(silence, today() + 2 * DAY)
        assert silence.bench.scalar("SELECT count(*) FROM scan") == 1
        one = silence.owed[0]["id"]
        wanted = {
            "kind": "corrected",
            "effective": (today() + 2 * DAY).isoformat(),
            "reason": "Fletë-marrja.",
            "ground": "register_seen",
        }
        answer = silence.story.officer.post(f"/obligations/{one}/clock-entries", wanted)
        assert answer.status_code == 201, answer.json
        assert silence.story.officer.get(f"/obligations/{one}/clock").json["due"]["start"] == wanted["effective"]


def test_a_letter_that_was_taken_back_arrives_anew(silence):
    with silence.on(today() + 9 * DAY):
        by_wire(silence, catalogue.DispatchDelivered, today() + DAY)
        post(silence, "to_post")
        leave(silence, today() + 2 * DAY)
        arrive(silence, today() + 4 * DAY)
        assert dates(silence)[0] == [(today() + 4 * DAY).isoformat()] * 2


def test_the_day_that_an_answer_proved_gives_way_to_an_earlier_delivery(silence):
    leave(silence, today() - 2 * DAY)
    item = silence.owed[0]["item_id"]
    silence.bench.reply(silence.act, silence.body, {"item_id": item, "position": "refused"})
    assert copy_of(silence)["delivered_on"] == today().isoformat()
    arrive(silence, today() - DAY)
    assert copy_of(silence)["delivered_on"] == (today() - DAY).isoformat()
