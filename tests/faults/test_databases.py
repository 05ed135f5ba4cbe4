"""PostgreSQL crashes, or is away for long."""

import signal
import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from deploy.servers.processes import Process
from shared.db import Database
from shared.messaging.inbox import world_at_fault
from tests.faults.stage import Stage
from tests.waiting import wait_until

pytestmark = pytest.mark.serial


def test_a_database_that_crashes_under_load_loses_nothing_that_was_acknowledged(stage: Stage) -> None:
    servers = stage.servers
    stage.start_all()
    for server in (servers.source, servers.sink, servers.source):
        stage.inject(lambda server=server: servers.crash(server))
        stage.start_again(server)
        stage.carry_on()
    assert stage.judge() == []


def test_a_consumer_without_its_database_gives_nothing_up(stage: Stage) -> None:
    """Not even if it is started anew again and again meanwhile, more often than the broker would deliver a message.

    Each end of a consumer counts as a failed delivery of everything that it had prefetched. The limit is 3 here, not 50.
    """
    servers = stage.servers
    _, consumer, _ = (stage.start(role, delivery_limit=3) for role in ("relay", "consumer", "writer"))
    stage.inject(lambda: servers.crash(servers.sink))
    began = time.monotonic()
    for turn in range(5):
        wait_until(lambda turn=turn: stage.said("consumer_waits") > 2 * turn + 1, "the consumer waits", 60)
        stage.kill(consumer)
        consumer = stage.start("consumer", delivery_limit=3)
    wait_until(
        lambda: time.monotonic() > began + 12 and stage.acknowledged(began) > 500, "a long outage under load", 120
    )
    stage.start_again(servers.sink)
    assert stage.judge() == []


def test_commits_that_are_acknowledged_before_they_are_on_disk_are_found_missing(stage: Stage) -> None:
    found: set[str] = set()
    for _ in range(5):
        relay, _ = stage.start_all("relay", "consumer")
        stage.start("writer", mutant="sync_commit_off")
        stage.inject(lambda relay=relay: crash_between_flushes(stage, relay))
        stage.start_again(stage.servers.source)
        found = {violation.invariant for violation in stage.judge(patience=5)}
        if "stored" in found:
            break
    assert "stored" in found, "sync_commit_off survived"


def crash_between_flushes(stage: Stage, relay: Process) -> None:
    """The relay pauses, since its own commits put on disk what stands before them in the log, the writer's too."""
    relay.send(signal.SIGSTOP)
    stage.carry_on(0.1)
    stage.servers.crash(stage.servers.source)
    relay.send(signal.SIGCONT)


def test_a_pool_without_a_free_connection_is_not_the_fault_of_an_event(stage: Stage) -> None:
    database = Database(stage.servers.sink_url, pool_size=1)
    database.engine.pool._timeout = 0.1
    try:
        with database.reading() as first, database.reading() as second:
            for session in (first, second):
                session.execute(text("SELECT 1"))
            with pytest.raises(SQLAlchemyError) as raised:
                database.run(lambda session: session.execute(text("SELECT 1")))
        assert world_at_fault(raised.value)
    finally:
        database.dispose()
