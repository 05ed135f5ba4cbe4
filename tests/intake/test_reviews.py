"""Who leads looks at openings afterwards: who, for what, when, how much; never what the file says, and never their own."""

from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.intake.conftest import BASE, CHILD, PARENT, WORDS
from tests.intake.office import in_case, post
from tests.intake.test_accesses import ask, decide

URL, PAGE = f"{BASE}/openings", "/intake/staff/openings"


def waiting(world, role="commissioner"):
    return world.client.get(URL, headers=world.bearer(role)).get_json()["items"]


def review(world, opening, role="commissioner", outcome="justified"):
    return world.client.post(f"{URL}/{opening['id']}/review", json={"outcome": outcome}, headers=world.bearer(role))


@pytest.fixture
def opened(world):
    """A file of another's work, opened by the intake officer with the approver's word, beside one of their own."""
    own, other = world.complain(), world.complain(submitter={"role": "parent", "name": PARENT})
    world.opened(own["id"])
    in_case(world, other, "case_officer")
    decide(world, other, ask(world, other))
    world.opened(other["id"])
    return other


def test_those_that_were_not_the_openers_work_come_first_with_what_was_done(world, opened):
    first, second = waiting(world)
    assert (first["reference"], first["let_in"], second["let_in"]) == (opened["reference"], True, False)
    assert (first["staff_id"], first["role"]) == (str(world.staff["intake_officer"]), "intake_officer")
    assert (first["reason"], first["agreed_by"]) == ("complainant_asked", str(world.staff["approver"]))
    assert (first["shown"], first["files"], first["that_day"]) == (1, 0, 2)


def test_it_is_looked_at_once_and_then_waits_no_more(world, opened):
    first = waiting(world)[0]
    found = review(world, first, outcome="misuse")
    assert (found.status_code, found.get_json()["outcome"]) == (201, "misuse")
    assert review(world, first).get_json()["code"] == "review.done"
    assert [one["id"] for one in waiting(world)] != [first["id"]]
    (entry,) = world.rows("SELECT actor, details FROM audit_entry WHERE action = 'opening.reviewed'")
    assert entry == {
        "actor": f"staff:{world.staff['commissioner']}",
        "details": {"opening": first["id"], "outcome": "misuse"},
    }


def test_neither_who_opened_nor_who_agreed_looks_at_it(world, opened):
    first = waiting(world)[0]
    assert first["id"] not in {one["id"] for one in waiting(world, "approver")}
    assert review(world, first, "approver").get_json()["code"] == "review.own_agreement"
    mine = world.complain()
    world.opened(mine["id"], "commissioner")
    (own,) = world.rows("SELECT id FROM opening WHERE role = 'commissioner'")
    assert review(world, own).get_json()["code"] == "review.own_opening"
    assert review(world, own, "approver").status_code == 201


@pytest.mark.parametrize("body", [{}, {"outcome": "fine"}, {"outcome": None}, []])
def test_without_an_outcome_of_the_list_nothing_is_found(world, opened, body):
    first = waiting(world)[0]
    answer = world.client.post(f"{URL}/{first['id']}/review", json=body, headers=world.bearer("commissioner"))
    assert answer.status_code == 422
    page = world.as_staff("commissioner").post(f"{PAGE}/{first['id']}/review", data={"outcome": "fine"})
    assert page.status_code == 422
    assert world.rows("SELECT 1 FROM opening_review") == []


def test_nothing_of_the_file_is_shown(world, opened):
    answer = world.client.get(URL, headers=world.bearer("commissioner")).text
    page = world.as_staff("commissioner").get(PAGE).text
    for canary in (CHILD, PARENT, WORDS, "Kanarina"):
        assert canary not in answer + page
    assert opened["reference"] in page


def test_it_goes_through_the_page(world, opened):
    leader, first = world.as_staff("commissioner"), waiting(world)[0]
    assert PAGE in leader.get("/intake/staff/complaints").text
    assert leader.post(f"{PAGE}/{first['id']}/review", data={"outcome": "not_needed"}).status_code == 303
    assert world.rows("SELECT outcome FROM opening_review") == [{"outcome": "not_needed"}]
    again = leader.post(f"{PAGE}/{first['id']}/review", data={"outcome": "justified"}, follow_redirects=True)
    assert "është parë tashmë" in again.text
    assert first["reference"] not in leader.get(PAGE).text


def test_behind_a_wall_and_of_nothing_it_is_not_found(world, opened):
    first = waiting(world)[0]
    wall = {"staff_id": str(world.staff["commissioner"]), "excluded": True, "reason": "I afërm"}
    assert post(world, f"{opened['id']}/exclusions", wall, "approver").status_code == 201
    assert review(world, first).status_code == 404
    assert first["id"] not in {one["id"] for one in waiting(world)}
    assert review(world, {"id": uuid4()}).status_code == 404


def test_what_was_found_cannot_be_changed(world, opened):
    review(world, waiting(world)[0])
    with pytest.raises(Exception, match="permission denied"), world.database.transaction() as session:
        session.execute(text("UPDATE opening_review SET outcome = 'justified'"))
