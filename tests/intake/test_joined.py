"""Joined complaints (rule 17): one main complaint, an own answer for each complainant, and nobody learns of the others."""

from uuid import UUID, uuid4

import pytest

from shared.events.catalogue import CaseClosed, CaseOpened, ComplainantInformed, ComplaintDecided, RecommendationIssued
from tests.intake.conftest import ADMISSIBLE, BASE, SCHOOL, delivery
from tests.intake.office import box, fault, get

NUMBER = "C-2026-00001-5"


@pytest.fixture
def case():
    return uuid4()


def ids(*told):
    return [UUID(one["id"]) for one in told]


def join(world, told, main):
    answer = world.decide(told["id"], outcome="joined", joined_to=main["id"], ground="duplicate")
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()


def opened(case, *told):
    return delivery(CaseOpened, case, 1, case_id=case, number=NUMBER, origin="complaint", complaints=ids(*told),
                    rights=["28"], bodies=[SCHOOL])  # fmt: skip


def closed(case, *told):
    return delivery(CaseClosed, case, 2, case_id=case, number=NUMBER, outcome="no_violation", complaints=ids(*told))


def kinds(world, told):
    """In no order: an event of a test is a moment old."""
    return sorted(message["kind"] for message in box(world, told)["messages"])


def test_whoever_is_joined_gets_every_notice_of_the_case_and_an_answer_of_their_own(world, case):
    main, second, third = (world.complain() for _ in range(3))
    for told in (second, third):
        join(world, told, main)
    world.decide(main["id"], **ADMISSIBLE)
    world.take(opened(case, main, second, third))
    act = uuid4()
    letter = {"institution_id": SCHOOL, "role": "responsible", "expects": "reply", "rendering": "a" * 64}
    world.take(delivery(
        RecommendationIssued, act, recommendation_id=act, case_id=case, number="R-2026-00001-1", kind="remedy",
        content_hash="b" * 64, items=[{"item_id": uuid4()}], addressees=[letter], complaints=ids(main, second, third),
    ))  # fmt: skip
    for told in (main, second, third):
        own = world.documents.put_json({"text": f"Vetëm për {told['reference']}", "language": "sq"})
        world.take(delivery(
            ComplainantInformed, UUID(told["id"]), complaint_id=UUID(told["id"]), case_id=case, message=own,
        ))  # fmt: skip
    world.take(closed(case, main, second, third))
    for told in (main, second, third):
        assert kinds(world, told) == ["act_sent", "case_closed", "case_opened", "decision", "informed"]
        said = str(box(world, told))
        assert f"Vetëm për {told['reference']}" in said
        others = {one["reference"] for one in (main, second, third)} - {told["reference"]}
        assert not [one for one in others if one in said]
        assert box(world, told)["status"]["code"] == "closed"


def test_who_is_joined_after_the_case_began_goes_into_it_at_once(world, case):
    main, late = world.complain(), world.complain()
    world.decide(main["id"], **ADMISSIBLE)
    world.take(opened(case, main))
    assert join(world, late, main)["case"]["number"] == NUMBER
    assert (kinds(world, late), box(world, late)["status"]["code"]) == (["case_opened", "decision"], "in_case")


def test_the_news_of_the_case_may_come_after_somebody_was_joined_whom_it_does_not_name(world, case):
    main, second = world.complain(), world.complain()
    world.decide(main["id"], **ADMISSIBLE)
    join(world, second, main)
    world.take(opened(case, main))
    assert kinds(world, second) == ["case_opened", "decision"]
    again = delivery(CaseOpened, uuid4(), 1, case_id=case, number=NUMBER, origin="complaint", rights=["28"],
                     complaints=ids(main, second), bodies=[])  # fmt: skip
    world.take(again)
    assert kinds(world, second) == ["case_opened", "decision"]


def test_one_that_is_joined_to_a_joined_one_goes_to_the_main_one(world):
    main, second, third = (world.complain() for _ in range(3))
    join(world, second, main)
    assert join(world, third, second)["decision"]["joined_to"] == main["id"]
    assert world.outbox(ComplaintDecided)[-1]["joined_to"] == main["id"]


def test_those_joined_to_one_that_is_joined_in_turn_go_along(world, case):
    main, second, third = (world.complain() for _ in range(3))
    world.decide(main["id"], **ADMISSIBLE)
    world.take(opened(case, main))
    join(world, third, second)
    join(world, second, main)
    assert get(world, third["id"]).get_json()["decision"]["joined_to"] == main["id"]
    assert [get(world, one["id"]).get_json()["case"]["number"] for one in (second, third)] == [NUMBER, NUMBER]


def test_a_complaint_is_not_joined_round_in_a_circle(world):
    main, second = world.complain(), world.complain()
    join(world, second, main)
    answer = world.decide(main["id"], outcome="joined", joined_to=second["id"])
    assert fault(answer) == (422, "joined_to_itself", "/joined_to")


def test_nobody_is_joined_to_what_the_office_has_ended(world):
    main, second = world.complain(), world.complain()
    world.decide(main["id"], outcome="inadmissible", ground="no_public_body")
    answer = world.decide(second["id"], outcome="joined", joined_to=main["id"])
    assert fault(answer) == (422, "joined_to_ended", "/joined_to")


def test_where_the_main_one_is_refused_each_is_told_the_ground_and_the_way(world):
    main, second = world.complain(), world.complain(submitter={"role": "parent", "name": "Testatrik"})
    join(world, second, main)
    world.decide(main["id"], outcome="inadmissible", ground="no_public_body")
    assert kinds(world, second) == ["decision", "decision"]
    assert box(world, second)["status"]["code"] == "inadmissible"
    assert "ndihmë juridike falas" in box(world, second)["messages"][1]["text"]
    decided = world.outbox(ComplaintDecided)
    assert [(one["complaint_id"], one["outcome"]) for one in decided] == [
        (second["id"], "joined"), (main["id"], "inadmissible"), (second["id"], "inadmissible"),
    ]  # fmt: skip


def test_complaints_and_cases_are_counted_apart(world, case):
    main, second = world.complain(), world.complain()
    join(world, second, main)
    world.decide(main["id"], **ADMISSIBLE)
    world.take(opened(case, main, second))
    page = world.client.get(f"{BASE}/complaints", headers=world.bearer("case_officer")).get_json()
    cases = {get(world, item["id"]).get_json()["case"]["id"] for item in page["items"]}
    assert (len(page["items"]), len(cases)) == (2, 1)
