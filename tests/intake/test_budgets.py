"""How many files one person opens in a day: enough for the work, too few to read through them all."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.intake import data
from services.intake.actions import openings
from services.intake.domain.budgets import Budget
from services.intake.schemas.files import NewOpening
from services.intake.timers import watch_budgets
from shared import metrics
from shared.principal import Principal
from tests.intake.office import in_case
from tests.intake.test_accesses import ask, decide


@pytest.fixture
def small(monkeypatch):
    """A budget of two own files and one other, as an edit of the data file would give."""
    monkeypatch.setattr(data, "budget", lambda: Budget(own=2, let_in=1, near=80))


def test_the_data_file_says_how_many():
    assert (data.budget().own, data.budget().let_in, data.budget().near) == (15, 3, 80)
    assert data.budget().near_counts() == (12, 3)


def test_one_more_than_a_day_allows_needs_another_person(world, small):
    told = [world.complain() for _ in range(3)]
    assert [world.opened(one["id"]).status_code for one in told] == [201, 201, 409]
    refused = world.opened(told[2]["id"]).get_json()
    assert (refused["code"], refused["legal"]) == ("budget.own", ["accesses"])
    assert len(world.rows("SELECT 1 FROM opening")) == 2
    decide(world, told[2], ask(world, told[2]))
    assert world.opened(told[2]["id"]).status_code == 201
    assert world.rows("SELECT own, let_in FROM opening_count") == [{"own": 2, "let_in": 1}]
    assert world.opened(told[0]["id"], "case_officer").status_code == 201, "each person has their own"


def test_files_of_others_end_sooner_and_nobody_helps(world, small):
    told = [world.complain() for _ in range(2)]
    for one in told:
        in_case(world, one, "case_officer")
        assert decide(world, one, ask(world, one)).status_code == 200
    assert [world.opened(one["id"]).status_code for one in told] == [201, 409]
    assert world.opened(told[1]["id"]).get_json()["code"] == "budget.let_in"


def test_the_next_day_begins_with_nothing(world, vault, small):
    told = world.complain()
    by = Principal("staff", world.staff["intake_officer"], frozenset({"intake_officer"}))
    began = datetime.now(UTC)
    for days in (0, 0, 1, 1):
        moment = began + timedelta(days=days)
        world.database.run(
            lambda s, at=moment: openings.open_file(by, s, vault, UUID(told["id"]), NewOpening(reason="review"), now=at)
        )
    assert world.rows("SELECT own FROM opening_count ORDER BY day") == [{"own": 2}, {"own": 2}]


def test_the_page_says_so_and_leads_to_asking(world, small):
    told, officer = [world.complain() for _ in range(3)], world.as_staff("intake_officer")
    paths = [f"/intake/staff/complaints/{one['id']}" for one in told]
    statuses = [officer.post(f"{path}/openings", data={"reason": "review"}) for path in paths]
    assert [one.status_code for one in statuses] == [303, 303, 422]
    assert "aq dosje sa lejohen në një ditë" in statuses[2].text
    assert f"{paths[2]}/accesses" in statuses[2].text
    assert f'action="{paths[2]}/accesses"' in officer.get(f"{paths[2]}/accesses").text


def test_somebody_is_told_before_it_is_used_up(world, small):
    told = world.complain()
    watch_budgets(world.platform, datetime.now(UTC))
    assert metrics.OPENING_BUDGETS_NEAR._value.get() == 0
    world.opened(told["id"])
    world.opened(told["id"])
    watch_budgets(world.platform, datetime.now(UTC))
    assert metrics.OPENING_BUDGETS_NEAR._value.get() == 1
