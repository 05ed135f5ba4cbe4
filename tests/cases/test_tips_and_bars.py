"""Cases that begin otherwise than by an admissible complaint: of a tip, and of a matter that a court or prosecutor has."""

from uuid import uuid4

import pytest

from shared.app import STAFF_COOKIE
from shared.events import catalogue
from tests.cases.bench import ISSUED_NUMBER
from tests.cases.drafting import draft_body

MEMO = "Disa fëmijë mbahen pas orarit në një klasë të kyçur."
OTHER_NUMBER = "A-2026-00002-5"


def tip(bench, complaint, **more):
    words = {"summary": MEMO, "text": MEMO, "language": "sq"}
    return {
        "complaint_id": complaint,
        "reference": ISSUED_NUMBER,
        "summary": bench.platform.documents.put_json(words),
        "rights": ["37.a"],
        "bodies": [],
        "life_area": "school",
        "municipality": "bashkia-tropoje",
        "urgency": "urgent",
        **more,
    }


def wanted(bench, complaint, authority, elsewhere="pending_before_court"):
    words = {"summary": "Një proces për kujdestarinë është në gjykatë.", "language": "sq"}
    return {
        "complaint_id": complaint,
        "reference": ISSUED_NUMBER,
        "summary": bench.platform.documents.put_json(words),
        "authority": authority,
        "elsewhere": elsewhere,
        "rights": ["9"],
        "urgency": "normal",
    }


def case_of(bench, person, complaint):
    case_id = bench.scalar("SELECT case_id FROM complaint WHERE id = :id", id=complaint)
    return person.get(f"/cases/{case_id}").json


class TestTips:
    def test_a_tip_becomes_a_case_of_the_offices_own_with_the_summary_as_its_memo(self, bench, officer):
        complaint, body = bench.complaint(), bench.body()
        bench.hear(catalogue.TipConverted, complaint, **tip(bench, complaint, bodies=[body.id]))
        found = case_of(bench, officer, complaint)
        case = found["case"]
        assert (case["status"], case["origin"]) == ("opened", "own_initiative")
        assert bench.scalar("SELECT trigger FROM case_file") == "tip"
        assert (case["rights"], case["places"], case["urgency"]) == (["37.a"], ["bashkia-tropoje"], "urgent")
        assert found["memo"] == MEMO
        assert [one["id"] for one in found["complaints"]] == [str(complaint)]
        [told] = bench.told(catalogue.CaseOpened)
        assert (told["origin"], told["complaints"], told["bodies"]) == (
            "own_initiative", [str(complaint)], [str(body.id)],
        )  # fmt: skip
        assert bench.scalar("SELECT outcome FROM complaint") == "own_initiative"

    def test_who_is_joined_to_a_tip_goes_with_it(self, bench):
        first, second = bench.complaint(), bench.complaint(reference=OTHER_NUMBER)
        bench.hear(catalogue.ComplaintDecided, second, **bench.decided(second, "joined", joined_to=first))
        bench.hear(catalogue.TipConverted, first, **tip(bench, first))
        [told] = bench.told(catalogue.CaseOpened)
        assert set(told["complaints"]) == {str(first), str(second)}

    def test_a_tip_that_comes_before_its_complaint_is_linked_when_that_arrives(self, bench, officer):
        complaint = uuid4()
        received = bench.envelope(catalogue.ComplaintReceived, complaint, **bench.received(complaint))
        bench.hear(catalogue.TipConverted, complaint, **tip(bench, complaint))
        [told] = bench.told(catalogue.CaseOpened)
        assert told["complaints"] == [str(complaint)]
        bench.take(received)
        assert case_of(bench, officer, complaint)["case"]["number"] == told["number"]
        assert bench.scalar("SELECT count(*) FROM parked_event") == 0

    def test_another_complaint_with_a_case_of_its_own_takes_nobodys_place(self, bench):
        first = bench.complaint()
        bench.hear(catalogue.TipConverted, first, **tip(bench, first))
        second = bench.complaint()
        assert bench.scalar("SELECT case_id FROM complaint WHERE id = :id", id=second) is None

    def test_the_same_delivery_twice_opens_one_case(self, bench):
        complaint = bench.complaint()
        once = bench.envelope(catalogue.TipConverted, complaint, **tip(bench, complaint))
        bench.take(once, once)
        bench.take(once)
        assert bench.scalar("SELECT count(*) FROM case_file") == 1


class TestBars:
    @pytest.mark.parametrize(
        ("elsewhere", "authority_class"),
        [("pending_before_court", "court"), ("decided_by_prosecutor", "prosecution")],
    )
    def test_a_barred_matter_is_a_suspended_case_that_names_whom_to_ask(
        self, bench, officer, elsewhere, authority_class
    ):
        complaint, authority = bench.complaint(), bench.body(authority_class)
        content = wanted(bench, complaint, authority.id, elsewhere)
        bench.hear(catalogue.InformationWanted, complaint, **content)
        found = case_of(bench, officer, complaint)
        assert (found["case"]["status"], found["case"]["origin"]) == ("suspended", "complaint")
        assert found["case"]["elsewhere"] == elsewhere
        assert found["bodies"] == []
        assert [line["code"] for line in found["history"]] == ["case.opened", "information.wanted", "step.suspend"]
        assert found["history"][1]["details"] == {"institution": str(authority.id)}
        [told] = bench.told(catalogue.CaseOpened)
        assert (told["complaints"], told["bodies"]) == ([str(complaint)], [])

    def test_it_may_be_asked_about_and_closed_on_its_ground_and_nothing_else(self, bench, approver):
        complaint, court = bench.complaint(), bench.body("court")
        bench.hear(catalogue.InformationWanted, complaint, **wanted(bench, complaint, court.id))
        case_id = bench.scalar("SELECT id FROM case_file")

        def step(name, **more):
            return approver.post(f"/cases/{case_id}/steps", {"step": name, **more})

        assert step("assign").status_code == 200
        for barred in ("investigate", "record_findings", "monitor"):
            assert step(barred).status_code in (409, 422), barred
        resumed = step("resume")
        assert (resumed.status_code, resumed.json["code"]) == (409, "case.matter_elsewhere")
        wrong = step("close", outcome="no_violation")
        assert (wrong.status_code, wrong.json["code"]) == (409, "case.outcome_does_not_fit")
        assert step("close", outcome="pending_before_court").status_code == 200

    def test_the_decision_may_come_before_or_after_it(self, bench, officer):
        court = bench.body("court")
        for decided_first in (True, False):
            complaint = bench.complaint()
            decision = bench.envelope(
                catalogue.ComplaintDecided,
                complaint,
                **bench.decided(complaint, "inadmissible", ground="pending_before_court"),
            )
            barred = bench.envelope(catalogue.InformationWanted, complaint, **wanted(bench, complaint, court.id))
            bench.take(*((decision, barred) if decided_first else (barred, decision)))
            found = case_of(bench, officer, complaint)
            assert found["case"]["status"] == "suspended"
            assert bench.scalar("SELECT outcome FROM complaint WHERE id = :id", id=complaint) == "inadmissible"

    def test_it_may_be_asked_by_the_step_which_leaves_the_case_where_it_is(self, bench, officer):
        complaint, court, school = bench.complaint(), bench.body("court"), bench.body("school")
        bench.hear(catalogue.InformationWanted, complaint, **wanted(bench, complaint, court.id))
        case_id = bench.scalar("SELECT id FROM case_file")
        officer.post(f"/cases/{case_id}/steps", {"step": "assign"})
        asked = {"step": "request_information", "institution_id": str(court.id), "text": "Kur është caktuar seanca?"}
        assert officer.post(f"/cases/{case_id}/steps", asked).status_code == 200
        [letter] = bench.told(catalogue.RecommendationIssued)
        assert [one["institution_id"] for one in letter["addressees"]] == [str(court.id)]
        assert case_of(bench, officer, complaint)["case"]["status"] == "suspended"
        for change in ({"institution_id": str(uuid4())}, {"institution_id": str(school.id), "text": ""}):
            assert officer.post(f"/cases/{case_id}/steps", asked | change).status_code == 422
        recommended = draft_body(school, kind="remedy")
        assert officer.post(f"/cases/{case_id}/recommendations", recommended).status_code in (409, 422)

    def test_a_reopened_complaint_keeps_its_case_which_is_put_before_the_officer(self, bench, approver):
        complaint, court = bench.complaint(), bench.body("court")
        case_id = bench.admit(complaint)
        approver.post(f"/cases/{case_id}/steps", {"step": "close", "outcome": "withdrawn"})
        bench.hear(catalogue.ComplaintReopened, complaint, **reopened(complaint))
        bench.hear(catalogue.InformationWanted, complaint, **wanted(bench, complaint, court.id))
        found = approver.get(f"/cases/{case_id}").json
        assert (found["case"]["status"], found["case"]["unread_messages"]) == ("closed", 2)
        assert found["history"][-1]["code"] == "information.wanted"
        assert found["history"][-1]["details"]["institution"] == str(court.id)
        assert bench.scalar("SELECT count(*) FROM case_file") == 1


class TestPages:
    def page(self, bench, person, complaint):
        case_id = bench.scalar("SELECT case_id FROM complaint WHERE id = :id", id=complaint)
        person.client.set_cookie(STAFF_COOKIE, person.token, path="/")
        shown = person.client.get(f"/cases/staff/cases/{case_id}")
        assert shown.status_code == 200
        return shown.text

    def test_the_page_of_a_tip_says_what_made_the_office_act_and_shows_the_memo(self, bench, officer):
        complaint = bench.complaint()
        bench.hear(catalogue.TipConverted, complaint, **tip(bench, complaint))
        page = self.page(bench, officer, complaint)
        for words in (MEMO, "Vendimi për hapjen", "Njoftim nga dikush që nuk ankohet vetë", ISSUED_NUMBER):
            assert words in page

    def test_the_page_of_a_barred_matter_names_whom_to_ask_and_offers_to_ask(self, bench, officer):
        complaint, court = bench.complaint(), bench.body("court")
        bench.hear(catalogue.InformationWanted, complaint, **wanted(bench, complaint, court.id))
        assert "steps/request_information" not in self.page(bench, officer, complaint), "while nobody has the case"
        case_id = bench.scalar("SELECT case_id FROM complaint WHERE id = :id", id=complaint)
        assert officer.post(f"/cases/{case_id}/steps", {"step": "assign"}).status_code == 200
        page = self.page(bench, officer, complaint)
        for words in (
            f"Organi Shembull {court.key}",
            "mund t’i kërkohet vetëm informacion",
            "steps/request_information",
        ):
            assert words in page
        for step in ("investigate", "record_findings"):
            assert f"steps/{step}" not in page


def reopened(complaint, reason="new_facts"):
    return {"complaint_id": complaint, "reference": ISSUED_NUMBER, "reason": reason}


class TestReopening:
    def reopen(self, bench, complaint, reason="new_facts"):
        bench.hear(catalogue.ComplaintReopened, complaint, **reopened(complaint, reason))

    def test_a_closed_case_is_put_before_the_officer_and_not_reopened_by_the_machine(self, bench, approver):
        complaint = bench.complaint()
        case_id = bench.admit(complaint)
        closed = approver.post(f"/cases/{case_id}/steps", {"step": "close", "outcome": "withdrawn"})
        assert closed.status_code == 200, closed.json
        self.reopen(bench, complaint)
        found = approver.get(f"/cases/{case_id}").json
        assert (found["case"]["status"], found["case"]["unread_messages"]) == ("closed", 1)
        assert found["history"][-1]["code"] == "complaint.reopened"
        assert "reopen" in found["possible_steps"]

    def test_a_complaint_that_is_admitted_again_opens_no_second_case(self, bench, approver):
        complaint = bench.complaint()
        case_id = bench.admit(complaint)
        approver.post(f"/cases/{case_id}/steps", {"step": "close", "outcome": "withdrawn"})
        self.reopen(bench, complaint)
        bench.hear(catalogue.ComplaintDecided, complaint, **bench.decided(complaint))
        assert bench.scalar("SELECT count(*) FROM case_file") == 1
        assert approver.get(f"/cases/{case_id}").json["history"][-1]["code"] == "complaint.admitted_again"

    def test_a_refused_complaint_may_be_admitted_after_it_was_reopened(self, bench):
        complaint = bench.complaint()
        bench.hear(catalogue.ComplaintDecided, complaint, **bench.decided(complaint, "inadmissible", ground="too_old"))
        self.reopen(bench, complaint, "our_error")
        assert bench.scalar("SELECT outcome FROM complaint") is None
        bench.admit(complaint)
        assert bench.scalar("SELECT count(*) FROM case_file") == 1

    def test_who_was_joined_to_one_that_is_joined_in_turn_goes_to_the_case_as_well(self, bench):
        first, second, third = bench.complaint(), bench.complaint(reference=OTHER_NUMBER), bench.complaint()
        case_id = bench.admit(first)
        bench.hear(catalogue.ComplaintDecided, third, **bench.decided(third, "joined", joined_to=second))
        bench.hear(catalogue.ComplaintDecided, second, **bench.decided(second, "joined", joined_to=first))
        assert bench.scalar("SELECT count(*) FROM complaint WHERE case_id = :id", id=case_id) == 3
