"""A court or a prosecutor has the matter: one act holds every clock and rung of the case, or closes what is open (S5)."""

from datetime import timedelta

import pytest

from services.cases import timers
from services.cases.domain.timeliness import local_date
from shared import clock
from shared.app import STAFF_COOKIE
from shared.clock_words import day_words
from shared.events import catalogue
from tests.cases.bench import SEEN, today
from tests.cases.ladder_world import Silence, after, day_of

COURT = {"step": "suspend", "elsewhere": "pending_before_court", "reason": "Gjykata e ka çështjen."}
BACK = {"step": "resume", "elsewhere": "none"}
#: What a body says of itself is looked at on any day.
DONE = {"position": "accepted", "claimed": "implemented"}
CLOSE = {"step": "close", "outcome": "pending_before_court", "reason": "Gjykata e ka çështjen."}


@pytest.fixture
def school(story, bench, commissioner):
    """An education office with a ministry above it, that owes two items on an act delivered today; there is an Assembly."""
    ministry = bench.body("ministry")
    body = bench.body("agency", relations=[("hierarchical", ministry.id, "2020-01-01", None)])
    bench.body("assembly")
    act = story.with_findings().issue(body, items=2)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def promise(school, days):
    """Both items are accepted today, to be done in so many days; returns the day."""
    now = clock.utc_now()
    promised = local_date(now) + timedelta(days=days)
    for one in school.owed:
        item = {"item_id": one["item_id"], "position": "accepted", "claimed": "in_process", "promised_date": promised}
        school.bench.reply(school.act, school.body, item, received_at=now)
    return promised


def whole(school, place=0):
    return school.story.officer.get(f"/obligations/{school.owed[place]['id']}").json


def by_when(school):
    """The day by which both are to be done, while it lies ahead."""
    [found] = {(one["word"], one["days"]) for one in (each["timeliness"]["implementation"] for each in school.owed)}
    return local_date(clock.utc_now()) + timedelta(days=found[1]) if found[0] == "due_in" else None


def page(school, path):
    person = school.story.officer
    person.client.set_cookie(STAFF_COOKIE, person.token, path="/")
    return person.client.get(f"/cases{path}").get_data(as_text=True)


def figures(school, on=None):
    path = "/cases/api/v1/compliance" + (f"?on={on}" if on else "")
    return school.bench.office().get(path).json["figures"]


def step(school, body, **more):
    answer = school.commissioner.post(f"/cases/{school.story.case_id}/steps", body | more)
    assert answer.status_code == 200, answer.json
    return answer.json


def clock_of(school, place=0):
    return school.story.officer.get(f"/obligations/{school.owed[place]['id']}/clock").json


def run_timers(school):
    now = clock.utc_now()
    timers.announce_overdue(school.bench.platform, now)
    timers.send_notices_before(school.bench.platform, now)
    return school.draft()


class TestWhileItIsThere:
    def test_reminders_the_superior_and_the_assembly_report_do_not_go_out_while_a_court_has_the_matter(self, school):
        step(school, COURT)
        for days in (31, 60, 120, 400):
            with school.on(today() + timedelta(days=days)):
                assert run_timers(school) == []
                for rung in ("reminder", "second_reminder", "hierarchical_superior", "assembly_report", "publication"):
                    refused = school.send(
                        school.commissioner, rung, override_reason="Rrezik për fëmijën.", reason="Sepse."
                    )
                    assert (refused.status_code, refused.json["code"]) == (409, "ladder.held")
                assert school.rungs()["offers"] == []
        told = (catalogue.ObligationReminded, catalogue.ObligationEscalated, catalogue.ObligationOverdue)
        assert [school.bench.told(one) for one in told] == [[], [], []]

    def test_a_running_clock_stands_with_the_reason_and_nobody_is_late(self, school):
        due = day_of(school.owed[0]["reply_due"])
        step(school, COURT)
        shown = clock_of(school)
        assert (shown["due"]["day"], shown["due"]["reason"]) == (None, "held")
        assert any("gjykata ose prokuroria" in one for one in shown["words"]["sq"])
        assert any("a court or a prosecutor has the matter" in one for one in shown["words"]["en"])
        [told, *_] = [one for one in school.bench.told(catalogue.ObligationClocked) if one["cause"] == "held"]
        assert (told.get("due"), told["previous"], told["held_since"]) == (None, str(due), str(today()))
        with school.on(due + timedelta(days=30)):
            assert {(one["state"], one["no_reply"], one["timeliness"]["reply"]["word"]) for one in school.owed} == {
                ("elsewhere", False, "none")
            }
            assert school.story.officer.get("/obligations?timeliness=late").json["items"] == []
            assert school.story.officer.get("/obligations?state=elsewhere").json["items"] != []

    def test_a_term_that_was_over_is_not_late_either_while_it_is_held(self, school):
        due = day_of(school.owed[0]["reply_due"])
        with school.on(after(due)):
            [letter] = school.draft()
            assert letter["rung"] == "reminder"
            assert {one["no_reply"] for one in school.owed} == {True}
            step(school, COURT)
            assert school.letters() == []
            whole = school.story.officer.get(f"/rung-letters/{letter['id']}").json
            assert whole["state"] == "dropped"
            assert {(one["state"], one["no_reply"]) for one in school.owed} == {("elsewhere", False)}
            assert clock_of(school)["due"] == {"day": None, "reason": "held", "start": str(today()), "counted": None}
            assert any("dita e fundit për t'u përgjigjur ishte" in one for one in clock_of(school)["words"]["sq"])
        with school.on(after(due, 50)):
            assert run_timers(school) == []
            step(school, BACK)
            assert {(one["state"], one["reply_due"]) for one in school.owed} == {("no_reply", str(due))}
            assert [one["rung"] for one in run_timers(school)] == ["reminder"]

    def test_a_broken_promise_and_a_finding_press_nobody_while_it_is_held(self, school):
        promised = promise(school, 5)
        school.bench.reply(school.act, school.body, {"item_id": school.owed[1]["item_id"], **DONE})
        found = school.story.officer.post(
            f"/obligations/{school.owed[1]['id']}/assessments", {"assessment": "not", "evidence": [SEEN]}
        )
        assert found.status_code == 201
        with school.on(after(promised)):
            assert [one["state"] for one in school.owed] == ["promise_broken", "not"]
            step(school, COURT)
        with school.on(promised + timedelta(days=20)):
            assert run_timers(school) == []
            assert [one["state"] for one in school.owed] == ["elsewhere", "not"]
            step(school, BACK)
            assert [one["state"] for one in school.owed] == ["promise_broken", "not"]
            assert run_timers(school) != []

    def test_a_promised_day_that_passes_meanwhile_breaks_no_promise(self, school):
        promised = promise(school, 10)
        with school.on(today() + timedelta(days=4)):
            step(school, COURT)
            assert by_when(school) is None
            assert "Ndërkohë nuk numërohet asnjë ditë" in whole(school)["why_by"]["sq"]
            assert "Meanwhile no day is counted" in whole(school)["why_by"]["en"]
        with school.on(promised + timedelta(days=30)):
            assert run_timers(school) == []
            assert {one["timeliness"]["implementation"]["word"] for one in school.owed} == {"none"}
            assert not whole(school)["overdue_check"]
            step(school, BACK)
            moved = after(promised, 36)
            assert ({one["state"] for one in school.owed}, by_when(school)) == ({"in_process"}, moved)
            why = whole(school)["why_by"]
            assert (day_words(promised, "sq") in why["sq"], "(36)" in why["sq"]) == (True, True)
            # Also where that day is the working day after a day off, which is said then.
            assert "(36)" in why["en"] and why["en"].endswith(day_words(moved, "en") + ".")
            assert why["sq"] in page(school, f"/staff/obligations/{school.owed[0]['id']}")
            assert run_timers(school) == []
        with school.on(moved):
            assert {one["state"] for one in school.owed} == {"in_process"}
            told = len(school.bench.told(catalogue.ObligationStood))
        with school.on(moved + timedelta(days=1)):
            assert {one["state"] for one in school.owed} == {"promise_broken"}
            run_timers(school)
            assert len(school.bench.told(catalogue.ObligationStood)) == told + 2

    def test_what_was_promised_while_it_is_held_has_its_days_once_it_is_back(self, school):
        step(school, COURT)
        with school.on(today() + timedelta(days=10)):
            promised = promise(school, 20)
        with school.on(today() + timedelta(days=20)):
            step(school, BACK)
            assert by_when(school) == after(promised, 9), "the day of the promise is not counted"

    def test_the_figures_of_a_past_day_count_the_days_of_a_hold_as_today_does(self, school):
        promised = promise(school, 10)
        step(school, COURT)
        with school.on(promised + timedelta(days=5)):
            step(school, BACK)
        kept = {}
        for ahead in (6, 14, 16, 30):
            with school.on(promised + timedelta(days=ahead)):
                kept[promised + timedelta(days=ahead)] = figures(school)
        with school.on(promised + timedelta(days=60)):
            for day, known in kept.items():
                assert figures(school, day) == known, day

    def test_an_officer_cannot_let_the_clock_run_alone(self, school):
        step(school, COURT)
        entry = {"kind": "resumed", "effective": str(today()), "reason": "x"}
        refused = school.story.officer.post(f"/obligations/{school.owed[0]['id']}/clock-entries", entry)
        assert (refused.status_code, refused.json["code"]) == (409, "clock.held")


class TestWhenItComesBack:
    def test_the_clock_goes_on_by_as_many_days_as_it_stood_and_rungs_follow(self, school):
        with school.on(today() + timedelta(days=10)):
            step(school, COURT)
        with school.on(today() + timedelta(days=30)):
            step(school, BACK)
            [moved] = {one["reply_due"] for one in school.owed}
            assert day_of(moved) == after(today(), 50)
            why = {one["why"]: one for one in clock_of(school)["explanation"]}
            assert why["held"]["days"] == 20
            assert [one["kind"] for one in clock_of(school)["ledger"]] == ["started", "held", "released"]
        with school.on(after(moved)):
            assert [one["rung"] for one in run_timers(school)] == ["reminder"]

    def test_the_days_of_the_ladder_that_were_left_go_on(self, school):
        due = day_of(school.owed[0]["reply_due"])
        with school.on(after(due)):
            assert [one["rung"] for one in school.draft()] == ["reminder"]
            assert school.send(school.story.officer, "reminder").status_code == 201
            [planned] = [day_of(one["on"]) for one in school.rungs()["offers"]]
        with school.on(after(due) + timedelta(days=3)):
            step(school, COURT)
        with school.on(planned + timedelta(days=20)):
            step(school, BACK)
            assert run_timers(school) == []
            [offer] = school.rungs()["offers"]
            held = (planned + timedelta(days=20) - after(due) - timedelta(days=3)).days
            # A weekend or a holiday may have moved the one and not the other.
            assert day_of(offer["on"]) >= planned + timedelta(days=held - 4)
            assert f"({held})" in offer["why"]["sq"]
            assert f"had the matter are not counted ({held})" in offer["why"]["en"]
        with school.on(day_of(offer["on"])):
            assert run_timers(school) != []

    def test_a_pause_of_the_office_goes_on_after_the_matter_came_back(self, school):
        path = f"/obligations/{school.owed[0]['id']}/clock-entries"
        paused = school.story.officer.post(
            path, {"kind": "paused", "effective": str(today()), "reason": "Pritet akti."}
        )
        assert paused.status_code == 201, paused.json
        step(school, COURT)
        with school.on(today() + timedelta(days=10)):
            step(school, BACK)
            assert clock_of(school)["due"]["reason"] == "paused"
            assert clock_of(school, 1)["due"]["day"] is not None

    def test_a_past_figure_stays_what_it_was(self, school):
        day = today() + timedelta(days=45)
        step(school, COURT)
        with school.on(day):
            then = figures(school)
            assert {one["key"]: one["count"] for one in then["splits"][2]["beside"]}["elsewhere"] == 2
        with school.on(day + timedelta(days=1)):
            step(school, BACK)
        with school.on(day + timedelta(days=2)):
            assert figures(school, day) == then


class TestClosing:
    def test_closing_on_that_ground_needs_no_obligation_assessed_one_by_one(self, school):
        closed = step(school, CLOSE)
        assert (closed["status"], closed["elsewhere"]) == ("closed", "pending_before_court")
        assert {(one["assessed"], one["unassessable"], one["state"]) for one in school.owed} == {
            ("not_assessable", "elsewhere", "elsewhere")
        }
        whole = school.story.officer.get(f"/obligations/{school.owed[0]['id']}").json
        assert whole["assessments"][-1]["reason"] == CLOSE["reason"]
        assert {one["assessment"] for one in school.bench.told(catalogue.ObligationAssessed)} == {"not_assessable"}
        with school.on(today() + timedelta(days=200)):
            assert run_timers(school) == []

    def test_what_was_verified_as_not_done_stays_so(self, school):
        school.bench.reply(school.act, school.body, {"item_id": school.owed[1]["item_id"], **DONE})
        found = school.story.officer.post(
            f"/obligations/{school.owed[1]['id']}/assessments", {"assessment": "not", "evidence": [SEEN]}
        )
        assert found.status_code == 201
        step(school, CLOSE)
        assert [one["state"] for one in school.owed] == ["elsewhere", "not"]
        assert [one["monitoring"] for one in school.owed] == [False, False]

    def test_a_case_that_is_reopened_asks_again(self, school):
        step(school, CLOSE)
        with school.on(today() + timedelta(days=10)):
            reopen = {"step": "reopen", "reason": "Gjykata e ktheu."}
            silent = school.commissioner.post(f"/cases/{school.story.case_id}/steps", reopen)
            assert (silent.status_code, silent.json["code"]) == (422, "case.needs_elsewhere")
            step(school, reopen | {"elsewhere": "none"})
            assert {one["state"] for one in school.owed} == {"awaiting_reply"}
            assert all(one["reply_due"] for one in school.owed)


class TestAReferralProposesIt:
    @pytest.fixture
    def referred(self, school, bench):
        prosecution = bench.body("prosecution")
        act = school.story.issue(prosecution, kind="prosecution_referral", items=1)
        bench.deliver(act, prosecution)
        [one] = school.story.obligations(act, prosecution)
        started = {"outcome": "investigation_started", "on": str(today()), "evidence": [SEEN]}
        answer = school.story.officer.post(f"/obligations/{one['id']}/assessments", started)
        assert answer.status_code == 201, answer.json
        return school

    def proposal(self, school):
        file = school.story.officer.get(f"/cases/{school.story.case_id}").json
        [one] = file["elsewhere_proposals"]
        return one, f"/cases/{school.story.case_id}/elsewhere-proposals/{one['id']}/decision"

    def test_the_outcome_bars_nothing_until_a_person_confirms_it(self, referred):
        one, path = self.proposal(referred)
        assert (one["outcome"], one["elsewhere"], one["accepted"]) == (
            "investigation_started",
            "pending_before_prosecutor",
            None,
        )
        assert {one["state"] for one in referred.owed} == {"awaiting_reply"}
        assert referred.story.officer.post(path, {"accept": True, "reason": " "}).status_code == 422
        decided = referred.story.officer.post(path, {"accept": True, "reason": "Prokuroria heton."})
        assert (decided.status_code, decided.json["accepted"]) == (201, True)
        case = referred.story.officer.get(f"/cases/{referred.story.case_id}").json["case"]
        assert (case["status"], case["elsewhere"]) == ("suspended", "pending_before_prosecutor")
        assert {one["state"] for one in referred.owed} == {"elsewhere"}
        assert referred.story.officer.post(path, {"accept": False, "reason": "x"}).json["code"] == "bar.decided"

    def test_it_is_declined_with_a_reason_and_nothing_stands_still(self, referred):
        _one, path = self.proposal(referred)
        decided = referred.story.officer.post(path, {"accept": False, "reason": "Heton tjetër gjë."})
        assert (decided.status_code, decided.json["accepted"]) == (201, False)
        assert {one["state"] for one in referred.owed} == {"awaiting_reply"}
        history = referred.story.officer.get(f"/cases/{referred.story.case_id}").json["history"]
        assert "bar.declined" in {one["code"] for one in history}


class TestWhatHasNotLeft:
    def test_the_post_book_is_told_which_letters_stay_and_when_they_go_on(self, school):
        step(school, COURT)
        [held] = school.bench.told(catalogue.MatterHeld, case_id=school.story.case_id)
        assert (held["acts"], held["since"]) == ([school.act["id"]], str(today()))
        step(school, BACK)
        told = school.bench.told(catalogue.MatterHeld, case_id=school.story.case_id)
        assert [one["acts"] for one in told] == [[school.act["id"]], []]
        assert told[1].get("since") is None

    def test_a_rung_that_was_issued_and_has_not_arrived_stays_with_the_others(self, school):
        with school.on(after(school.owed[0]["reply_due"])):
            for person in ("reminder", "second_reminder"):
                assert school.send(school.commissioner, person, override_reason="Rrezik.").status_code == 201
            drafted = school.send(school.commissioner, "hierarchical_superior", override_reason="Rrezik.")
            assert drafted.status_code == 201, drafted.json
            act = school.issue(drafted.json["act"], arrives=False)
            step(school, COURT)
        [held] = school.bench.told(catalogue.MatterHeld, case_id=school.story.case_id)
        assert set(held["acts"]) == {school.act["id"], act["id"]}


def test_a_hold_changes_nothing_of_what_was_already_done(school):
    found = {"assessment": "implemented", "on": str(today()), "evidence": [SEEN]}
    done = school.story.officer.post(f"/obligations/{school.owed[0]['id']}/assessments", found)
    assert done.status_code in {200, 201}, done.json
    before, why = school.owed[0]["timeliness"]["implementation"], whole(school)["why_by"]
    assert before["word"] == "in_time"
    step(school, COURT)
    assert (school.owed[0]["timeliness"]["implementation"], whole(school)["why_by"]) == (before, why)
    assert whole(school, 1)["why_by"] != why
    step(school, BACK)
    assert school.owed[0]["timeliness"]["implementation"] == before
