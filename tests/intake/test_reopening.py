"""Looking again: the complaint goes back to where it was received, and what was decided before stays as it was."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.intake.domain.terms import local_day
from shared.events.catalogue import CaseClosed, CaseOpened, ComplaintReopened
from tests.intake.conftest import ADMISSIBLE, BASE, CHILD, SCHOOL, delivery
from tests.intake.office import assign, box, get, post

CASE = uuid4()
REFUSED = {"outcome": "inadmissible", "ground": "not_enough_information"}


def refused(world):
    told = world.complain()
    assert world.decide(told["id"], **REFUSED).status_code == 201
    return told


def reopen(world, told, reason="new_facts", **more):
    return post(world, f"{told['id']}/reopening", {"reason": reason, **more})


def test_a_refused_complaint_is_looked_at_again_with_a_new_term(world):
    told = refused(world)
    with world.database.transaction() as session:
        session.execute(text("UPDATE complaint SET due_on = due_on - 90"))
    answer = reopen(world, told, note=f"{CHILD} solli një dokument")
    shown = answer.get_json()
    assert (answer.status_code, shown["status"], shown["decision"]) == (201, "received", None)
    due = local_day(datetime.now(UTC)) + timedelta(days=30)
    assert (shown["due_on"], shown["days_left"]) == (due.isoformat(), 30)
    assert [(one["outcome"], one["ground"]) for one in shown["decisions"]] == [("inadmissible", REFUSED["ground"])]
    assert [one["reason"] for one in shown["reopenings"]] == ["new_facts"]
    assert world.outbox(ComplaintReopened) == [
        {"complaint_id": told["id"], "reference": told["reference"], "reason": "new_facts"}
    ]
    changes = [one["changes"] for one in world.rows(
        "SELECT details->'changes' AS changes FROM audit_entry WHERE object_id = :id AND details ? 'changes' ORDER BY id", id=told["id"]
    )]  # fmt: skip
    assert [one["status"] for one in changes] == [["received", "inadmissible"], ["inadmissible", "received"]]
    assert (changes[0]["ground"], changes[1]["due_on"][1]) == ([None, REFUSED["ground"]], due.isoformat())
    assert CHILD not in str(world.rows("SELECT payload FROM outbox")) + str(world.rows("SELECT * FROM audit_entry"))


def test_the_complainant_is_told_and_sees_until_when(world):
    told = refused(world)
    reopen(world, told)
    shown = box(world, told)
    assert shown["status"]["code"] == "read", "whoever decided had read it"
    assert shown["next"]["date"] == (local_day(datetime.now(UTC)) + timedelta(days=30)).isoformat()
    assert shown["messages"][-1]["kind"] == "reopened"
    assert "Do të vendosim përsëri" in shown["messages"][-1]["text"]


def test_it_is_decided_anew_and_both_decisions_stay(world):
    told = refused(world)
    reopen(world, told)
    assert world.decide(told["id"], **ADMISSIBLE).status_code == 201
    kept = get(world, told["id"]).get_json()["decisions"]
    assert [one["outcome"] for one in kept] == ["inadmissible", "admissible"]
    assert kept[1]["summary"] == ADMISSIBLE["summary"]


@pytest.mark.parametrize("table", ["decision", "reopening"])
def test_what_was_decided_cannot_be_changed_in_the_database(world, table):
    reopen(world, refused(world))
    with pytest.raises(Exception, match="permission denied"), world.database.transaction() as session:
        session.execute(text(f"DELETE FROM {table}"))


def test_a_closed_one_is_reopened_and_keeps_the_name_of_its_case(world):
    told = world.complain()
    world.decide(told["id"], **ADMISSIBLE)
    opened = delivery(
        CaseOpened, CASE, 1, case_id=CASE, number="C-2026-00001-5", origin="complaint", complaints=[UUID(told["id"])],
        rights=["28"], bodies=[SCHOOL],
    )  # fmt: skip
    closed = delivery(
        CaseClosed, CASE, 3, case_id=CASE, number="C-2026-00001-5", outcome="withdrawn", complaints=[UUID(told["id"])]
    )
    world.take(opened)
    assign(world, CASE, "case_officer")
    working = post(world, f"{told['id']}/reopening", {"reason": "came_back"}, "case_officer")
    assert (working.status_code, working.get_json()["code"]) == (409, "not_ended")
    world.take(closed)
    assert reopen(world, told, "came_back").status_code == 403, "it is still the work of the case"
    shown = post(world, f"{told['id']}/reopening", {"reason": "came_back"}, "case_officer").get_json()
    assert (shown["status"], shown["case"]["number"]) == ("received", "C-2026-00001-5")


def test_what_nobody_has_ended_is_not_reopened(world):
    told = world.complain()
    answer = reopen(world, told)
    assert (answer.status_code, answer.get_json()["code"], answer.get_json()["legal"]) == (
        409, "not_ended", ["decision"],
    )  # fmt: skip


@pytest.mark.parametrize("body", [{}, {"reason": "boredom"}, {"reason": "came_back", "note": "x" * 501}, {"x": 1}])
def test_a_faulty_reopening_is_refused(world, body):
    assert post(world, f"{refused(world)['id']}/reopening", body).status_code == 422
    assert world.outbox(ComplaintReopened) == []


def test_who_writes_after_the_decision_is_seen_in_the_list_and_a_new_look_answers_it(world):
    told = refused(world)
    headers = {"Receipt-Code": told["receipt_code"]}
    world.client.post(f"{BASE}/complaints/mine/messages", json={"text": "Kam diçka të re"}, headers=headers)

    def flag():
        page = world.client.get(f"{BASE}/complaints", headers=world.bearer("intake_officer")).get_json()
        return [item["wrote_after_decision"] for item in page["items"]]

    assert flag() == [True]
    reopen(world, told, "came_back")
    assert flag() == [False]


def test_a_refusal_told_within_the_term_names_its_ground_and_the_way(world):
    """Rule 16."""
    told = world.complain(submitter={"role": "parent", "name": "Testatrik"})
    before = get(world, told["id"]).get_json()
    assert before["days_left"] == 30
    assert box(world, told)["next"]["date"] == before["due_on"]
    world.decide(told["id"], outcome="inadmissible", ground="no_public_body")
    after = get(world, told["id"]).get_json()
    assert after["decision"]["decided_at"][:10] <= before["due_on"]
    (message,) = box(world, told)["messages"]
    for part in ("asnjë organ publik", "ndihmë juridike falas"):
        assert part in message["text"]


def test_a_refusal_without_a_ground_is_refused(world):
    """Rule 16."""
    answer = world.decide(world.complain()["id"], outcome="inadmissible")
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == "/ground"
