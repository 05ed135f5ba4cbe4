"""Whoever was told that a letter went to the superior is told when nothing is asked by it any more: that it never left, or that it presses for nothing."""

import pytest

from services.cases import timers
from services.cases.domain.told import Next
from services.cases.pages.history import NEXT
from shared import clock
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import after
from tests.cases.test_moot_steps import asked_of, settle, turned, withdraw
from tests.cases.test_rung_letters import refuse, school
from tests.cases.test_withdrawal_letters import leave

__all__ = ["school", "turned"]


@pytest.fixture
def waiting(school):
    """The letter to the ministry lies in the post book."""
    refuse(school, 0, 1)
    school.further = school.issue(
        school.send(school.story.approver, "hierarchical_superior").json["act"], arrives=False
    )
    leave(school.bench, school.further, school.ministry, "to_post", way=None)
    return school


def told(turned):
    timers.tell_moot_to_complainants(turned.bench.platform, clock.utc_now())
    mine = {one["id"] for one in asked_of(turned)}
    stood = [one for one in turned.bench.told(catalogue.ObligationStood) if one["obligation_id"] in mine]
    assert all(one["complaints"] and one["number"] == turned.further["number"] for one in stood)
    return [(one["place"], one["state"], one["next"]) for one in stood]


def take_back(turned, place):
    wrong = {"assessment": "not_assessed", "reason": "U shënua gabim."}
    path = f"/obligations/{turned.owed[place]['id']}/assessments"
    assert turned.story.officer.post(path, wrong).status_code == 201


def test_that_it_presses_for_nothing_any_more_is_told_once(turned):
    assert told(turned) == []
    settle(turned, 0)
    for _again in range(2):
        assert told(turned) == [(1, "moot", "nothing")]
    withdraw(turned)
    assert told(turned) == [(1, "moot", "nothing"), (2, "moot", "nothing")]


def test_what_is_asked_again_is_told_as_that(turned):
    settle(turned, 0)
    told(turned)
    take_back(turned, 0)
    assert told(turned)[1:] == [(1, "awaiting_reply", "await")]
    assert turned.bench.told(catalogue.ObligationStood)[-1]["corrects"] == "moot"


def test_of_one_that_never_left_it_is_told_that_it_is_sent_no_more(waiting):
    for place in (0, 1):
        settle(waiting, place)
    assert told(waiting) == [(1, "not_delivered", "nothing"), (2, "not_delivered", "nothing")]
    copy = waiting.story.officer.get(f"/recommendations/{waiting.further['id']}").json["addressees"][0]
    stopped = [one for one in waiting.bench.told(catalogue.LetterStopped) if one["why"]]
    assert ([one["why"] for one in stopped], copy["delivery"]) == (["settled"], "failed")
    take_back(waiting, 0)
    assert sorted(told(waiting)[2:]) == [(1, "not_delivered", "deliver"), (2, "not_delivered", "still_goes")]


def test_of_an_act_that_was_withdrawn_itself_nothing_more_is_told(turned):
    settle(turned, 0)
    path = f"/recommendations/{turned.further['id']}/withdrawal"
    assert turned.commissioner.post(path, {"ground": "overtaken", "reason": "U krye."}).status_code == 200
    assert told(turned) == []
    assert [one["number"] for one in turned.bench.told(catalogue.RecommendationWithdrawn)] == [turned.further["number"]]


def post(waiting):
    leave(waiting.bench, waiting.further, waiting.ministry, "sent")


def come_back(waiting):
    leave(waiting.bench, waiting.further, waiting.ministry, "returned", reason="unknown")


def arrive(waiting):
    """It is handed over, whatever was said of it before."""
    about = {"recommendation_id": waiting.further["id"], "institution_id": waiting.ministry.id}
    there = {"dispatch_id": waiting.ministry.id, "channel": "paper", "at": clock.utc_now()}
    waiting.bench.hear(catalogue.DispatchDelivered, waiting.ministry.id, **about, **there)


def last(turned):
    return turned.bench.told(catalogue.ObligationStood)[-1]


def test_of_one_on_its_way_it_is_told_that_it_may_arrive_and_its_arrival_is_nothing_else(waiting):
    post(waiting)
    for place in (0, 1):
        settle(waiting, place)
    assert told(waiting) == [(1, "not_delivered", "still_goes"), (2, "not_delivered", "still_goes")]
    with waiting.on(after(today(), 3)):
        arrive(waiting)
        assert len(told(waiting)) == 2
        take_back(waiting, 0)
        assert (told(waiting)[2:], last(waiting)["corrects"]) == ([(1, "awaiting_reply", "await")], "moot")


def test_of_one_that_came_back_for_good_it_is_told_that_it_never_arrived(waiting):
    post(waiting)
    for place in (0, 1):
        settle(waiting, place)
    told(waiting)
    come_back(waiting)
    for _again in range(2):
        assert sorted(told(waiting)[2:]) == [(1, "not_delivered", "nothing"), (2, "not_delivered", "nothing")]


def test_of_one_that_goes_for_another_item_it_is_not_told_that_it_is_sent_no_more(waiting):
    settle(waiting, 0)
    for _again in range(2):
        assert told(waiting) == [(1, "not_delivered", "still_goes")]
    settle(waiting, 1)
    for _again in range(2):
        assert sorted(told(waiting)[1:]) == [(1, "not_delivered", "nothing"), (2, "not_delivered", "nothing")]
    take_back(waiting, 1)
    assert sorted(told(waiting)[3:]) == [(1, "not_delivered", "still_goes"), (2, "not_delivered", "deliver")]
    assert [one["place"] for one in waiting.bench.told(catalogue.ObligationStood) if one.get("corrects") == "moot"] == [
        2
    ]


def test_whoever_was_told_that_it_never_arrived_is_told_when_it_did(waiting):
    for place in (0, 1):
        settle(waiting, place)
    told(waiting)
    with waiting.on(after(today(), 3)):
        arrive(waiting)
        for _again in range(2):
            assert sorted(told(waiting)[2:]) == [(1, "moot", "nothing"), (2, "moot", "nothing")]
        assert last(waiting)["corrects"] == "not_delivered"


def test_the_history_has_words_for_all_that_may_come_next():
    assert set(NEXT) == set(Next)
