"""A clock of which nothing is asked any more has ended, and says so: on the page, by the API and to the body."""

from datetime import timedelta
from typing import Any

import pytest

from shared.app import STAFF_COOKIE
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import Silence

NO_DAY = "Pa datë: zyra e mbylli afatin"


@pytest.fixture
def owing(bench, story, commissioner) -> Silence:
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def withdraw(owing: Silence) -> Any:
    path = f"/recommendations/{owing.act['id']}/withdrawal"
    return owing.story.approver.post(path, {"ground": "facts_changed", "reason": "Faktet ndryshuan."})


def overtake(owing: Silence) -> Any:
    path = f"/obligations/{owing.owed[0]['id']}/assessments"
    return owing.story.officer.post(path, {"assessment": "overtaken", "reason": "Shkolla u mbyll."})


def close_as_elsewhere(owing: Silence) -> Any:
    step = {
        "step": "close",
        "outcome": "pending_before_court",
        "elsewhere": "pending_before_court",
        "reason": "Gjykata.",
    }
    return owing.story.approver.post(f"/cases/{owing.story.case_id}/steps", step)


@pytest.mark.parametrize("end", [withdraw, overtake, close_as_elsewhere], ids=lambda end: end.__name__)
def test_the_clock_has_ended_for_page_api_and_body(bench, owing, end):
    [one] = owing.owed
    assert one["reply_due"] is not None
    assert end(owing).status_code < 300
    [one] = owing.owed
    assert (one["reply_due"], one["timeliness"]["reply"]["word"], one["no_reply"]) == (None, "none", False)
    clock = owing.story.officer.get(f"/obligations/{one['id']}/clock").json
    assert (clock["due"]["day"], clock["closed_on"], clock["ledger"][-1]["kind"]) == (None, str(today()), "closed")
    told = bench.told(catalogue.ObligationClocked)[-1]
    assert (told.get("due"), told["closed_on"], told["cause"]) == (None, str(today()), "closed")
    client = bench.app.test_client()
    client.set_cookie(STAFF_COOKIE, owing.story.officer.token)
    assert NO_DAY in client.get(f"/cases/staff/obligations/{one['id']}").text
    with owing.on(today() + timedelta(days=200)):
        [later] = owing.owed
        assert (later["timeliness"]["reply"]["word"], later["no_reply"]) == ("none", False)


def test_what_is_taken_back_later_lets_the_days_that_were_left_go_on(bench, owing):
    due = owing.owed[0]["reply_due"]
    assert overtake(owing).status_code == 201
    path = f"/obligations/{owing.owed[0]['id']}/assessments"
    again = {"assessment": "not_assessed", "reason": "Gabim."}
    assert owing.story.officer.post(path, again).status_code == 201
    assert owing.owed[0]["reply_due"] == due
    kinds = [one["kind"] for one in owing.story.officer.get(f"{path.removesuffix('assessments')}clock").json["ledger"]]
    assert kinds[-2:] == ["closed", "reopened"]


def test_a_clock_that_an_officer_ended_is_not_begun_anew_by_a_finding_that_is_taken_back(bench, owing):
    owed = f"/obligations/{owing.owed[0]['id']}"
    entry = {"kind": "closed", "effective": str(today()), "reason": "Organi u shkri."}
    assert owing.story.approver.post(f"{owed}/clock-entries", entry).status_code == 201
    assert overtake(owing).status_code == 201
    again = {"assessment": "not_assessed", "reason": "Gabim."}
    assert owing.story.officer.post(f"{owed}/assessments", again).status_code == 201
    assert owing.owed[0]["reply_due"] is None


def test_a_body_that_answered_answered_in_time_and_has_no_last_day_any_more(bench, owing):
    bench.reply(owing.act, owing.body, {"item_id": owing.owed[0]["item_id"], "position": "accepted"})
    assert withdraw(owing).status_code == 200
    [one] = owing.owed
    assert (one["reply_due"], one["timeliness"]["reply"]["word"]) == (None, "in_time")
