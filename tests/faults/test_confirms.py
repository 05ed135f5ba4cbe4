"""A relay that has a doubt about a confirm trusts nothing of that connection any more."""

import signal
import threading
from dataclasses import replace

import pytest

from shared import metrics
from shared.messaging.relay import Relay
from shared.waits import Waits
from tests.faults.process import settings
from tests.faults.stage import Stage
from tests.waiting import wait_until

pytestmark = pytest.mark.serial


def restarts() -> float:
    return metrics.RELAY_RESTARTS.labels("cases")._value.get()


def test_after_a_confirm_that_did_not_come_all_events_stay_unpublished_and_then_arrive_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAULTS_BROKER", stage.servers.broker.url)
    monkeypatch.setenv("FAULTS_PREFIX", stage.topology.prefix)
    stop = threading.Event()
    at = stage.servers.source_at
    here = replace(settings("cases", at.app, at.by_role["relay"]), waits=Waits(broker_answer=2.0))
    thread = threading.Thread(target=Relay(here, stop).run)
    thread.start()
    try:
        stage.commit()
        wait_until(lambda: stage.unpublished() == 0, "the relay works", 60)
        before = restarts()
        stage.servers.signal_broker(signal.SIGSTOP)
        stage.commit(20)
        wait_until(lambda: restarts() > before, "the relay gives the connection up", 60)
        assert stage.unpublished() == 20
        stage.servers.signal_broker(signal.SIGCONT)
        wait_until(lambda: stage.unpublished() == 0, "all is published in the end", 60)
        stage.start("consumer")
        assert stage.judge() == []
    finally:
        stage.servers.signal_broker(signal.SIGCONT)
        stop.set()
        thread.join(60)
    assert not thread.is_alive()
