"""Danger alerts people: a complaint that cannot wait has somebody called, until somebody has looked at it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.intake import timers
from services.intake.actions import erasure
from shared import metrics
from shared.events.catalogue import DangerEnded, DangerReported
from shared.principal import Principal
from tests.intake.conftest import ADMISSIBLE
from tests.intake.office import NAMELESS, post

DANGER = {"in_danger_now": True}
SUMMARY = {"summary": "Një nxënës u mbajt i mbyllur.", "language": "sq", "rights": ["28"], "bodies": []}


def unseen(world, after: timedelta = timedelta(0)) -> float:
    timers.watch_dangers(world.platform, datetime.now(UTC) + after)
    return metrics.DANGER_UNSEEN._value.get()


def test_in_danger_now_has_somebody_called_and_says_nothing_but_that(world):
    told = world.complain(urgency=DANGER)
    [event] = world.outbox(DangerReported)
    assert set(event) == {"complaint_id", "at"} and event["complaint_id"] == told["id"]


@pytest.mark.parametrize("answers", [{}, {"hurt_recently": True}, {"in_danger_now": False}])
def test_what_can_wait_calls_nobody(world, answers):
    told = world.complain(urgency=answers)
    world.opened(told["id"])
    assert world.outbox(DangerReported) == world.outbox(DangerEnded) == []


def test_the_page_calls_as_the_api_does(world):
    sent = {"role": "child", "narrative": "Kam frikë", "danger": "y", "way": "none"}
    assert world.client.post("/intake/complain", data=sent).status_code == 303
    assert len(world.outbox(DangerReported)) == 1


def test_the_first_who_opens_the_file_ends_the_calls_and_the_second_changes_nothing(world):
    told = world.complain(urgency=DANGER)
    world.opened(told["id"])
    world.opened(told["id"], role="case_officer")
    assert [one["complaint_id"] for one in world.outbox(DangerEnded)] == [told["id"]]


def test_who_decides_has_looked_even_where_the_decision_lowers_the_urgency(world):
    told = world.complain(urgency=DANGER)
    decided = world.decide(told["id"], **ADMISSIBLE, urgency="normal", urgency_reason="U fol me të: nuk ka rrezik.")
    assert decided.status_code == 201, decided.get_json()
    assert len(world.outbox(DangerEnded)) == 1


def test_a_tip_that_becomes_a_case_was_looked_at(world):
    told = world.complain(**NAMELESS, urgency=DANGER)
    world.read(told["id"])
    assert post(world, f"{told['id']}/own-initiative", SUMMARY).status_code == 201
    assert len(world.outbox(DangerEnded)) == 1


def test_nobody_is_called_about_what_was_erased(world):
    told = world.complain(urgency=DANGER)
    with world.database.transaction() as session:
        erasure.erase(
            Principal("operator:shembull"), session, world.documents, UUID(told["id"]),
            reason="entered_in_error", now=datetime.now(UTC),
        )  # fmt: skip
    assert len(world.outbox(DangerEnded)) == 1
    assert unseen(world) == 0


def test_the_gauge_says_for_how_long_a_child_in_danger_has_waited(world):
    world.complain(urgency={"hurt_recently": True})
    assert unseen(world) == 0
    told = world.complain(urgency=DANGER)
    assert 15 * 60 <= unseen(world, timedelta(minutes=15)) < 16 * 60
    world.opened(told["id"])
    assert unseen(world, timedelta(minutes=15)) == 0


def late_looks(world, after: timedelta) -> float:
    timers.watch_dangers(world.platform, datetime.now(UTC) + after)
    return metrics.FIRST_LOOKS_LATE._value.get()


def test_first_looks_that_are_late_are_counted_until_somebody_has_looked(world):
    told, year = world.complain(), timedelta(days=365)
    assert late_looks(world, timedelta(0)) == 0
    assert late_looks(world, year) == 1
    opened = metrics.OPENINGS._value.get()
    world.opened(told["id"])
    assert late_looks(world, year) == 0
    assert metrics.OPENINGS._value.get() == opened + 1
