"""Killed between any two messages of its work, a process loses, doubles and tears nothing. With mutants: it is noticed."""

import pytest

from tests.faults import kill_points
from tests.faults.history import broken
from tests.faults.stage import Stage

pytestmark = pytest.mark.serial


@pytest.fixture(scope="module", autouse=True)
def traceable() -> None:
    if not kill_points.ready():
        pytest.fail(kill_points.MISSING, pytrace=False)


@pytest.mark.parametrize("role", ["relay", "consumer", "writer"])
def test_a_process_killed_between_any_two_of_its_messages_loses_and_doubles_nothing(stage: Stage, role: str) -> None:
    stage.start_all(*({"relay", "consumer"} - {role}))
    died = kill_points.sweep(stage, role)
    assert len(died) >= 4, "a relay has five places: read, publish, publish, mark, read; the others have more"
    assert stage.judge() == []


#: What each bug breaks, seen from outside.
CAUGHT_AS = {
    "ack_first": ("consumer", "delivered"),
    "mark_first": ("relay", "delivered"),
    "no_inbox": ("consumer", "once"),
    "split_transaction": ("writer", "atomic"),
}


@pytest.mark.parametrize("mutant", CAUGHT_AS)
def test_the_same_kills_find_a_planted_bug(stage: Stage, mutant: str) -> None:
    role, invariant = CAUGHT_AS[mutant]

    def broken_already() -> bool:
        # Only a hint that the sweep may stop: what is still under way looks lost.
        return stage.unpublished() == 0 and stage.ready() == 0 and invariant in broken(stage.history())

    found: set[str] = set()
    for _ in range(3):
        stage.start_all(*({"relay", "consumer"} - {role}))
        kill_points.sweep(stage, role, mutant, until=broken_already)
        found = {violation.invariant for violation in stage.judge(patience=4)}
        if invariant in found:
            break
    assert invariant in found, f"{mutant} survived"
