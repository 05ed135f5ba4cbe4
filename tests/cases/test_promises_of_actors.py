"""What a party that is no body promised is followed like what everybody else owes: late by its day, kept when the office found so, and in the late list."""

import html
import re
from datetime import timedelta
from uuid import UUID, uuid4

from services.cases.agreements import timers
from shared import clock
from shared.events.catalogue import AgreementEnded, RecommendationIssued
from shared.events.documents.partners import AgreementWords, ClauseWords
from tests.cases.bench import today
from tests.cases.test_agreements import PAGE, at, now_again, signed

__all__ = ["now_again"]
NAME = "Fondacioni Drita"
LATE = "/cases/staff/obligations?timeliness=late"


def promised(bench, due=20, **more):
    """An agreement with one clause of the office and one of another party. Its id, what was told, and the id of that clause."""
    ids = (uuid4(), uuid4())
    words = AgreementWords(
        title="Marrëveshje",
        clauses=(
            ClauseWords(id=ids[0], text="Zyra jep të dhëna.", evidence="Tabela"),
            ClauseWords(id=ids[1], text="Hap një linjë.", evidence="Raporti", actor=NAME),
        ),
    )
    clauses = (
        {"clause_id": ids[0], "due": today() + timedelta(days=300)},
        {"clause_id": ids[1], "owed_by_actor": uuid4(), "due": today() + timedelta(days=due)},
    )
    more = {"clauses": clauses, "words": bench.platform.documents.keep(words), **more}
    agreement, told = signed(bench, None, None, **more)
    return agreement, told, str(ids[1])


def found(person, clause, **more):
    body = {
        "assessment": "implemented",
        "on": clock.utc_now().date().isoformat(),
        "evidence": "Raporti i tyre.",
        **more,
    }
    return person.post(f"/agreements/promises/{clause}/outcomes", {key: one for key, one in body.items() if one})


def one(person, clause):
    return person.get(f"/agreements/promises/{clause}").json["promise"]


def late(person):
    return [line["id"] for line in person.get("/agreements/promises?timeliness=late").json["items"]]


def test_it_is_late_after_its_day_and_stands_in_the_late_list_until_it_is_kept(bench, officer):
    office = bench.office()
    agreement, _told, clause = promised(bench)
    assert (one(officer, clause)["state"], one(officer, clause)["late"]) == ("in_process", False)
    assert late(officer) == [] and NAME not in office.get(LATE).text
    assert [line["id"] for line in officer.get("/agreements/promises?timeliness=due_in").json["items"]] == [clause]
    at(30, officer)
    assert (one(officer, clause)["state"], one(officer, clause)["late"]) == ("promise_broken", True)
    assert late(officer) == [clause]
    page = html.unescape(bench.office().get(LATE).text)
    assert NAME in page and f"/cases/staff/agreements/promises/{clause}" in page
    assert clause not in bench.office().get(f"{LATE}&q={NAME}").text
    [_own, standing] = officer.get(f"/agreements/{agreement}").json["clauses"]
    assert (standing["late"], standing["name_sq"], standing["owed_by"]) == (True, NAME, None)
    figures = officer.get("/agreements/figures").json
    assert (figures["actors"]["clauses"], figures["actors"]["late"]) == (1, 1)
    assert figures["office"]["clauses"] == 1
    assert found(officer, clause).status_code == 201
    assert late(officer) == [] and one(officer, clause)["state"] == "implemented"
    assert NAME not in bench.office().get(LATE).text
    assert officer.get("/agreements/figures").json["actors"]["states"] == {"implemented": 1}


def test_no_letter_goes_to_it_no_case_is_opened_and_nothing_is_asked_of_the_office_for_it(bench, officer):
    agreement, told, _clause = promised(bench)
    timers.prepare_agreements(bench.platform, clock.utc_now())
    known = officer.get(f"/agreements/{agreement}").json["agreement"]
    assert (known["waits"], known["case_id"]) == (False, None)
    assert officer.post(f"/agreements/{agreement}/sending").json["code"] == "agreement.nothing_to_send"
    assert bench.told(RecommendationIssued, kind="agreement_clauses") == []
    assert [line["item"] for line in officer.get(f"/incoming?q={told['number']}").json["items"]] == ["1"]


def test_what_cannot_be_said_is_refused(bench, officer):
    _agreement, _told, clause = promised(bench)
    for more, code in (
        ({"assessment": "not", "on": None}, "assessment.not_yet_due"),
        ({"assessment": "partly", "on": None}, "assessment.not_yet_due"),
        ({"assessment": "not_assessed", "on": None}, "promise.nothing_found"),
        ({"on": None}, "assessment.needs_on"),
        ({"on": (today() + timedelta(days=3)).isoformat()}, "assessment.in_the_future"),
    ):
        answer = found(officer, clause, **more)
        assert (answer.status_code in (409, 422), code in answer.text) == (True, True), answer.text
    for bad in ({"assessment": "claimed"}, {"evidence": ""}):
        assert found(officer, clause, **bad).status_code == 422
    assert found(officer, uuid4()).status_code == 404
    assert officer.get(f"/agreements/promises/{uuid4()}").status_code == 404
    assert found(bench.person("publisher"), clause).status_code == 403


def test_a_finding_is_corrected_by_the_next_and_all_of_them_are_read(bench, officer):
    _agreement, _told, clause = promised(bench)
    at(30, officer)
    assert found(officer, clause, assessment="not", on=None).status_code == 201
    assert (one(officer, clause)["state"], late(officer)) == ("not", [clause])
    assert found(officer, clause, assessment="not_assessed", on=None, evidence="Gabim.").status_code == 201
    assert one(officer, clause)["state"] == "promise_broken"
    told = officer.get(f"/agreements/promises/{clause}").json["outcomes"]
    assert [(line["word"], line["evidence"]) for line in told] == [
        ("not_assessed", "Gabim."),
        ("not", "Raporti i tyre."),
    ]


def over(bench, told, **more):
    agreement = told["agreement_id"]
    ended = {"ended_on": clock.utc_now().date(), "ground": "breach", "noted_by": uuid4(), **more}
    bench.hear(AgreementEnded, UUID(str(agreement)), agreement_id=agreement, number=told["number"], **ended)
    timers.close_agreements(bench.platform, clock.utc_now())


def test_when_the_agreement_ends_what_was_not_due_is_over_and_what_was_late_stays(bench, officer):
    _agreement, told, clause = promised(bench, due=100)
    _agreement, other, broken = promised(bench, due=10)
    at(30, officer)
    over(bench, told)
    over(bench, other)
    assert (one(officer, clause)["state"], one(officer, clause)["late"]) == ("overtaken", False)
    assert (one(officer, broken)["state"], late(officer)) == ("promise_broken", [broken])


def test_in_the_next_version_it_goes_on_with_what_was_found_and_stands_once(bench, officer):
    _agreement, told, clause = promised(bench, due=10)
    next_id = uuid4()
    said = ClauseWords(id=next_id, text="Hap një linjë.", evidence="Raporti", actor=NAME)
    goes_on = {**told["clauses"][1], "clause_id": next_id, "goes_on_from": told["clauses"][1]["clause_id"]}
    words = bench.platform.documents.keep(AgreementWords(title="Marrëveshje", clauses=(said,)))
    signed(
        bench, None, number=told["number"], clauses=(goes_on,), words=words, version=2, amends=told["agreement_id"]
    )  # fmt: skip
    over(bench, told, ground="amended", goes_on=(told["clauses"][1]["clause_id"],))
    at(30, officer)
    assert late(officer) == [str(next_id)]
    assert found(officer, next_id, assessment="partly", on=None).status_code == 201
    assert [one(officer, each)["state"] for each in (clause, next_id)] == ["partly", "partly"]
    assert officer.get("/agreements/figures").json["actors"]["clauses"] == 1


def test_the_pages_list_it_by_name_and_note_how_it_turned_out(bench, officer):
    office = bench.office()
    agreement, told, clause = promised(bench)
    where = f"{PAGE}/promises/{clause}"
    listed = f"{PAGE}/promises"
    for asked in (NAME, told["number"]):
        assert where in office.get(f"{listed}?q={asked}&timeliness=due_in").text
        assert [line["id"] for line in officer.get(f"/agreements/promises?q={asked}").json["items"]] == [clause]
    assert where not in office.get(f"{listed}?q=askush").text
    assert officer.get("/agreements/promises?q=askush").json["items"] == []
    assert where in office.get(f"{PAGE}/{agreement}").text and NAME in office.get(f"{PAGE}/{agreement}").text
    assert listed in office.get(PAGE).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', office.get(where).text)[1]
    day = today()
    said = {
        "csrf_token": token, "assessment": "implemented", "evidence": "Linja u hap.",
        "on-day": day.day, "on-month": day.month, "on-year": day.year,
    }  # fmt: skip
    early = office.post(where, data={**said, "assessment": "not"})
    assert (early.status_code, "Linja u hap." in early.text) == (409, True)
    assert office.post(where, data={**said, "evidence": ""}).status_code == 422
    assert office.post(where, data=said).status_code == 303
    assert "Linja u hap." in office.get(where).text
    assert office.get(f"{PAGE}/promises/{uuid4()}").status_code == 404
