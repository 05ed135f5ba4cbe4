"""A day of delivery that the office corrected: told to the body, and over with the delivery of which it spoke."""

from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import after
from tests.cases.test_delivery import DAY, act, arrive, body, leave, post, silence, start_of

__all__ = ["act", "body", "silence"]


def correct(silence, day):
    body = {"kind": "corrected", "effective": day.isoformat(), "reason": "Protokolli.", "ground": "register_seen"}
    answer = silence.story.officer.post(f"/obligations/{silence.owed[0]['id']}/clock-entries", body)
    assert answer.status_code == 201, answer.json
    return answer.json["due"]["start"]


def test_its_body_is_told_since_when_it_counts(silence):
    leave(silence)
    with silence.on(after(today(), 9)):
        arrive(silence, today() + 5 * DAY)
        correct(silence, today() + 3 * DAY)
        [told] = silence.bench.told(catalogue.DeliveryCorrected)
        assert (told["item_id"], told["delivered_on"]) == (silence.owed[0]["item_id"], str(today() + 3 * DAY))


def test_a_later_delivery_after_the_letter_came_back_is_not_counted_from_the_old_correction(silence):
    leave(silence)
    with silence.on(after(today(), 9)):
        arrive(silence, today() + 5 * DAY)
        assert correct(silence, today() + 3 * DAY) == str(today() + 3 * DAY)
        post(silence, "to_post")
        assert silence.owed[0]["reply_due"] is None
    with silence.on(after(today(), 30)):
        leave(silence, today() + 20 * DAY)
        arrive(silence, today() + 25 * DAY)
        assert start_of(silence) == today() + 25 * DAY
