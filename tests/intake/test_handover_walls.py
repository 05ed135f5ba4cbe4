"""Partners is told who is shut out of a complaint whose letter to a body lies in the post book."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.intake.timers import tell_walls
from shared.events.catalogue import CaseExclusionChanged, ComplaintHandedOver, HandoverWalled
from tests.intake.conftest import delivery
from tests.intake.test_handovers import ask, decide, handed, told
from tests.intake.test_wall import exclude

__all__ = ["told"]

FORGET = text("UPDATE handover SET walls_told = NULL")


def walls(world):
    return [(one["handover_id"], set(one["staff"])) for one in world.outbox(HandoverWalled)]


@pytest.fixture
def officer(world):
    return str(world.staff["case_officer"])


def test_a_wall_that_stands_when_the_letter_leaves_is_told_before_the_letter(world, told, officer):
    assert exclude(world, told, officer).status_code == 201
    event, _letter = handed(world, told)
    assert walls(world) == [(event["handover_id"], {officer})]
    kinds = [HandoverWalled.type, ComplaintHandedOver.type]
    rows = world.rows("SELECT type, subject, sequence FROM outbox WHERE type = ANY(:kinds) ORDER BY id", kinds=kinds)
    assert [row["type"] for row in rows] == kinds
    assert {str(row["subject"]) for row in rows} == {event["handover_id"]}, (
        "of one subject they take effect in this order"
    )


def test_a_wall_that_is_raised_or_taken_down_later_is_told_whole(world, told, officer):
    event, _letter = handed(world, told)
    assert walls(world) == []
    other = str(world.staff["publisher"])
    for person in (officer, other):
        assert exclude(world, told, person).status_code == 201
    assert exclude(world, told, officer, excluded=False).status_code == 201
    number = event["handover_id"]
    assert walls(world) == [(number, {officer}), (number, {officer, other}), (number, {other})]


def test_a_wall_that_cases_raises_counts_too(world, told, officer):
    event, _letter = handed(world, told)
    content = {"case_id": uuid4(), "complaints": [UUID(told["id"])], "staff_id": UUID(officer), "excluded": True}
    world.take(delivery(CaseExclusionChanged, UUID(int=5), 1, **content))
    assert walls(world) == [(event["handover_id"], {officer})]


def test_what_waits_or_was_refused_is_no_letter_and_nothing_is_told_of_it(world, told, officer):
    asked = ask(world, told)
    assert exclude(world, told, officer).status_code == 201
    assert decide(world, told, asked, approve=False).json["state"] == "refused"
    tell_walls(world.platform, datetime.now(UTC))
    assert walls(world) == []


def test_walls_of_before_anybody_was_told_are_told_once(world, told, officer):
    event, _letter = handed(world, told)
    assert exclude(world, told, officer).status_code == 201
    world.database.run(lambda session: session.execute(FORGET))
    for _twice in range(2):
        tell_walls(world.platform, datetime.now(UTC))
    assert walls(world) == [(event["handover_id"], {officer})] * 2
