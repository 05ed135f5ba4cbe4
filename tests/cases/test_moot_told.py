"""Whoever was told that a letter went to the superior is told when nothing is asked by it any more: that it never left, or that it presses for nothing."""

import pytest

from services.cases import timers
from shared import clock
from shared.events import catalogue
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
    assert told(waiting)[2:] == [(1, "not_delivered", "deliver")]


def test_of_an_act_that_was_withdrawn_itself_nothing_more_is_told(turned):
    settle(turned, 0)
    path = f"/recommendations/{turned.further['id']}/withdrawal"
    assert turned.commissioner.post(path, {"ground": "overtaken", "reason": "U krye."}).status_code == 200
    assert told(turned) == []
    assert [one["number"] for one in turned.bench.told(catalogue.RecommendationWithdrawn)] == [turned.further["number"]]
