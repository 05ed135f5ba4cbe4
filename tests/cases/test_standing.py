"""What the office records never stops the pressure: closing, the ladder, monitoring and the complainant's messages by one table."""

from datetime import date, timedelta

import pytest

from services.cases import timers
from services.cases.domain.timeliness import local_date
from shared import clock
from shared.events import catalogue
from tests.cases.bench import SEEN, soon, today
from tests.cases.ladder_world import Silence, after

CLOSE = {"step": "close", "outcome": "violation_found_recommended"}
GROUND = {"closing_ground": "pressed_in_monitoring", "reason": "Hapat vazhdojnë."}


@pytest.fixture
def school(story, bench, commissioner):
    """An education office with a ministry above it, that owes two items on an act delivered today; there is an Assembly."""
    ministry = bench.body("ministry")
    body = bench.body("agency", relations=[("hierarchical", ministry.id, "2020-01-01", None)])
    bench.body("assembly")
    act = story.with_findings().issue(body, items=2)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def reply(school, position, place=0, received_at=None, **more):
    # Of what was only accepted nothing may be found before its day; of what its body says is done, at once.
    done = {"claimed": "implemented"} if position == "accepted" else {}
    item = {"item_id": school.owed[place]["item_id"], "position": position, **done, **more}
    school.bench.reply(school.act, school.body, item, **({"received_at": received_at} if received_at else {}))


def assess(school, word, place=0, **more):
    answer = school.story.officer.post(
        f"/obligations/{school.owed[place]['id']}/assessments",
        {"assessment": word, "evidence": [SEEN], "reason": "Pas shqyrtimit.", **more},
    )
    assert answer.status_code == 201, answer.json
    return answer.json


def close(school, **more):
    return school.commissioner.post(f"/cases/{school.story.case_id}/steps", CLOSE | more)


def counted(school):
    return {
        one["key"]: one["numerator"]
        for one in school.bench.office().get("/cases/api/v1/compliance").json["figures"]["splits"][2]["shares"]
        if one["numerator"]
    }


class TestTheTruthDoesNotStopThePressure:
    def test_a_finding_of_not_done_leaves_the_drafted_notice_and_the_next_rung(self, school):
        for place in (0, 1):
            reply(school, "refused", place)
        school.story.not_enough(*school.owed)
        [drafted] = school.draft()
        assert drafted["rung"] == "hierarchical_superior"
        with school.on(after(school.act["items"][0]["due"])):
            for place in (0, 1):
                found = assess(school, "not", place)
                assert (found["state"], found["assessed"]) == ("not", "not")
            assert [one["id"] for one in school.letters()] == [drafted["id"]]
            assert [one["rung"] for one in school.rungs()["offers"]] == ["hierarchical_superior"]
            assert counted(school) == {"not": 2}

    def test_a_body_that_never_answered_and_did_nothing_is_pressed_on(self, school):
        with school.on(after(school.owed[0]["reply_due"])):
            [reminder] = school.draft()
        with school.on(after(school.act["items"][0]["due"])):
            assess(school, "not")
            assert [one["id"] for one in school.letters()] == [reminder["id"]]
            assert school.send(school.story.officer, "reminder").status_code == 201

    @pytest.mark.parametrize("word", ["not", "partly"])
    def test_nobody_is_found_to_have_done_nothing_while_the_time_for_it_runs(self, story, bench, commissioner, word):
        body = bench.body("agency")
        act = story.with_findings().issue(body, items=1)
        bench.deliver(act, body)
        fresh = Silence(story, body, act, commissioner, bench.person("publisher"))
        for said in ({}, {"claimed": "in_process", "promised_date": date.fromisoformat(act["items"][0]["due"])}):
            if said:
                reply(fresh, "accepted", **said)
            found = {"assessment": word, "evidence": [SEEN], "reason": "Asgjë."}
            refused = story.officer.post(f"/obligations/{fresh.owed[0]['id']}/assessments", found)
            assert (refused.status_code, refused.json["code"]) == (409, "assessment.not_yet_due"), said
            assert "in_process" in refused.json["legal"]
            assert fresh.draft() == []
        with fresh.on(after(act["items"][0]["due"])):
            assert assess(fresh, word)["state"] == word
            assert [one["rung"] for one in fresh.rungs()["offers"]] == ["reminder"]

    def test_nobody_is_found_to_have_done_nothing_while_the_clock_of_its_reply_stands(self, story, bench, commissioner):
        body = bench.body("agency")
        item = {"text": "Masa", "evidence_expected": "Vendimi", "due": soon(20)}
        act = story.with_findings().issue(body, items=[item])
        bench.deliver(act, body)
        fresh = Silence(story, body, act, commissioner, bench.person("publisher"))
        path, found = (
            f"/obligations/{fresh.owed[0]['id']}",
            {"assessment": "not", "evidence": [SEEN], "reason": "Asgjë."},
        )
        paused = {"kind": "paused", "effective": today().isoformat(), "reason": "Institucioni pret sqarimin tonë."}
        assert story.officer.post(f"{path}/clock-entries", paused).status_code == 201
        with fresh.on(today() + timedelta(days=60)):
            refused = story.officer.post(f"{path}/assessments", found)
            assert (refused.status_code, refused.json["code"]) == (409, "assessment.clock_stands")
            resumed = {"kind": "resumed", "effective": local_date(clock.utc_now()).isoformat(), "reason": "Sqaruar."}
            assert story.officer.post(f"{path}/clock-entries", resumed).status_code == 201
            refused = story.officer.post(f"{path}/assessments", found)
            assert (refused.status_code, refused.json["code"]) == (409, "assessment.not_yet_due")
        with fresh.on(today() + timedelta(days=100)):
            assert assess(fresh, "not")["state"] == "not"

    def test_a_refusal_opens_the_ladder_once_the_office_says_it_is_not_enough(self, school):
        reply(school, "refused")
        assert school.rungs()["offers"] == []
        school.story.not_enough(school.owed[0])
        assert [one["rung"] for one in school.rungs()["offers"]] == ["hierarchical_superior"]

    def test_a_broken_promise_is_a_ground_of_its_own_and_is_not_told_as_silence(self, school, bench):
        promised = today() + timedelta(days=5)
        for place in (0, 1):
            reply(school, "accepted", place, claimed="in_process", promised_date=promised)
        assert {one["state"] for one in school.owed} == {"in_process"}
        assert school.draft() == []
        with school.on(after(promised)):
            assert {one["state"] for one in school.owed} == {"promise_broken"}
            assert counted(school) == {"promise_broken": 2}
            [letter] = school.draft()
            text = letter["text"]["text"]
            whole = school.story.officer.get(f"/rung-letters/{letter['id']}").json
        assert letter["rung"] == "reminder"
        assert "e pranuat" in text
        assert "nuk kemi marrë përgjigje" not in text
        assert "deri kur duhej bërë" in whole["why"]["sq"]

    def test_who_reported_in_time_that_it_is_done_broke_no_promise_before_the_office_looked(self, school, bench):
        promised = today() + timedelta(days=5)
        reply(school, "accepted", 0, claimed="implemented", promised_date=promised)
        reply(school, "accepted", 1, claimed="in_process", promised_date=promised)
        assert [one["state"] for one in school.owed] == ["claimed", "in_process"]
        with school.on(after(promised)):
            then = school.owed
            timers.announce_overdue(bench.platform, clock.utc_now())
            assert [one["state"] for one in then] == ["claimed", "promise_broken"]
            assert [one["timeliness"]["implementation"]["word"] for one in then] == ["none", "late"]
            assert counted(school) == {"claimed": 1, "promise_broken": 1}
            late = school.story.officer.get("/obligations?timeliness=late&what=implementation").json["items"]
            assert [one["id"] for one in late] == [then[1]["id"]]
            assert [
                one["id"] for one in school.story.officer.get("/obligations?attention=to_verify").json["items"]
            ] == [then[0]["id"]]
            assert [one["place"] for one in bench.told(catalogue.ObligationStood)] == [2]
            [letter] = school.draft()
            assert "1. Masa 1" not in letter["text"]["text"]
            # Reported late it was not done by the day; what the office finds ends the question either way.
            late_report = {"item_id": then[1]["item_id"], "position": "accepted", "claimed": "implemented"}
            bench.reply(school.act, school.body, late_report, received_at=clock.utc_now())
            assert school.owed[1]["state"] == "promise_broken"
            assess(school, "not", 0)
            assert school.owed[0]["state"] == "not"

    @pytest.mark.parametrize(("word", "says"), [("partly", "u bë vetëm një pjesë"), ("not", "gjeti se nuk u bë")])
    def test_each_ground_has_words_that_are_true(self, school, word, says):
        for place in (0, 1):
            reply(school, "accepted", place)
            assess(school, word, place)
        [letter] = school.draft()
        assert says in letter["text"]["text"]
        assert "nuk kemi marrë përgjigje" not in letter["text"]["text"]

    def test_a_letter_about_items_of_several_grounds_says_of_each_its_own(self, school):
        due = school.owed[0]["reply_due"]
        reply(school, "accepted")
        assess(school, "partly")
        with school.on(after(due)):
            [letter] = school.draft()
        text = letter["text"]["text"]
        assert "1. Masa 1\nZyra gjeti se u bë vetëm një pjesë." in text
        assert "2. Masa 2\nDita e fundit për përgjigjen" in text

    def test_a_letter_that_never_left_is_never_late(self, story, bench, commissioner):
        body = bench.body()
        act = story.with_findings().issue(body, items=1)
        lost = Silence(story, body, act, commissioner, bench.person("publisher"))
        with lost.on(today() + timedelta(days=200)):
            [one] = lost.owed
            assert (one["state"], one["no_reply"], one["timeliness"]["reply"]["word"]) == (
                "not_delivered",
                False,
                "none",
            )
            assert lost.draft() == []
            timers.announce_overdue(bench.platform, clock.utc_now())
            assert story.officer.get("/obligations?timeliness=late").json["items"] == []
            figures = bench.office().get("/cases/api/v1/compliance").json["figures"]["splits"][2]
        assert bench.told(catalogue.ObligationOverdue) == []
        assert (figures["denominator"], {one["key"]: one["count"] for one in figures["beside"]}["not_delivered"]) == (
            0,
            1,
        )


class TestMonitoring:
    def test_a_case_closes_over_partly_without_falsifying_and_its_obligation_stays_in_monitoring(self, school):
        for place, word in ((0, "partly"), (1, "overtaken")):
            reply(school, "accepted", place)
            assess(school, word, place)
        assert close(school).status_code == 200
        assert [one["monitoring"] for one in school.owed] == [True, False]
        [listed] = school.story.officer.get("/obligations?monitoring=yes").json["items"]
        officer, case_id = school.story.officer, str(school.story.case_id)
        assert officer.get(f"/cases/{case_id}").json["monitoring"] is True
        [line] = officer.get("/cases?status=monitoring").json["items"]
        assert (line["id"], line["status"], line["monitoring"]) == (case_id, "closed", True)
        officer.client.set_cookie("besa_staff", officer.token)
        for page in ("cases?status=monitoring", f"cases/{case_id}", "obligations?monitoring=yes"):
            assert "E mbyllur, në monitorim" in officer.client.get(f"/cases/staff/{page}").text, page
        assert (listed["id"], listed["state"]) == (school.owed[0]["id"], "partly")
        assert [one["id"] for one in school.story.officer.get("/obligations?state=partly").json["items"]] == [
            listed["id"]
        ]

    def test_complainants_are_told_that_steps_go_on_and_once_more_when_the_last_has_ended(self, school, bench):
        for place, word in ((0, "partly"), (1, "overtaken")):
            reply(school, "accepted", place)
            assess(school, word, place)
        close(school)
        assert [one["followed"] for one in bench.told(catalogue.CaseClosed)] == [True]
        timers.tell_followed(bench.platform, clock.utc_now())
        assess(school, "implemented", on=str(today()))
        for _again in (1, 2):
            timers.tell_followed(bench.platform, clock.utc_now())
        assert [one["followed"] for one in bench.told(catalogue.CaseClosed)] == [True, False]

    def test_rungs_go_on_after_the_case_was_closed_and_leave_it_closed(self, school, bench):
        for place in (0, 1):
            reply(school, "refused", place)
        assert close(school).json["code"] == "case.no_closing_ground"
        assert close(school, reason="x", closing_ground="because").status_code == 422
        school.story.not_enough(*school.owed)
        closed = close(school, **GROUND)
        assert (closed.status_code, closed.json["closing_ground"]) == (200, "pressed_in_monitoring")
        [letter] = school.draft()
        issued = school.issue(letter["act"])
        assert issued["status"] == "issued"
        assert [one["rung"] for one in school.rungs()["sent"]] == ["hierarchical_superior"]
        assert school.story.officer.get(f"/cases/{school.story.case_id}").json["case"]["status"] == "closed"

    def test_the_commissioner_ends_the_ladder_with_a_reason_and_nothing_is_counted_otherwise(self, school, bench):
        reply(school, "accepted")
        assess(school, "not")
        one = school.owed[0]["id"]
        path, reason = f"/obligations/{one}/ladder-end", {"reason": "Organi u shkri."}
        assert school.story.approver.post(path, reason).status_code == 403
        assert school.commissioner.post(path, {"reason": " "}).status_code == 422
        school.draft()
        ended = school.commissioner.post(path, reason)
        assert (ended.status_code, ended.json["ladder_ended_on"], ended.json["state"]) == (201, str(today()), "not")
        assert school.commissioner.post(path, reason).json["code"] == "ladder.not_going_on"
        assert school.letters() == []
        assert school.rungs()["offers"] == []
        whole = school.story.officer.get(f"/obligations/{one}").json
        assert [(line["word"], line["reason"]) for line in whole["assessments"]][-1] == (
            "ladder_ended",
            "Organi u shkri.",
        )
        assert "ladder.ended" in {line["code"] for line in whole["history"]}
        assert bench.told(catalogue.ObligationStood)[-1]["next"] == "nothing"

    def test_the_last_rung_uses_the_ladder_up(self, school):
        for place in (0, 1):
            reply(school, "accepted", place)
            assess(school, "not", place)
        sent = school.send(
            school.commissioner, "publication", override_reason="Rrezik për fëmijën.", reason="Publikohet."
        )
        assert sent.status_code == 201, sent.json
        assert {one["ladder_ended_on"] for one in school.owed} == {str(today())}
        assert school.rungs()["offers"] == []


class TestTheComplainantIsToldWhatIsReallyDone:
    def told(self, school):
        return [
            (one["state"], one["next"], one["place"], one["number"])
            for one in school.bench.told(catalogue.ObligationStood)
        ]

    def test_of_a_refusal_first_that_it_is_weighed_and_then_that_steps_follow(self, school):
        reply(school, "refused", 1)
        number = school.act["number"]
        assert self.told(school) == [("refused", "weighing", 2, number)]
        school.story.not_enough(school.owed[1])
        assert self.told(school)[1:] == [("refused", "steps", 2, number)]

    def test_of_an_acceptance_with_its_day_and_that_the_office_checks_once_for_each_news(self, school, bench):
        promised = today() + timedelta(days=40)
        for _again in range(2):
            reply(school, "accepted", 1, claimed="in_process", promised_date=promised)
        reply(school, "not_competent", 0)
        reply(school, "accepted", 1, claimed="implemented")
        told = bench.told(catalogue.ObligationAnswered)
        assert [(one["said"], one["next"], one["place"], bool(one.get("by"))) for one in told] == [
            ("accepted", "check", 2, True),
            ("not_competent", "weighing", 1, False),
            ("claimed", "check", 2, False),
        ]
        assert told[0]["by"] >= promised.isoformat()
        assert {one["number"] for one in told} == {school.act["number"]}

    @pytest.mark.parametrize("position", ["forwarded", "asks_clarification"])
    def test_of_a_letter_that_was_passed_on_or_asked_back_about_and_that_the_answer_is_still_awaited(
        self, school, bench, position
    ):
        for _again in range(2):
            reply(school, position, 1)
        told = bench.told(catalogue.ObligationAnswered)
        assert [(one["said"], one["next"], one["place"]) for one in told] == [(position, "await", 2)]
        reply(school, "refused", 1)
        reply(school, position, 1)
        assert len(bench.told(catalogue.ObligationAnswered)) == 1
        assert self.told(school) == [("refused", "weighing", 2, school.act["number"])]

    def test_of_a_question_that_came_after_the_term_that_steps_go_on(self, school, bench):
        with school.on(after(school.owed[0]["reply_due"])):
            reply(school, "asks_clarification", received_at=clock.utc_now())
        assert [(one["said"], one["next"]) for one in bench.told(catalogue.ObligationAnswered)] == [
            ("asks_clarification", "steps")
        ]

    def test_of_a_promise_whose_day_passed_once(self, school, bench):
        promised = today() + timedelta(days=5)
        reply(school, "accepted", claimed="in_process", promised_date=promised)
        with school.on(after(promised)):
            for _again in range(2):
                timers.announce_overdue(bench.platform, clock.utc_now())
        assert [one[:2] for one in self.told(school)] == [("promise_broken", "steps")]

    def test_of_a_finding_what_follows_it_and_which_item_it_is(self, school, bench):
        reply(school, "accepted")
        assess(school, "not")
        [found] = bench.told(catalogue.ObligationAssessed)
        assert (found["assessment"], found["next"], found["place"]) == ("not", "steps", 1)
        assert found["number"] == school.act["number"]
        assess(school, "implemented", on=str(today()), evidence=[SEEN])
        assert bench.told(catalogue.ObligationAssessed)[-1]["next"] == "nothing"


class TestTheFiguresOfAPastDay:
    def figures(self, school, on=None):
        path = "/cases/api/v1/compliance"
        return school.bench.office().get(path + (f"?on={on}" if on else "")).json["figures"]

    def test_page_api_and_register_count_a_promise_alike_and_a_past_day_stays_what_it_was(self, school):
        promised = today() + timedelta(days=5)
        reply(school, "accepted", claimed="in_process", promised_date=promised)
        then = self.figures(school)
        with school.on(today() + timedelta(days=60)):
            broken = self.figures(school)
            assert counted(school) == {"promise_broken": 1, "no_reply": 1}
            assert {one["state"] for one in school.owed} == {"promise_broken", "no_reply"}
            page = school.bench.office().get("/cases/staff/compliance").text
            assert "Dita e premtuar kaloi, pa u vërtetuar" in page
            assess(school, "not")
            assert counted(school) == {"not": 1, "no_reply": 1}
        with school.on(today() + timedelta(days=61)):
            assert self.figures(school, today()) == then
            assert self.figures(school, promised + timedelta(days=40)) == broken

    def test_what_was_delivered_later_was_not_delivered_then(self, story, bench, commissioner):
        body = bench.body()
        act = story.with_findings().issue(body, items=1)
        lost = Silence(story, body, act, commissioner, bench.person("publisher"))
        then = self.figures(lost)
        with lost.on(today() + timedelta(days=40)):
            bench.deliver(act, body, at=clock.utc_now())
        with lost.on(today() + timedelta(days=41)):
            assert {one["state"] for one in lost.owed} == {"awaiting_reply"}
            assert self.figures(lost, today()) == then
