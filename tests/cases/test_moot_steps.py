"""A step presses for what an earlier letter asked: once that was settled or withdrawn, nobody is pressed for it any more."""

import pytest

from shared.app import STAFF_COOKIE
from tests.cases.bench import SEEN, today
from tests.cases.ladder_world import after
from tests.cases.pages_world import said
from tests.cases.test_rung_letters import refuse, school

__all__ = ["school"]


@pytest.fixture
def turned(school):
    """The ministry above was asked about both items that the school refused, and says nothing."""
    refuse(school, 0, 1)
    school.further = school.issue(school.send(school.story.approver, "hierarchical_superior").json["act"])
    return school


def asked_of(turned):
    return turned.story.obligations(turned.further, turned.ministry)


def settle(turned, place):
    found = {"assessment": "implemented", "on": str(today()), "evidence": [SEEN]}
    assert turned.story.officer.post(f"/obligations/{turned.owed[place]['id']}/assessments", found).status_code == 201


def withdraw(turned):
    path = f"/recommendations/{turned.act['id']}/withdrawal"
    given = {"ground": "issued_in_error", "reason": "Shkolla tjetër ishte."}
    assert turned.commissioner.post(path, given).status_code == 200


def late(turned):
    return turned.on(after(asked_of(turned)[0]["reply_due"], 5))


def rungs(turned, place):
    return turned.story.officer.get(f"/obligations/{asked_of(turned)[place]['id']}/rungs").json


@pytest.mark.parametrize("ends", [lambda turned: [settle(turned, 0), settle(turned, 1)], withdraw])
def test_what_waits_for_it_is_dropped_and_no_further_step_is_offered_or_sent(turned, ends):
    with late(turned):
        assert [one["rung"] for one in turned.draft() if one["number"] == turned.further["number"]] == ["reminder"]
        ends(turned)
        assert [one for one in turned.draft() if one["number"] == turned.further["number"]] == []
        for place, one in enumerate(asked_of(turned)):
            ladder = rungs(turned, place)
            assert (ladder["offers"], ladder["waits_for"]) == ([], "nothing")
            sent = turned.story.officer.post(f"/obligations/{one['id']}/escalations", {"rung": "reminder"})
            assert (sent.status_code, sent.json["code"]) == (409, "ladder.moot")
        officer = turned.story.officer
        officer.client.set_cookie(STAFF_COOKIE, officer.token, path="/")
        page = said(officer.client.get(f"/cases/staff/obligations/{asked_of(turned)[0]['id']}").text)
        assert "u mbyll ose u tërhoq" in page


def test_of_two_items_the_one_that_is_still_owed_is_pressed_for(turned):
    settle(turned, 0)
    with late(turned):
        assert [one["rung"] for one in turned.draft() if one["number"] == turned.further["number"]] == ["reminder"]
        assert [[one["rung"] for one in rungs(turned, place)["offers"]] for place in (0, 1)] == [[], ["reminder"]]
