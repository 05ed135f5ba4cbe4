"""A case of the office's own initiative takes the codes of the children whom it is about, and the figures of children count it once."""

import pytest
from sqlalchemy import text

from services.cases.domain.profile import MEMBERS, NOT_SAID
from services.cases.register import timers
from tests.cases.test_api_cases import own
from tests.cases.test_figures_children import MARCH, codes, read

NOTHING = dict.fromkeys(MEMBERS, NOT_SAID)
TOLD = {"children": "several", "age_band": "several", "care": "residential", "county": "tirane"}


def opened(bench, officer, profile):
    answer = officer.post("/cases", own(bench, profile=profile))
    assert answer.status_code == 201, answer.json
    with bench.platform.database.transaction() as session:
        moved = {"at": "2025-05-05T09:00Z", "id": answer.json["id"]}
        session.execute(text("UPDATE case_file SET opened_at = :at WHERE id = :id"), moved)
    return answer.json["id"]


def test_the_api_takes_the_codes_and_shows_them_with_the_case(bench, officer):
    case_id = opened(bench, officer, TOLD)
    assert officer.get(f"/cases/{case_id}").json["profile"] == {**NOTHING, **TOLD}


def test_a_case_about_no_certain_child_has_none(bench, officer):
    case_id = officer.post("/cases", own(bench)).json["id"]
    assert officer.get(f"/cases/{case_id}").json["profile"] is None
    assert officer.get(f"/cases/{bench.admit()}").json["profile"] is None
    assert bench.scalar("SELECT count(*) FROM case_profile") == 0


@pytest.mark.parametrize(
    ("profile", "pointer"),
    [
        ({"sex": "female"}, "/profile/children"),
        ({"children": "one", "minority": "martian"}, "/profile/minority"),
        ({"children": "one", "name": "Askush"}, "/profile/name"),
        ({"children": "one", "sex": "several"}, "/profile/sex"),
    ],
)
def test_what_is_no_code_is_refused_where_it_stands_and_one_child_is_not_several(bench, officer, profile, pointer):
    answer = officer.post("/cases", own(bench, profile=profile))
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert bench.scalar("SELECT count(*) FROM case_file") == 0


def test_the_figures_of_children_count_each_such_case_once_beside_the_complaints(bench, officer):
    for _ in range(6):
        opened(bench, officer, TOLD)
    for _ in range(7):
        opened(bench, officer, {"children": "one", "age_band": "under_6", "care": "family"})
    officer.post("/cases", own(bench))
    timers.keep_children(bench.platform, MARCH)
    told = read(bench)
    ages = codes(told, "age_band")
    assert (told["whole"], ages["several"], ages["under_6"], ages["adult"]) == (13, 6, 7, 0)
    assert codes(told, "sex") | {NOT_SAID: 13} == codes(told, "sex")
    assert "own initiative" in told["method"]["en"] and "nismën e zyrës" in told["method"]["sq"]


def test_small_numbers_of_such_cases_are_not_shown(bench, officer):
    for _ in range(9):
        opened(bench, officer, {"children": "one", "care": "family"})
    for _ in range(2):
        opened(bench, officer, {"children": "one", "care": "street"})
    timers.keep_children(bench.platform, MARCH)
    told = read(bench)
    assert (told["whole"], codes(told, "care")["street"], codes(told, "care")["family"]) == (11, None, None)


def test_a_case_that_complaints_joined_is_counted_by_them_alone(bench, officer):
    for _ in range(5):
        opened(bench, officer, {"children": "one", "sex": "female"})
    joined = opened(bench, officer, {"children": "one", "sex": "female"})
    complaint = bench.complaint()
    with bench.platform.database.transaction() as session:
        session.execute(text("UPDATE complaint SET case_id = :case WHERE id = :id"), {"case": joined, "id": complaint})
    timers.keep_children(bench.platform, MARCH)
    assert read(bench)["whole"] == 6


def test_profiles_of_cases_are_in_the_contract(bench):
    schemas = bench.app.test_client().get("/cases/api/v1/openapi.json").json["components"]["schemas"]
    assert set(schemas["NewCaseProfile"]["properties"]) == {"children", *MEMBERS}
    assert schemas["NewCaseProfile"]["required"] == ["children"]
    assert "profile" not in schemas["NewCaseBody"]["required"]


def test_the_codes_are_corrected_and_taken_back_by_who_saw_the_newest_version(bench, officer):
    case_id = opened(bench, officer, TOLD)
    path = f"/cases/{case_id}"
    version = officer.get(path).headers["ETag"]
    assert officer.patch(path, {"profile": {"children": "one", "sex": "female"}}).status_code == 200
    assert officer.get(path).json["profile"] == {**NOTHING, "children": "one", "sex": "female"}
    late = officer.call("PATCH", path, headers={"If-Match": version}, json={"profile": None})
    assert late.status_code == 412
    wrong = officer.patch(path, {"profile": {"children": "one", "sex": "several"}})
    assert (wrong.status_code, wrong.json["errors"][0]["pointer"]) == (422, "/profile/sex")
    assert officer.patch(path, {"title": "Titull i ri"}).status_code == 200
    assert officer.get(path).json["profile"]["sex"] == "female"
    assert officer.patch(path, {"profile": None}).status_code == 200
    assert officer.get(path).json["profile"] is None
    details = bench.scalar("SELECT string_agg(details::text, ' ') FROM audit_entry WHERE action = 'case.changed'")
    assert "profile" in details and "female" not in details


def test_the_children_of_complaints_are_told_with_the_complaints(bench, story):
    refused = story.officer.patch(f"/cases/{story.case_id}", {"profile": {"children": "one"}})
    assert (refused.status_code, refused.json["code"]) == (409, "case.profile_of_complaint")
    assert bench.scalar("SELECT count(*) FROM case_profile") == 0
