"""That a measure was felt is said of a finding and ends with it, be it said in the mailbox or on the telephone; of what was found not done nobody says it."""

import pytest

from services.cases import timers
from shared.app import STAFF_COOKIE
from tests.cases.bench import SEEN, today
from tests.cases.pages_world import said
from tests.cases.test_confirmations import answer, asked, assess, done, later, take_back, whole

__all__ = ["done"]


def by_mailbox(story, bench, done, word):
    timers.ask_complainants(bench.platform, later(40))
    answer(bench, asked(bench)[0], word)


def by_telephone(story, bench, done, word):
    answered = story.officer.post(f"/obligations/{done[1]}/confirmation", {"confirmed": word})
    assert answered.status_code == 201, answered.json


WAYS = pytest.mark.parametrize("hear", [by_mailbox, by_telephone])


def confirmed(story, done):
    return whole(story, done)["obligation"]["confirmed"]


@WAYS
def test_what_was_said_of_a_finding_ends_with_it(story, bench, done, hear):
    hear(story, bench, done, "yes")
    assert confirmed(story, done) == "yes"
    take_back(story, done)
    assert confirmed(story, done) == "not_asked"
    assert [one["code"] for one in whole(story, done)["history"]].count("obligation.confirmed") == 1


@WAYS
def test_another_finding_is_not_confirmed_by_what_was_said_of_the_one_before(story, bench, done, hear):
    hear(story, bench, done, "partly")
    take_back(story, done)
    body = {"assessment": "partly", "evidence": [SEEN], "reason": "Vetëm një pjesë."}
    assert story.officer.post(f"/obligations/{done[1]}/assessments", body).status_code == 201
    assert confirmed(story, done) == "not_asked"


@WAYS
def test_a_no_that_took_the_finding_back_stands_until_it_is_found_done_again(story, bench, done, hear):
    hear(story, bench, done, "no")
    one = whole(story, done)["obligation"]
    assert (one["confirmed"], one["assessed"]) == ("no", "not_assessed")
    assess(story, done[1])
    assert confirmed(story, done) == "not_asked"


@pytest.mark.parametrize("word", ["not", "overtaken", "not_assessable"])
def test_of_what_nothing_was_found_done_nobody_is_heard(story, bench, done, word):
    take_back(story, done)
    more = {"not": {"evidence": [SEEN]}, "not_assessable": {"unassessable": "beyond_reach"}}.get(word, {})
    body = {"assessment": word, "reason": "Pas shqyrtimit.", **more}
    assert story.officer.post(f"/obligations/{done[1]}/assessments", body).status_code == 201
    for said_so in ("yes", "no"):
        refused = story.officer.post(f"/obligations/{done[1]}/confirmation", {"confirmed": said_so})
        assert (refused.status_code, refused.json["code"]) == (409, "confirmation.nothing_done")
    assert confirmed(story, done) == "not_asked"
    story.officer.client.set_cookie(STAFF_COOKIE, story.officer.token, path="/")
    page = said(story.officer.client.get(f"/cases/staff/obligations/{done[1]}").text)
    assert "Shëno çfarë thotë fëmija ose ankuesi" not in page


def test_what_was_said_before_anything_was_found_goes_into_the_finding_that_rests_on_it(story, bench, done):
    take_back(story, done)
    by_telephone(story, bench, done, "yes")
    body = {"assessment": "implemented", "on": str(today()), "evidence": [{"kind": "confirmation"}]}
    assert story.officer.post(f"/obligations/{done[1]}/assessments", body).status_code == 201
    assert confirmed(story, done) == "yes"
