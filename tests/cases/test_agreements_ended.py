"""An agreement is over: what was open of it closes, neither kept nor late unless it was, in both directions and at every door."""

import html
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.cases.agreements import timers
from shared import clock
from shared.events.catalogue import AgreementEnded, ObligationAssessed, RecommendationIssued
from tests.cases.bench import today
from tests.cases.test_agreements import PAGE, at, now_again, sent, signed

__all__ = ["now_again"]


@pytest.fixture
def home(bench):
    return bench.body("municipality")


def ended(bench, told, on=None, **beside):
    """Partners told it; the clock of the office closes what was open, twice with the same end."""
    agreement = told["agreement_id"]
    more = {"ended_on": on or clock.utc_now().date(), "ground": "breach", "noted_by": uuid4(), **beside}
    for _turn in range(2):
        bench.hear(AgreementEnded, UUID(str(agreement)), agreement_id=agreement, number=told["number"], **more)
        timers.close_agreements(bench.platform, clock.utc_now())


def arrived(bench, officer, agreement, home):
    sent(bench, officer, agreement)
    [event] = bench.told(RecommendationIssued, kind="agreement_clauses")
    bench.deliver({"id": event["recommendation_id"]}, home)


def clauses(officer, agreement):
    return officer.get(f"/agreements/{agreement}").json["clauses"]


def late(officer, home):
    return officer.get(f"/obligations?timeliness=late&institution={home.id}").json["items"]


def test_what_was_not_due_yet_is_neither_kept_nor_late_and_its_body_reads_it(bench, officer, home):
    agreement, told = signed(bench, home, None, due=100)
    arrived(bench, officer, agreement, home)
    ended(bench, told)
    known = officer.get(f"/agreements/{agreement}").json
    assert known["agreement"]["ended_on"] == today().isoformat()
    assert [(one["state"], one["late"]) for one in known["clauses"]] == [("overtaken", False)] * 2
    [said] = bench.told(ObligationAssessed, obligation_id=known["clauses"][0]["obligation_id"])
    assert said["assessment"] == "overtaken"
    at(160, officer)
    assert late(officer, home) == []
    assert [one["late"] for one in clauses(officer, agreement)] == [False, False]
    assert officer.get(f"/incoming?timeliness=late&q={told['number']}").json["items"] == []
    figures = officer.get("/agreements/figures").json
    assert (figures["bodies"]["states"].get("overtaken"), figures["office"]["states"].get("overtaken")) == (1, 1)


def test_what_was_late_stays_late_is_pressed_no_more_and_somebody_is_asked_what_became_of_it(bench, officer, home):
    agreement, told = signed(bench, home, None, due=20)
    arrived(bench, officer, agreement, home)
    at(60, officer)
    before = clauses(officer, agreement)
    assert [one["late"] for one in before] == [True, True]
    ended(bench, told)
    assert clauses(officer, agreement) == before
    assert [one["id"] for one in late(officer, home)] == [before[0]["obligation_id"]]
    refused = officer.post(f"/obligations/{before[0]['obligation_id']}/escalations", {"rung": "reminder"})
    assert refused.status_code in (409, 422), refused.json
    [task] = [
        one for one in officer.get("/tasks", query_string={"state": "open"}).json["items"] if "si doli" in one["text"]
    ]
    assert told["number"] in task["text"]


def test_what_passed_its_day_after_the_agreement_was_over_is_not_late(bench, officer, home):
    agreement, told = signed(bench, home, None, due=20)
    arrived(bench, officer, agreement, home)
    at(60, officer)
    ended(bench, told, today() + timedelta(days=5))
    assert [(one["state"], one["late"]) for one in clauses(officer, agreement)] == [("overtaken", False)] * 2
    assert late(officer, home) == []


def test_what_was_kept_stays_kept(bench, officer, home):
    agreement, told = signed(bench, home, None, due=30)
    arrived(bench, officer, agreement, home)
    [of_body, of_office] = clauses(officer, agreement)
    found = {"assessment": "implemented", "on": today().isoformat(), "evidence": [
        {"kind": "public_source", "address": "https://example.al/urdhri", "seen_on": today().isoformat()}
    ]}  # fmt: skip
    answer = officer.post(f"/obligations/{of_body['obligation_id']}/assessments", found)
    assert answer.status_code in (200, 201), answer.json
    done = {"position": "accepted", "claimed": "implemented", "text": "U bë."}
    reported = officer.post(f"/incoming/{of_office['incoming_id']}/reports", done)
    assert reported.status_code in (200, 201), reported.json
    before = clauses(officer, agreement)
    ended(bench, told)
    assert clauses(officer, agreement) == before
    assert before[0]["state"] == "implemented" and before[1]["state"] == "claimed"


def test_of_what_is_over_nothing_is_sent_and_no_case_is_opened(bench, officer, home):
    agreement, told = signed(bench, home)
    ended(bench, told)
    timers.prepare_agreements(bench.platform, clock.utc_now())
    known = officer.get(f"/agreements/{agreement}").json["agreement"]
    assert (known["waits"], known["case_id"]) == (False, None)
    refused = officer.post(f"/agreements/{agreement}/sending")
    assert (refused.status_code, refused.json["code"]) == (409, "agreement.over")
    again = officer.post(f"/agreements/{agreement}/sending-again", {"correction": "x"})
    assert (again.status_code, again.json["code"]) == (409, "agreement.over")


def test_a_letter_that_never_arrived_closes_too(bench, officer, home):
    agreement, told = signed(bench, home)
    sent(bench, officer, agreement)
    ended(bench, told)
    bench.answer_checks()
    [clause] = clauses(officer, agreement)
    assert clause["late"] is False
    assert officer.get(f"/obligations/{clause['obligation_id']}").json["obligation"]["assessed"] == "overtaken"


def test_a_letter_that_waits_for_its_comparison_leaves_no_more(bench, officer, home):
    agreement, told = signed(bench, home)
    bench.intake_away = True
    assert officer.post(f"/agreements/{agreement}/sending").status_code == 200
    ended(bench, told)
    bench.intake_away = False
    bench.answer_checks()
    assert bench.told(RecommendationIssued, kind="agreement_clauses") == []
    case = officer.get(f"/agreements/{agreement}").json["agreement"]["case_id"]
    assert [one["status"] for one in officer.get(f"/recommendations?case={case}").json["items"]] == ["discarded"]


def test_a_letter_that_also_asks_what_goes_on_leaves_and_what_is_over_in_it_closes_then(bench, officer, home):
    agreement, told = signed(bench, home, home)
    bench.intake_away = True
    assert officer.post(f"/agreements/{agreement}/sending").status_code == 200
    [goes_on, over] = [one["clause_id"] for one in told["clauses"]]
    ended(bench, told, goes_on=(goes_on,))
    bench.intake_away = False
    bench.answer_checks()
    timers.close_agreements(bench.platform, clock.utc_now())
    [event] = bench.told(RecommendationIssued, kind="agreement_clauses")
    bench.deliver({"id": event["recommendation_id"]}, home)
    states = {one["id"]: one["state"] for one in clauses(officer, agreement)}
    assert states[str(over)] == "overtaken" and states[str(goes_on)] != "overtaken"
    at(60, officer)
    assert [one["obligation_id"] for one in clauses(officer, agreement) if one["late"]] == [
        one["id"] for one in late(officer, home)
    ]
    assert len(late(officer, home)) == 1


def test_the_pages_say_it_and_an_agreement_past_its_last_day_says_so_by_itself(bench, officer, home):
    office = bench.office()
    agreement, told = signed(bench, home)
    ended(bench, told)
    page = html.unescape(office.get(f"{PAGE}/{agreement}").text)
    assert "Marrëveshja mbaroi më" in page and "Dërgojua institucioneve" not in page
    assert "Mbaroi" in html.unescape(office.get(f"{PAGE}?q={told['number']}").text)
    other, _told = signed(bench, home, until=today() + timedelta(days=3))
    assert officer.get(f"/agreements/{other}").json["agreement"]["ended_on"] is None
    at(4, officer)
    known = officer.get(f"/agreements/{other}").json["agreement"]
    assert known["ended_on"] == known["until"]
