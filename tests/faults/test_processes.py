"""Processes that are killed, frozen or started twice."""

import signal

import pytest
from sqlalchemy import text

from deploy.servers.processes import Process
from shared.db import Database
from shared.messaging import relay
from tests.faults.stage import Stage
from tests.waiting import wait_until

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


def test_two_relays_keep_the_order_and_one_takes_over_from_the_other(stage: Stage) -> None:
    relays = stage.start_all("relay", "relay")
    stage.start_all("consumer", "writer")
    for number in (0, 1):
        stage.inject(lambda number=number: stage.kill(relays[number]))
        relays[number] = stage.start("relay")
        stage.carry_on()
        assert _holders(stage.source) <= 1
    assert stage.judge() == []


def _holders(source: Database) -> int:
    with source.reading() as session:
        statement = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = :key")
        return session.execute(statement, {"key": relay.LOCK}).scalar_one()


def test_a_consumer_that_freezes_in_a_transaction_and_wakes_up_late_doubles_nothing(stage: Stage) -> None:
    """Another takes over meanwhile and meets its locks: it must wait for them, and not blame the events."""
    stage.start_all("relay", "writer")
    frozen = stage.start("consumer", heartbeat=2, lock_timeout=200)
    stage.inject(lambda: _freeze_in_transaction(stage, frozen))
    stage.start("consumer", heartbeat=2, lock_timeout=200)
    wait_until(lambda: stage.said("consumer_waits") + stage.said("event_failed") > 5, "it meets the locks", 100)
    frozen.send(signal.SIGCONT)
    assert stage.judge() == []


def _freeze_in_transaction(stage: Stage, consumer: Process) -> None:
    """Between two statements, with the positions of its subjects locked. It is there half of the time, so a few tries do."""

    def caught() -> bool:
        consumer.send(signal.SIGSTOP)
        if _waiting(stage.sink) and _waiting(stage.sink):
            return True
        consumer.send(signal.SIGCONT)
        stage.carry_on(0.007)
        return False

    wait_until(caught, "the consumer is frozen in a transaction", 60)


def _waiting(sink: Database) -> bool:
    statement = text(
        "SELECT count(*) FROM pg_stat_activity JOIN pg_locks USING (pid) WHERE state = 'idle in transaction'"
        " AND datname = current_database() AND relation = 'stream_position'::regclass AND mode = 'RowShareLock'"
    )
    with sink.reading() as session:
        return session.execute(statement).scalar_one() > 0
