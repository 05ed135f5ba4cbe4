"""How far a body's first word may move the day of its letter is told to it with the date, before it answers; and no more once it has named a day."""

from datetime import timedelta

import pytest

from services.cases import data, timers
from services.cases.domain.timeliness import local_date
from shared import clock
from shared.clock_words import day_words
from shared.events import catalogue
from tests.cases.ladder_world import Silence, after
from tests.cases.test_promises import reports
from tests.cases.test_rung_letters import refuse, school, silence

__all__ = ["school", "silence"]


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


def says(silence, position, **more):
    item = {"item_id": silence.owed[0]["item_id"], "position": position, **more}
    silence.bench.reply(silence.act, silence.body, item, received_at=clock.utc_now())


@pytest.mark.parametrize("then", ["a second answer", "a report", "an answer after a refusal"])
def test_only_the_first_answer_that_says_yes_moves_the_day_and_it_is_said_no_more(silence, then):
    stood, day = counted(silence), after(counted(silence), 3)
    says(silence, "refused")
    assert "none after" in whole(silence)["why_by"]["en"], "it may still accept it"
    says(silence, "accepted")
    assert "none after" not in whole(silence)["why_by"]["en"]
    if then == "a report":
        reports(silence, "in_process", day)
    else:
        if then == "an answer after a refusal":
            says(silence, "refused")
            assert "none after" not in whole(silence)["why_by"]["en"]
        says(silence, "accepted", claimed="in_process", promised_date=day)
    assert (counted(silence), silence.owed[0]["asked_date"]) == (stood, day.isoformat())
    assert "asks for time" in whole(silence)["why_by"]["en"]


def test_a_later_answer_moves_no_day_while_the_first_ones_request_is_undecided(silence):
    stood = counted(silence)
    for ahead in (200, 3):
        day = after(stood, ahead)
        says(silence, "accepted", claimed="in_process", promised_date=day)
        assert (counted(silence), silence.owed[0]["asked_date"]) == (stood, day.isoformat())


def test_a_later_answer_names_an_earlier_day_by_itself(silence):
    says(silence, "accepted")
    day = counted(silence) - timedelta(days=7)
    says(silence, "accepted", claimed="in_process", promised_date=day)
    assert (counted(silence), silence.owed[0]["asked_date"]) == (after(day, 0), None)


def test_who_takes_a_promise_back_gets_no_new_day_by_naming_one_where_the_letter_sets_none(school):
    refuse(school, 0)
    drafted = school.send(school.story.approver, "hierarchical_superior").json
    act = school.issue(drafted["act"])
    silence = Silence(school.story, school.ministry, act, school.commissioner, school.publisher)
    promised = after(local_date(clock.utc_now()), 10)
    says(silence, "accepted", claimed="in_process", promised_date=promised)
    with silence.on(after(promised, 1)):
        assert silence.owed[0]["state"] == "promise_broken"
        says(silence, "refused")
        says(silence, "accepted", claimed="in_process", promised_date=after(promised, 400))
        assert (counted(silence), silence.owed[0]["asked_date"]) == (None, after(promised, 400).isoformat())
        assert "unless it gives it, there is no day" in whole(silence)["why_by"]["en"]
        timers.tell_days(silence.bench.platform, clock.utc_now())
    told = silence.bench.told(catalogue.ObligationDated, obligation_id=silence.owed[0]["id"])[-1]
    assert "by" not in told
    assert "there is no day" in silence.bench.platform.documents.get_json(told["why"])["en"]


def test_the_body_that_accepts_without_a_day_reads_the_sentence_no_more(silence):
    timers.tell_days(silence.bench.platform, clock.utc_now())
    says(silence, "accepted")
    timers.tell_days(silence.bench.platform, clock.utc_now())
    told = silence.bench.told(catalogue.ObligationDated, obligation_id=silence.owed[0]["id"])
    words = [silence.bench.platform.documents.get_json(one["why"])["en"] for one in told]
    assert ["none after" in one for one in words] == [True, False]
    assert {one["by"] for one in told} == {counted(silence).isoformat()}


def told_of(silence):
    """The sentences that the body of the first item was sent, in the order in which they were."""
    timers.tell_days(silence.bench.platform, clock.utc_now())
    told = silence.bench.told(catalogue.ObligationDated, obligation_id=silence.owed[0]["id"])
    return [silence.bench.platform.documents.get_json(one["why"])["en"] for one in told]


def test_what_the_body_keeps_of_the_bound_is_true_on_whichever_day_it_reads_it(silence):
    [kept] = told_of(silence)
    assert "In the first answer by which it accepts, if it comes before that day has passed, the body may name" in kept


def test_once_the_day_has_passed_no_door_says_that_the_body_may_still_move_it(silence):
    told_of(silence)
    with silence.on(counted(silence)):
        assert "none after" in whole(silence)["why_by"]["en"], "it is the last on which it may"
    with silence.on(after(counted(silence))):
        timers.announce_overdue(silence.bench.platform, clock.utc_now())
        said = whole(silence)["why_by"]["en"]
        assert ("none after" in said, "no longer moves it by itself" in said) == (False, True)
        assert told_of(silence)[-1] == said, "the body is told anew"
        stood, named = counted(silence), after(counted(silence), 20)
        says(silence, "accepted", claimed="in_process", promised_date=named)
        assert (counted(silence), silence.owed[0]["asked_date"]) == (stood, named.isoformat())
