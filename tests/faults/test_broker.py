"""RabbitMQ is killed, full, or has lost everything."""

import signal
import time
from datetime import UTC, datetime

import pytest

from shared.messaging.parked import publish_again
from tests.faults.stage import Stage
from tests.waiting import wait_until

pytestmark = pytest.mark.serial


def freeze_and_kill(stage: Stage) -> None:
    """Frozen first, so that clients go on writing into a socket from which nobody reads."""
    stage.servers.signal_broker(signal.SIGSTOP)
    stage.carry_on()
    stage.servers.broker.kill9()


def test_a_broker_that_freezes_and_dies_under_load_loses_and_doubles_nothing(stage: Stage) -> None:
    stage.start_all()
    stage.inject(lambda: freeze_and_kill(stage))
    stage.servers.start_broker()
    stage.carry_on()
    assert stage.judge() == []


def test_without_confirms_such_a_broker_is_found_to_lose_events(stage: Stage) -> None:
    found: set[str] = set()
    for _ in range(4):
        stage.start("relay", mutant="no_confirms")
        stage.start_all("consumer", "writer")
        stage.inject(lambda: freeze_and_kill(stage))
        stage.servers.start_broker()
        found = {violation.invariant for violation in stage.judge(patience=5)}
        if "delivered" in found:
            break
    assert "delivered" in found, "no_confirms survived"


def test_a_full_broker_stops_no_commit_and_all_flows_when_it_has_room(stage: Stage) -> None:
    stage.start("relay", confirm_timeout=2)
    stage.start_all("consumer", "writer")
    stage.inject(lambda: stage.servers.ctl("set_vm_memory_high_watermark", "0"))
    began = time.monotonic()
    wait_until(lambda: stage.acknowledged(began) > 200, "commits go on without the broker", 120)
    wait_until(lambda: stage.unpublished() > 200, "their events wait in the outbox", 60)
    stage.servers.ctl("set_vm_memory_high_watermark", "absolute", "1GB")
    assert stage.judge() == []


def test_what_a_broker_has_lost_for_good_is_published_again_and_takes_effect_once(stage: Stage) -> None:
    began = datetime.now(UTC)
    stage.start_all()
    stage.inject(lambda: stage.end("consumer"))
    wait_until(lambda: stage.ready() > 50, "events that only the broker has", 60)
    stage.servers.broker.wipe()
    stage.servers.start_broker()
    stage.end("writer")
    stage.start("consumer")
    wait_until(lambda: stage.unpublished() == 0, "the relay has published the rest", 60)
    assert not stage.arrived()
    with stage.source.transaction() as session:
        publish_again(session, began)
    assert stage.judge() == []


def test_a_frozen_broker_keeps_no_process_from_ending(stage: Stage) -> None:
    stage.start("relay", confirm_timeout=3)
    stage.start_all("consumer", "writer")
    stage.inject(lambda: stage.servers.signal_broker(signal.SIGSTOP))
    try:
        stage.end("relay", "consumer")
    finally:
        stage.servers.signal_broker(signal.SIGCONT)
    stage.start_all("relay", "consumer")
    assert stage.judge() == []
