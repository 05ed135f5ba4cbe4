"""A day of delivery that the office corrected: told to the body, and over with the delivery of which it spoke."""

import re
from datetime import datetime, time
from zoneinfo import ZoneInfo

from shared.clock_words import day_words
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import after, day_of
from tests.cases.test_delivery import DAY, act, arrive, body, copy_of, leave, page_of, post, silence, start_of
from tests.cases.test_second_deliveries import dates

__all__ = ["act", "body", "silence"]


def answer(silence, owed, day):
    said = {"item_id": owed["item_id"], "position": "accepted"}
    at = datetime.combine(day, time(12), ZoneInfo("Europe/Tirane"))
    silence.bench.reply(silence.act, silence.body, said, received_at=at)


def correct(silence, owed, day):
    body = {"kind": "corrected", "effective": day.isoformat(), "reason": "Protokolli.", "ground": "register_seen"}
    answer = silence.story.officer.post(f"/obligations/{owed['id']}/clock-entries", body)
    assert answer.status_code == 201, answer.json
    return answer.json["due"]["start"]


def test_its_body_is_told_since_when_it_counts(silence):
    leave(silence)
    with silence.on(after(today(), 9)):
        arrive(silence, today() + 5 * DAY)
        correct(silence, silence.owed[0], today() + 3 * DAY)
        told = silence.bench.told(catalogue.DeliveryCorrected)
        days = {one["item_id"]: one["delivered_on"] for one in told}
        assert days == {one["item_id"]: str(today() + 3 * DAY) for one in silence.owed}


def test_the_day_of_one_letter_is_corrected_for_all_of_its_items_and_its_copy_at_once(silence):
    leave(silence)
    with silence.on(after(today(), 9)):
        arrive(silence, today() + 8 * DAY)
        before = dates(silence)
        correct(silence, silence.owed[0], today() + DAY)
        starts, dues, copied = dates(silence)
        assert starts == [str(today() + DAY)] * 2
        assert (len(set(dues)), dues[0] < before[1][0]) == (1, True)
        assert copied == str(today() + DAY)
        assert {one["delivered_on"] for one in silence.owed} == {copied}
        assert copy_of(silence)["proof_id"] is None, "the slip of another day shows this one no more"
        records = "SELECT count(DISTINCT obligation_id) FROM delivery_record WHERE delivered_on = "
        assert silence.bench.scalar(f"{records} '{copied}'") == 2
        history = silence.story.officer.get(f"/cases/{silence.story.case_id}").json["history"]
        assert [one["code"] for one in history].count("dispatch.corrected") == 1
        assert silence.bench.audited("dispatch.corrected", silence.act["id"]) == 1
        assert "prova është më sipër" not in page_of(silence)


def test_the_day_of_an_answered_item_moves_with_that_of_its_letter(silence):
    leave(silence)
    with silence.on(after(today(), 120)):
        arrive(silence, today() + 5 * DAY)
        last = day_of(silence.owed[1]["reply_due"])
        answer(silence, silence.owed[1], last + 4 * DAY)
        assert silence.owed[1]["timeliness"]["reply"]["word"] == "late"
        correct(silence, silence.owed[0], today() + 12 * DAY)
        first, second = silence.owed
        assert first["delivered_on"] == second["delivered_on"] == str(today() + 12 * DAY)
        assert second["timeliness"]["reply"]["word"] == "in_time"


def test_no_letter_arrives_after_its_body_wrote_about_it(silence):
    leave(silence)
    with silence.on(after(today(), 40)):
        arrive(silence, today() + 5 * DAY)
        answer(silence, silence.owed[1], today() + 12 * DAY)
        wanted = {
            "kind": "corrected",
            "effective": str(today() + 13 * DAY),
            "reason": "Protokolli.",
            "ground": "register_seen",
        }
        address = f"/obligations/{silence.owed[0]['id']}/clock-entries"
        refused = silence.story.officer.post(address, wanted)
        assert (refused.status_code, refused.json["code"]) == (422, "clock.after_reply")
        assert dates(silence)[0] == [str(today() + 5 * DAY)] * 2


def test_no_letter_arrives_before_the_one_that_arrived_had_left(silence):
    leave(silence)
    with silence.on(after(today(), 9)):
        arrive(silence, today() + 5 * DAY)
        post(silence, "to_post")
    with silence.on(after(today(), 40)):
        leave(silence, today() + 20 * DAY)
        arrive(silence, today() + 22 * DAY)
        before = dates(silence)
        wanted = {
            "kind": "corrected",
            "effective": str(today() + 3 * DAY),
            "reason": "Vula.",
            "ground": "register_seen",
        }
        address = f"/obligations/{silence.owed[0]['id']}/clock-entries"
        refused = silence.story.officer.post(address, wanted)
        assert (refused.status_code, refused.json["code"]) == (422, "clock.before_sending")
        assert refused.json["errors"][0]["pointer"] == "/effective"
        assert dates(silence) == before
        assert correct(silence, silence.owed[0], today() + 21 * DAY) == str(today() + 21 * DAY)


def test_a_later_delivery_after_the_letter_came_back_is_not_counted_from_the_old_correction(silence):
    leave(silence)
    with silence.on(after(today(), 9)):
        arrive(silence, today() + 5 * DAY)
        assert correct(silence, silence.owed[0], today() + 3 * DAY) == str(today() + 3 * DAY)
        post(silence, "to_post")
        assert silence.owed[0]["reply_due"] is None
    with silence.on(after(today(), 30)):
        leave(silence, today() + 20 * DAY)
        arrive(silence, today() + 25 * DAY)
        assert start_of(silence) == today() + 25 * DAY


CAME = {"kind": "corrected", "reason": "Dëftesa tregon postën.", "ground": "register_seen"}


def test_by_which_way_the_letter_truly_came_is_corrected_with_its_day_at_every_door(silence):
    silence.bench.deliver(silence.act, silence.body)
    assert copy_of(silence)["channel"] == "portal"
    path = f"/obligations/{silence.owed[0]['id']}/clock-entries"
    day = today().isoformat()
    wrong = silence.story.officer.post(path, {"kind": "paused", "effective": day, "reason": "x", "channel": "post"})
    assert (wrong.status_code, wrong.json["code"]) == (422, "clock.bad_channel")
    unknown = silence.story.officer.post(path, CAME | {"effective": day, "channel": "dove"})
    assert unknown.status_code == 422
    done = silence.story.officer.post(path, CAME | {"effective": day, "channel": "post"})
    assert done.status_code == 201, done.json
    assert copy_of(silence)["channel"] == "post"
    told = silence.bench.told(catalogue.DeliveryCorrected)
    assert [one["way"] for one in told] == ["post"] * len(silence.owed)
    page = page_of(silence)
    assert "Afati filloi me dorëzimin me postë të regjistruar" in page
    assert "në portal" not in re.search(r"Afati filloi[^<]*", page)[0]
    history = silence.story.officer.get(f"/cases/{silence.story.case_id}").json["history"]
    [line] = [one for one in history if one["code"] == "dispatch.corrected"]
    assert line["details"]["channel"] == "post"


def test_the_page_offers_the_way_with_the_correction_and_without_it_the_recorded_one_stays(silence):
    silence.bench.deliver(silence.act, silence.body)
    officer = silence.story.officer
    officer.client.set_cookie("besa_staff", officer.token)
    page = page_of(silence)
    assert 'name="clock-channel"' in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    day = today()
    typed = {"clock-kind": "corrected", "clock-reason": "Libri.", "clock-ground": "register_seen", "csrf_token": token}
    typed |= {"clock-effective-day": day.day, "clock-effective-month": day.month, "clock-effective-year": day.year}
    path = f"/cases/staff/obligations/{silence.owed[0]['id']}/clock-entries"
    for channel, expected in (("", "portal"), ("courier", "courier")):
        answer = officer.client.post(path, data=typed | {"clock-channel": channel})
        assert answer.status_code == 303, answer.text
        assert copy_of(silence)["channel"] == expected


def test_the_page_shows_the_date_that_a_delivery_brought_until_its_day_was_corrected_to_a_later_one(silence):
    leave(silence)
    with silence.on(after(today(), 9)):
        arrive(silence, today() + 3 * DAY)
        before = silence.owed[0]["reply_due"]
        correct(silence, silence.owed[0], today() + 5 * DAY)
        clock = silence.story.officer.get(f"/obligations/{silence.owed[0]['id']}/clock").json
        assert before in [one["day"] for one in clock["dates"]]
        assert day_words(day_of(before), "sq") in page_of(silence)
