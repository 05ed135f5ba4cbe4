"""A proposal to dismiss rests on a serious violation that stands on record, and says of it what the record says."""

import pytest

from services.cases.domain.findings import Found, Result, is_graded
from shared.app import STAFF_COOKIE
from tests.cases.test_eight_duties import ASKED, about
from tests.cases.test_letters import letter, text_of


@pytest.fixture
def proposed(bench, story, commissioner):
    """The draft of one, of a case with a violation to which nobody gave a grade: (case, draft, ministry)."""
    ministry = bench.body("ministry")
    case = about(story, bench.body("police", relations=[("political", ministry.id, None, None)]))
    draft = case.draft(ministry, kind="dismissal_proposal", items=ASKED, official_function="drejtor")
    return case, draft, ministry


def words(case, draft, ministry):
    return " ".join(text_of(letter(case.officer, draft, ministry)).split())


def faults(case, draft):
    return [one["code"] for one in case.officer.get(f"/recommendations/{draft['id']}").json["faults"]]


def test_without_a_serious_violation_it_is_not_issued_and_says_nothing_of_one(proposed):
    case, draft, ministry = proposed
    assert faults(case, draft) == ["act.no_graded_violation"]
    assert "u shkel rëndë" not in words(case, draft, ministry)
    refused = case.approver.post(f"/recommendations/{draft['id']}/approval", {"content_hash": draft["content_hash"]})
    assert (refused.status_code, refused.json["code"]) == (409, "act.no_graded_violation")


def test_where_it_is_drafted_the_grade_is_asked_for(proposed):
    case, draft, _ministry = proposed
    case.officer.client.set_cookie(STAFF_COOKIE, case.officer.token, path="/")
    for path in (f"recommendations/{draft['id']}", f"recommendations/{draft['id']}/edit"):
        page = case.officer.client.get(f"/cases/staff/{path}", headers={"Accept-Language": "sq"}).text
        assert "Shkarkimi propozohet për një shkelje të rëndë" in page, path


def test_with_it_the_letter_says_so_and_a_corrected_finding_takes_it_back(proposed):
    case, draft, ministry = proposed
    case.found("violation_found", grade="serious")
    assert faults(case, draft) == []
    assert "u shkel rëndë" in words(case, draft, ministry)
    case.found("violation_found")
    assert faults(case, draft) == ["act.no_graded_violation"]


def test_the_file_says_which_grade_a_finding_has(proposed):
    case, _draft, _ministry = proposed
    case.found("violation_found", grade="serious")
    read = case.officer.get(f"/cases/{case.case_id}").json["findings"]
    assert [(one["grade"], one["stands"]) for one in read] == [(None, False), ("serious", True)]
    case.officer.client.set_cookie(STAFF_COOKIE, case.officer.token, path="/")
    page = case.officer.client.get(f"/cases/staff/cases/{case.case_id}", headers={"Accept-Language": "sq"}).text
    assert ("Shkelje e rëndë" in page, 'name="record_findings-grade"' in page) == (True, True)


@pytest.mark.parametrize(("result", "grade"), [("violation_found", "grave"), ("violation_not_found", "serious")])
def test_only_a_violation_has_a_grade_and_only_one_that_there_is(proposed, result, grade):
    case, _draft, _ministry = proposed
    right = case.bench.scalar("SELECT rights ->> 0 FROM case_file WHERE id = :id", id=case.case_id)
    one = {"right": right, "result": result, "grade": grade, "text": "U gjet."}
    refused = case.officer.post(f"/cases/{case.case_id}/steps", {"step": "record_findings", "findings": [one]})
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/findings/0/grade")


def test_a_grade_is_that_of_a_violation():
    found = [Found("28.1", None, Result.VIOLATION_NOT_FOUND, "serious"), Found("28.2", None, Result.VIOLATION_FOUND)]
    assert not is_graded(found, "serious")
