"""Access follows the work: until a complaint is a case's, of who examines complaints; then of who works on the case."""

from uuid import UUID, uuid4

import pytest

from shared.events.catalogue import CaseOpened
from tests.intake.conftest import delivery
from tests.intake.office import assign, get, in_case, post
from tests.intake.test_wall import ask, routes_of_a_complaint

OFFICERS = ("intake_officer", "case_officer", "approver", "commissioner")
#: What is not bound to the work, and why: whoever has a conflict steps back, whoever leads walls off, a second person is another one; whose work it is not
#: asks to be let in.
FREE = {
    "accesses",
    "accesses/<uuid:access_id>/decision",
    "exclusions",
    "stepping-back",
    "releases/<uuid:release_id>/decision",
    "handovers/<uuid:handover_id>/decision",
}

FORM = {
    "outcome": "counselled", "reason": "admissibility", "text": "x", "own_summary": "Fakte", "own_rights": "28",
    "again": "our_error", "account": "Rruga nuk ka ndriçim.", "who": "guardian", "in_conflict": "y",
}  # fmt: skip
#: A form that offers letters cannot be whole where none was sent: asked through the API alone.
NO_WHOLE_FORM = "/intake/staff/complaints/<uuid:complaint_id>/releases"


def tail(rule):
    return rule.split("<uuid:complaint_id>/")[1]


def ask_whole(world, method, rule, complaint_id, role):
    """As `ask`, with what the form of a page needs, so that no answer is about the form."""
    if "/api/" in rule:
        return ask(world, method, rule, complaint_id, role)
    return world.as_staff(role).open(rule.replace("<uuid:complaint_id>", complaint_id), method=method, data=FORM)


def bound_routes(world):
    walked = [(method, rule) for method, rule in routes_of_a_complaint(world) if method == "POST"]
    assert {tail(rule) for _, rule in walked} >= FREE, "a door that is free is gone: take it out of FREE"
    return [one for one in walked if tail(one[1]) not in FREE and one[1] != NO_WHOLE_FORM]


@pytest.mark.parametrize("role", OFFICERS)
def test_before_it_is_a_cases_every_door_lets_the_officers_of_complaints_in(world, role):
    told, shut = world.complain(submitter={"role": "parent"}), {}
    for method, rule in bound_routes(world):
        status = ask_whole(world, method, rule, told["id"], role).status_code
        if status in (401, 403, 404):
            shut[rule] = status
    assert shut == {}


@pytest.mark.parametrize("works", OFFICERS)
@pytest.mark.parametrize("role", OFFICERS)
def test_in_a_case_every_door_lets_in_who_works_on_it_and_nobody_else(world, works, role):
    told, wrong = world.complain(submitter={"role": "parent"}), {}
    in_case(world, told, works)
    for method, rule in bound_routes(world):
        status = ask_whole(world, method, rule, told["id"], role).status_code
        if (status == 403) is not (works != role) or status in (401, 404, 500):
            wrong[f"{method} {rule}"] = status
    assert len(bound_routes(world)) >= 14
    assert wrong == {}


@pytest.mark.parametrize("role", OFFICERS)
def test_the_page_offers_only_what_its_reader_may_do(world, role):
    told = world.complain(submitter={"role": "parent"})
    in_case(world, told, "case_officer")
    page = world.as_staff(role).get(f"/intake/staff/complaints/{told['id']}").text
    for tail_of_form in ("openings", "messages", "conflict", "decision"):
        assert (f'action="/intake/staff/complaints/{told["id"]}/{tail_of_form}"' in page) is (role == "case_officer")
    assert ("vetëm kush punon me çështjen" in page) is (role != "case_officer")


def test_who_is_taken_off_a_case_loses_it_and_who_is_given_it_has_it(world):
    told = world.complain()
    case_id = in_case(world, told, "case_officer")
    assert world.opened(told["id"], "case_officer").status_code == 201
    assign(world, case_id, "approver", sequence=3)
    assert world.opened(told["id"], "case_officer").status_code == 403
    assert world.opened(told["id"], "approver").status_code == 201
    assign(world, case_id, sequence=4)
    assert world.opened(told["id"], "approver").status_code == 403


def test_an_assignment_that_comes_before_its_complaint_counts_once_it_is_there(world):
    case_id, told, other = uuid4(), world.complain(), world.complain()
    assign(world, case_id, "case_officer", sequence=1)
    opened = {"case_id": case_id, "number": "C-2026-00002-3", "origin": "complaint", "complaints": [UUID(told["id"])]}
    world.take(delivery(CaseOpened, case_id, 2, **opened, rights=["28"], bodies=[]))
    assert world.opened(told["id"], "case_officer").status_code == 201
    in_case(world, other, "approver")
    assert world.opened(other["id"], "case_officer").status_code == 403, "another case is another's work"


def test_a_refusal_says_nothing_of_the_file_and_leaves_no_opening(world):
    told = world.complain()
    in_case(world, told, "case_officer")
    refused = world.opened(told["id"], "commissioner")
    assert (refused.status_code, refused.get_json()["code"]) == (403, "not_allowed")
    assert told["reference"] not in refused.text
    assert world.rows("SELECT 1 FROM opening") == []


def test_a_reopened_complaint_is_the_work_of_both(world):
    told = world.complain()
    in_case(world, told, "case_officer")
    with world.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE complaint SET status = 'closed'")
    assert post(world, f"{told['id']}/reopening", {"reason": "new_facts"}, "case_officer").status_code == 201
    for role in ("intake_officer", "case_officer"):
        assert world.opened(told["id"], role).status_code == 201
    assert get(world, told["id"]).get_json()["status"] == "received"
