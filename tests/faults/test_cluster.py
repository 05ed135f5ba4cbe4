"""A broker of three nodes: the one that leads a queue is killed under load, and the one that leads it then."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from tests.faults import cluster as three
from tests.faults import reading
from tests.faults.cluster import Cluster
from tests.faults.servers import Servers
from tests.faults.stage import Stage
from tests.waiting import wait_until

pytestmark = pytest.mark.serial


class Clustered(Stage):
    """Whose broker is three nodes."""

    @property
    def cluster(self) -> Cluster:
        return cast(Cluster, self.servers.broker)

    def topology_kept(self) -> bool:
        return self.cluster.members(self.queue) == len(self.cluster.nodes)


@pytest.fixture
def stage(servers: Servers, tmp_path: Path) -> Iterator[Clustered]:
    root = servers.broker.root.parent / "cluster"
    made: Any = three.begin(root)
    stage = Clustered(replace(servers, broker=made), tmp_path)
    yield stage
    stage.close()
    made.end()
    shutil.rmtree(root)


def test_the_leader_of_a_queue_is_killed_twice_under_load_and_nothing_is_lost_or_doubled(stage: Clustered) -> None:
    stage.start_all()
    pauses = []
    for _ in range(2):
        gone = stage.cluster.leader(stage.queue) if pauses else None

        def kill() -> None:
            nonlocal gone
            gone = gone or stage.cluster.leader(stage.queue)
            gone.kill9()

        stage.inject(kill)
        before, began = reading.effects(stage.sink), time.monotonic()
        wait_until(lambda seen=before: reading.effects(stage.sink) > seen, "effects behind the kill", 60)
        pauses.append(time.monotonic() - began)
        stage.carry_on(2)
        assert gone
        stage.cluster.start(gone)
    assert stage.judge() == []
    print(
        f"\n{stage.acknowledged(0)} acknowledged, effects again after {', '.join(f'{each:.1f}' for each in pauses)} s"
    )
