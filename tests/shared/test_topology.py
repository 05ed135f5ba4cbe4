"""The queues exist for whoever declares them first, also for a process that has read no service."""

import subprocess
import sys
from pathlib import Path

from shared.events import printed
from shared.messaging.topology import Topology

ROOT = Path(__file__).parents[2]


def test_a_process_that_knows_only_the_topology_knows_every_consumer():
    program = "from shared.messaging.topology import Topology; print(*Topology().services())"
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["cases", "intake", "notifications", "partners"]


def test_every_event_is_routed_to_each_of_its_consumers():
    topology = Topology()
    for event in printed.events():
        for service in event.consumers:
            keys = [bound.routing_key for bound in topology.queue(service).bindings]
            assert f"{event.stream()}.#" in keys
