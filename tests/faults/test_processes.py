"""Processes that are killed, frozen or started twice."""

import pytest

from tests.faults.stage import Stage

pytestmark = pytest.mark.serial


@pytest.mark.parametrize("role", ["relay", "consumer", "writer"])
def test_a_process_that_is_killed_again_and_again_loses_and_doubles_nothing(stage: Stage, role: str) -> None:
    roles = ["relay", "consumer", "writer"]
    running = dict(zip(roles, stage.start_all(*roles), strict=True))
    for _ in range(3):
        stage.inject(lambda: stage.kill(running[role]))
        running[role] = stage.start(role)
        stage.carry_on()
    assert stage.judge() == []
