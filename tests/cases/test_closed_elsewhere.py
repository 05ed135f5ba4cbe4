"""A case that is closed because a court or a prosecutor has the matter tells of each item that the office checks it no more; nothing is
promised afterwards, and nothing waits to go on in a case that is finished.
"""

from datetime import timedelta

import pytest

from services.cases import timers
from shared import clock
from shared.events import catalogue
from tests.cases.bench import SEEN, today
from tests.cases.ladder_world import Silence, after
from tests.cases.test_withdrawal_letters import leave

COURT = {"step": "close", "outcome": "pending_before_court", "elsewhere": "pending_before_court", "reason": "Gjykata."}


@pytest.fixture
def school(story, bench, commissioner):
    """A body that owes three items on an act delivered today."""
    body = bench.body("agency")
    act = story.with_findings().issue(body, items=3)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def reply(school, place, position, **more):
    item = {"item_id": school.owed[place]["item_id"], "position": position, "has_reasons": True, **more}
    school.bench.reply(school.act, school.body, item, received_at=clock.utc_now(), version=place + 1)


def close(school):
    answer = school.commissioner.post(f"/cases/{school.story.case_id}/steps", COURT)
    assert answer.status_code == 200, answer.json


def ended(school):
    [told] = school.bench.told(catalogue.CaseClosed)
    return [(one["place"], one["state"], one["next"]) for one in told["items"]]


def test_each_item_is_told_as_no_longer_checked(school):
    reply(school, 0, "accepted", claimed="in_process", promised_date=today() + timedelta(days=30))
    reply(school, 1, "refused")
    close(school)
    assert ended(school) == [(place, "elsewhere", "elsewhere") for place in (1, 2, 3)]


def test_what_was_found_undone_does_not_wait_to_go_on(school):
    reply(school, 0, "accepted", claimed="implemented")
    found = {"assessment": "not", "evidence": [SEEN]}
    assert school.story.officer.post(f"/obligations/{school.owed[0]['id']}/assessments", found).status_code == 201
    close(school)
    assert ended(school)[0] == (1, "not", "elsewhere")
    found["assessment"] = "partly"
    refused = school.story.officer.post(f"/obligations/{school.owed[0]['id']}/assessments", found)
    nexts = [one["next"] for one in school.bench.told(catalogue.ObligationAssessed) if one.get("next")]
    assert refused.json.get("code") == "assessment.held" or nexts[-1] == "elsewhere"
    assert "wait" not in nexts


def test_nothing_is_told_of_it_when_its_days_pass(school):
    reply(school, 0, "accepted", claimed="in_process", promised_date=today() + timedelta(days=30))
    close(school)
    before = len(school.bench.told(catalogue.ObligationStood)) + len(school.bench.told(catalogue.ObligationAnswered))
    with school.on(after(today(), 90)):
        for one in (timers.announce_overdue, timers.take_back, timers.tell_followed):
            one(school.bench.platform, clock.utc_now())
    now = len(school.bench.told(catalogue.ObligationStood)) + len(school.bench.told(catalogue.ObligationAnswered))
    assert now == before
    assert len(school.bench.told(catalogue.CaseClosed)) == 1


@pytest.mark.parametrize(("left", "follows"), [("sent", "still_goes"), ("to_post", "elsewhere")])
def test_of_a_letter_on_its_way_it_is_told_that_it_may_arrive_and_only_of_one_that_is_stopped_that_it_never_did(
    story, bench, commissioner, left, follows
):
    body = bench.body("agency")
    act = story.with_findings().issue(body, items=1)
    leave(bench, act, body, left, **({} if left == "sent" else {"way": None}))
    school = Silence(story, body, act, commissioner, bench.person("publisher"))
    close(school)
    assert ended(school) == [(1, "not_delivered", follows)]
    timers.tell_moot_to_complainants(bench.platform, clock.utc_now())
    assert bench.told(catalogue.ObligationStood) == []
