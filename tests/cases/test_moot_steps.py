"""A step presses for what an earlier letter asked: once that was settled or withdrawn, nobody is pressed for it any more."""

from uuid import UUID

import pytest

from services.cases import timers
from services.cases.domain.timeliness import local_date
from services.cases.models import Recommendation
from shared import clock
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


def supersede(turned):
    new = turned.story.draft(turned.body, items=2, supersedes=turned.act["id"], title="Tekst më i mirë")
    turned.issue(new["id"])


def late(turned):
    return turned.on(after(next(one["reply_due"] for one in asked_of(turned) if one["reply_due"]), 5))


def rungs(turned, place):
    return turned.story.officer.get(f"/obligations/{asked_of(turned)[place]['id']}/rungs").json


@pytest.mark.parametrize("ends", [lambda turned: [settle(turned, 0), settle(turned, 1)], withdraw, supersede])
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
        assert "u mbyll, u tërhoq ose kjo letër u dërgua para kohe" in page


@pytest.mark.parametrize("ends", [lambda turned: [settle(turned, 0), settle(turned, 1)], withdraw])
def test_whoever_reads_the_later_act_in_the_register_reads_that_nothing_is_asked_on_it_any_more(turned, ends):
    number = shown(turned)
    page = f"/cases/public/recommendations/{number}"
    public = turned.bench.app.test_client()
    assert "nuk kërkohet më asgjë" not in said(public.get(page).text)
    ends(turned)
    assert "nuk kërkohet më asgjë" in said(public.get(page).text)


def shown(turned):
    with turned.bench.platform.database.transaction() as session:
        act = session.get_one(Recommendation, UUID(turned.further["id"]))
        act.published, act.shown_from = True, today()
        return act.number


def test_a_case_of_which_nothing_is_recommended_any_more_is_not_closed_as_if_it_were(turned):
    closing = {
        "step": "close",
        "outcome": "violation_found_recommended",
        "closing_ground": "no_further_effect",
        "reason": "Gabim.",
    }
    withdraw(turned)
    refused = turned.commissioner.post(f"/cases/{turned.story.case_id}/steps", closing)
    assert (refused.status_code, refused.json["code"]) == (409, "case.outcome_does_not_fit"), refused.json


def test_of_two_items_the_one_that_is_still_owed_is_pressed_for(turned):
    settle(turned, 0)
    with late(turned):
        assert [one["rung"] for one in turned.draft() if one["number"] == turned.further["number"]] == ["reminder"]
        assert [[one["rung"] for one in rungs(turned, place)["offers"]] for place in (0, 1)] == [[], ["reminder"]]


def figures(turned, **asked):
    """Of all bodies: how many obligations stand where."""
    answer = turned.story.officer.get("/compliance", query_string=asked)
    assert answer.status_code == 200, answer.json
    [owed] = [one for one in answer.json["figures"]["splits"] if one["unit"] == "obligations"]
    shares = {one["key"]: one["numerator"] for one in owed["shares"]}
    return shares | {one["key"]: one["count"] for one in owed["beside"]}, answer.json["figures"]


def listed(turned, **asked):
    items = turned.story.officer.get("/obligations", query_string={"institution": turned.ministry.id, **asked}).json
    return len(items["items"])


@pytest.mark.parametrize(
    ("cause", "ends"), [("settled", lambda turned: [settle(turned, 0), settle(turned, 1)]), ("withdrawn", withdraw)]
)
def test_every_reader_calls_it_moot_from_that_day_and_late_before_it(turned, cause, ends):
    on = after(asked_of(turned)[0]["reply_due"], 5)
    with turned.on(on):
        due = asked_of(turned)[0]["reply_due"]
        then, _whole = figures(turned)
        assert (then["no_reply"], then["moot"], listed(turned, timeliness="late")) == (2, 0, 2)
        ends(turned)
        now, _whole = figures(turned)
        assert (now["no_reply"], now["awaiting_reply"], now["moot"]) == (0, 0, 2)
    with turned.on(after(on, 40)):
        for one in asked_of(turned):
            assert (one["state"], one["no_reply"], one["moot_on"]) == ("moot", False, str(on))
            assert {one["timeliness"][what]["word"] for what in ("reply", "implementation")} == {"none"}
            told = turned.story.officer.get(f"/obligations/{one['id']}").json["moot"]
            assert (told["since"], told["cause"], told["number"]) == (str(on), cause, turned.act["number"])
            assert (told["stood"], told["due"]) == ("no_reply", due)
        assert listed(turned, timeliness="late") == listed(turned, state="no_reply") == 0
        assert listed(turned, state="moot") == 2
        officer = turned.story.officer
        officer.client.set_cookie(STAFF_COOKIE, officer.token, path="/")
        page = said(officer.client.get(f"/cases/staff/obligations/{asked_of(turned)[0]['id']}").text)
        assert "Mbeti pa objekt" in page and "Deri atëherë: Pa përgjigje pas afatit" in page
        case = said(officer.client.get(f"/cases/staff/cases/{turned.act['case_id']}").text)
        assert "Pa përgjigje pas afatit" not in case
        later, _whole = figures(turned)
        assert (later["no_reply"], later["moot"]) == (0, 2)
        past = str(on.fromordinal(on.toordinal() - 1))
        # The day before, as known then and as known now: it was late, and stays so.
        assert {
            figures(turned, on=past, known=known)[0]["no_reply"] for known in (past, str(on), str(after(on, 40)))
        } == {2}
        assert figures(turned, on=str(on), known=str(on))[0]["moot"] == 2


def test_what_is_opened_again_at_its_root_is_asked_for_again(turned):
    with late(turned):
        settle(turned, 0)
        settle(turned, 1)
        found = {"assessment": "not_assessed", "reason": "U shënua gabim."}
        path = f"/obligations/{turned.owed[0]['id']}/assessments"
        assert turned.story.officer.post(path, found).status_code == 201
        states = [(one["state"], one["moot_on"] is None) for one in asked_of(turned)]
        assert states == [("no_reply", True), ("moot", False)]


def test_nothing_is_found_undone_of_what_is_moot(turned):
    with late(turned):
        settle(turned, 0)
        path = f"/obligations/{asked_of(turned)[0]['id']}/assessments"
        refused = turned.story.officer.post(path, {"assessment": "not", "evidence": [SEEN]})
        assert (refused.status_code, refused.json["code"]) == (409, "assessment.moot")


@pytest.mark.parametrize(
    ("ends", "why"), [(lambda turned: [settle(turned, 0), settle(turned, 1)], "u mbyll"), (withdraw, "u tërhoq")]
)
def test_the_officer_is_asked_once_to_withdraw_the_later_act_or_to_say_why_it_stays(turned, ends, why):
    def tasks():
        officer = turned.story.officer
        found = officer.get("/tasks").json["items"]
        return [one["text"] for one in found if turned.further["number"] in one["text"]]

    with late(turned):
        settle(turned, 0)
        timers.tell_moot(turned.bench.platform, clock.utc_now())
        assert tasks() == [], "one of its items is still asked for"
        ends(turned)
        for _time in range(2):
            timers.tell_moot(turned.bench.platform, clock.utc_now())
        [task] = tasks()
        assert turned.act["number"] in task and why in task


def test_the_form_of_withdrawal_names_the_acts_that_follow_and_what_becomes_of_them(turned):
    leader = turned.commissioner
    leader.client.set_cookie(STAFF_COOKIE, leader.token, path="/")
    page = said(leader.client.get(f"/cases/staff/recommendations/{turned.act['id']}").text)
    assert "Për shkak të këtij akti u nxorën edhe këto:" in page
    assert turned.further["number"] in page.split("Për shkak të këtij akti")[1]
    assert "askush nuk shtyhet më për të" in page
    none = said(leader.client.get(f"/cases/staff/recommendations/{turned.further['id']}").text)
    assert "Për shkak të këtij akti" not in none


def test_what_was_over_before_that_was_entered_is_entered_on_the_day_of_it(turned):
    with late(turned):
        settle(turned, 0)
        # As the rows of before were: nothing of it is known.
        turned.bench.scalar(
            "UPDATE obligation SET moot_on = NULL, closed_on = NULL WHERE moot_on IS NOT NULL RETURNING 1"
        )
        turned.bench.scalar("UPDATE moot_spell SET ended_on = since, ended_at = recorded_at RETURNING 1")
    with turned.on(after(today(), 90)):
        timers.enter_moot(turned.bench.platform, clock.utc_now())
        assert [one["moot_on"] for one in asked_of(turned)] == [str(local_date(clock.utc_now())), None]
