"""Of what a body is reminded: of its reply, or of the measure that it accepted; the event says of which, and its day."""

from shared import clock
from shared.events import catalogue
from tests.cases.ladder_world import after
from tests.cases.test_rung_letters import silence

__all__ = ["silence"]


def reminded(silence, day):
    with silence.on(day):
        silence.draft()
        assert silence.send(silence.story.officer, "reminder").json["state"] == "sent"
    return {
        (one["clock"]["obligation_id"], one["ground"], one["clock"]["due"])
        for one in silence.bench.told(catalogue.ObligationReminded)
    }


def test_who_is_silent_of_its_reply(silence):
    due = silence.owed[0]["reply_due"]
    assert reminded(silence, after(due)) == {(one["id"], "silence", due) for one in silence.owed}


def test_who_answered_in_time_of_the_day_that_it_promised_and_not_of_its_reply(silence):
    promised, now = after(silence.owed[0]["reply_due"], 15), clock.utc_now()
    for one in silence.owed:
        item = {"item_id": one["item_id"], "position": "accepted", "promised_date": promised}
        silence.bench.reply(silence.act, silence.body, item, received_at=now)
    told = reminded(silence, after(promised, 5))
    assert told == {(one["id"], "broken_promise", promised.isoformat()) for one in silence.owed}
