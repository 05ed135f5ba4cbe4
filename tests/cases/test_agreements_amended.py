"""What goes on in the next version of an agreement keeps its days and its letter; what is new is sent, and what was left out closes."""

import html
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.cases.agreements import timers
from shared import clock
from shared.events.catalogue import AgreementEnded, RecommendationIssued
from shared.events.documents.partners import AgreementWords, ClauseWords
from tests.cases.bench import today
from tests.cases.test_agreements import PAGE, at, now_again, sent, signed

__all__ = ["now_again"]


@pytest.fixture
def home(bench):
    return bench.body("municipality")


def arrived(bench, officer, agreement, home):
    sent(bench, officer, agreement)
    [event] = bench.told(RecommendationIssued, kind="agreement_clauses")
    bench.deliver({"id": event["recommendation_id"]}, home)


def amended(bench, told, *owed_by, going_on, due=100):
    """The next version: its first clauses are those of `going_on` (places), then one for each of `owed_by`."""
    was = [told["clauses"][place] for place in going_on]
    more = [{"clause_id": uuid4(), "owed_by": who.id if who else None} for who in owed_by]
    clauses = [{**one, "clause_id": uuid4(), "goes_on_from": one["clause_id"]} for one in was]
    clauses += [{**one, "due": today() + timedelta(days=due)} for one in more]
    words = told_words(bench, clauses)
    version, new = signed(
        bench, *[None] * len(clauses), number=told["number"], clauses=tuple(clauses), words=words, version=2,
        amends=told["agreement_id"],
    )  # fmt: skip
    over = {"ended_on": clock.utc_now().date(), "ground": "amended", "noted_by": uuid4()}
    ids = tuple(one["clause_id"] for one in was)
    agreement = told["agreement_id"]
    bench.hear(AgreementEnded, UUID(str(agreement)), agreement_id=agreement, number=told["number"], goes_on=ids, **over)
    for _turn in range(2):
        timers.close_agreements(bench.platform, clock.utc_now())
        timers.prepare_agreements(bench.platform, clock.utc_now())
    return version, new


def told_words(bench, clauses):
    said = tuple(ClauseWords(id=one["clause_id"], text="Pika.", evidence="Urdhri") for one in clauses)
    return bench.platform.documents.keep(AgreementWords(title="Marrëveshja, e ndryshuar", clauses=said))


def whole(officer, agreement):
    return officer.get(f"/agreements/{agreement}").json


def test_what_goes_on_keeps_its_clock_in_both_directions_and_what_was_left_out_closes(bench, officer, home):
    agreement, told = signed(bench, home, home, None, due=20)
    arrived(bench, officer, agreement, home)
    before = whole(officer, agreement)["clauses"]
    version, _new = amended(bench, told, going_on=[0, 2])
    kept, left = whole(officer, version), whole(officer, agreement)
    keys = ("obligation_id", "incoming_id", "state", "late", "due")
    assert [[one[key] for key in keys] for one in kept["clauses"]] == [
        [before[place][key] for key in keys] for place in (0, 2)
    ]
    assert (kept["agreement"]["version"], kept["agreement"]["sent"], kept["agreement"]["waits"]) == (2, True, False)
    assert kept["agreement"]["case_id"] == left["agreement"]["case_id"]
    assert [(one["goes_on"], one["state"]) for one in left["clauses"]] == [
        (True, before[0]["state"]), (False, "overtaken"), (True, before[2]["state"]),
    ]  # fmt: skip
    assert len(bench.told(RecommendationIssued, kind="agreement_clauses")) == 1
    assert len(officer.get(f"/incoming?q={told['number']}").json["items"]) == 1
    at(60, officer)
    assert [one["late"] for one in whole(officer, version)["clauses"]] == [True, True]
    figures = officer.get("/agreements/figures").json
    assert (figures["bodies"]["clauses"], figures["office"]["clauses"]) == (2, 1)
    assert (figures["bodies"]["late"], figures["office"]["late"]) == (1, 1)


def test_what_is_new_is_sent_in_the_same_case_by_who_has_the_task(bench, officer, home):
    other = bench.body("school")
    agreement, told = signed(bench, home)
    arrived(bench, officer, agreement, home)
    version, _new = amended(bench, told, other, None, going_on=[0])
    known = whole(officer, version)["agreement"]
    assert (known["waits"], known["case_id"]) == (True, whole(officer, agreement)["agreement"]["case_id"])
    tasks = officer.get("/tasks", query_string={"state": "open"}).json["items"]
    assert [one["case_id"] for one in tasks if told["number"] in one["text"]] == [known["case_id"]]
    done = sent(bench, officer, version)
    assert done["agreement"]["sent"] is True
    letters = bench.told(RecommendationIssued, kind="agreement_clauses")
    assert [one["addressees"][0]["institution_id"] for one in letters] == [str(home.id), str(other.id)]
    assert officer.get("/tasks", query_string={"state": "open"}).json["items"] == []
    asked = officer.get(f"/incoming?q={told['number']}").json["items"]
    assert [one["item"] for one in asked] == ["2/3"]


def test_what_no_letter_had_said_yet_is_sent_with_the_new_version(bench, officer, home):
    agreement, told = signed(bench, home)
    version, _new = amended(bench, told, going_on=[0])
    assert whole(officer, agreement)["agreement"]["waits"] is False
    assert whole(officer, version)["agreement"]["waits"] is True
    done = sent(bench, officer, version)
    assert done["clauses"][0]["state"] == "not_delivered"


def test_a_wrong_letter_is_sent_again_for_the_version_that_stands(bench, officer, home):
    agreement, told = signed(bench, home)
    arrived(bench, officer, agreement, home)
    version, _new = amended(bench, told, going_on=[0])
    [letter] = bench.told(RecommendationIssued, kind="agreement_clauses")
    wrong = {"ground": "issued_in_error", "reason": "Gabim."}
    fell = bench.person("commissioner").post(f"/recommendations/{letter['recommendation_id']}/withdrawal", wrong)
    assert fell.status_code == 200
    assert whole(officer, version)["agreement"]["again"] is True
    answer = officer.post(f"/agreements/{version}/sending-again", {"correction": "Adresa."})
    assert answer.status_code == 200, answer.json
    bench.answer_checks()
    assert whole(officer, version)["clauses"][0]["state"] == "not_delivered"


def test_the_pages_say_which_version_it_is_and_what_goes_on(bench, officer, home):
    office = bench.office()
    agreement, told = signed(bench, home)
    arrived(bench, officer, agreement, home)
    version, _new = amended(bench, told, going_on=[0])
    assert "versioni 2" in office.get(f"{PAGE}/{version}").text
    assert "Vijon në versionin e ri" in html.unescape(office.get(f"{PAGE}/{agreement}").text)
    assert "versioni 2" in office.get(f"{PAGE}?q={told['number']}").text
