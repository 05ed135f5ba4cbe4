"""One run: processes under load, faults, healing, and the history that is judged."""

import os
import secrets
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from amqp.exceptions import NotFound
from kombu import Connection
from sqlalchemy.engine import make_url

from deploy.servers.databases import administer
from deploy.servers.postgres import PostgresServer
from deploy.servers.processes import Process, last_lines, spawn
from shared.db import Database
from shared.messaging.topology import Topology
from tests.faults import reading, workload
from tests.faults.history import LEAST_LOAD, History, Place, Violation, violations
from tests.faults.servers import Servers
from tests.servers import remove_queues
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
#: Seconds without any progress after which what has not arrived is taken for lost; only a failing run waits so long.
PATIENCE = 30.0
_CLEAR = "TRUNCATE outbox, inbox, stream_position, held_event, parked_event"


class Stage:
    """`start` processes, `inject` faults, then `judge`."""

    def __init__(self, servers: Servers, folder: Path) -> None:
        self.servers = servers
        self.source, self.sink = Database(servers.source_url), Database(servers.sink_url)
        self.topology = Topology(f"faults.{secrets.token_hex(4)}.")
        self.client_log, self.output = folder / "clients.log", folder / "processes.log"
        self.injections: list[float] = []
        self.poison: list[Place | None] = []
        self.queue = self.topology.queue("intake").name
        self._running: list[tuple[str, Process]] = []
        self._started: dict[str, dict[str, Any]] = {}
        self._clear()

    def _clear(self) -> None:
        at = self.servers.source_at, self.servers.sink_at
        for addresses, table in zip(at, (workload.SOURCE_TABLE, workload.SINK_TABLE), strict=True):
            name, app = table.split()[5], make_url(addresses.app).username
            with administer(addresses.migrate) as owner:
                owner.execute(f"{table}; {_CLEAR}, {name}; GRANT SELECT, INSERT ON {name} TO {app}")
        self.client_log.touch()

    # ------------------------------------------------------------------------------------------------------ processes

    def start(self, role: str, *, mutant: str = "", before: Sequence[str] = (), **environment: Any) -> Process:
        """A process of that role, as an argument of the command `before` if one is given; see `process` for variables."""
        ours = {
            "FAULTS_SOURCE": self.servers.source_url,
            "FAULTS_RELAY": self.servers.source_at.by_role["relay"],
            "FAULTS_SINK": self.servers.sink_url,
            "FAULTS_BROKER": self.servers.broker.url,
            "FAULTS_PREFIX": self.topology.prefix,
            "FAULTS_LOG": str(self.client_log),
            "FAULTS_PACE": "0.01",
            "FAULTS_WRITERS": "3",
            **{f"FAULTS_{name.upper()}": str(value) for name, value in environment.items()},
        }
        command = [*before, sys.executable, "-m", "tests.faults.process", role, "--mutant", mutant]
        process = spawn(command, log=self.output, env={**os.environ, **ours}, folder=ROOT)
        self._running.append((role, process))
        self._started[role] = {"mutant": mutant, **environment}
        return process

    def start_all(self, *roles: str) -> list[Process]:
        return [self.start(role) for role in roles or ("relay", "consumer", "writer")]

    def kill(self, process: Process) -> None:
        """SIGKILL."""
        assert process.alive, f"a process ended by itself:\n{last_lines(self.output)}"
        process.kill()
        self.forget(process)

    def forget(self, process: Process) -> None:
        """It is gone as it should be."""
        self._running = [(role, other) for role, other in self._running if other != process]

    def end(self, *roles: str) -> None:
        """Ask with SIGTERM, as every supervisor does; each must still run, and go by itself."""
        ours = [(role, process) for role, process in self._running if role in roles]
        for role, process in ours:
            assert process.alive, f"a {role} ended by itself:\n{last_lines(self.output)}"
            process.send(signal.SIGTERM)
        for role, process in ours:
            assert process.wait_gone(60), f"a {role} did not end within 60 s of SIGTERM:\n{last_lines(self.output)}"
        self._running = [(role, process) for role, process in self._running if role not in roles]

    def close(self) -> None:
        for _, process in self._running:
            process.kill()
        remove_queues(
            self.servers.broker.url, self._queues(), [self.topology.events.name, self.topology.dead_letters.name]
        )
        self.source.dispose()
        self.sink.dispose()

    # ---------------------------------------------------------------------------------------------------------- faults

    def commit(self, count: int = 1) -> None:
        """Facts and events of our own, beside or without a writer."""
        log = workload.ClientLog(self.client_log)
        for _ in range(count):
            log.attempt(workload.commit, self.source, workload.SUBJECTS[0])
        log.close()

    def acknowledged(self, since: float) -> int:
        """How many commits were acknowledged after that moment (monotonic seconds)."""
        return sum(a.acknowledged is not None and a.acknowledged > since for a in reading.attempts(self.client_log))

    def said(self, words: str) -> int:
        """How often our processes wrote that into their log."""
        return self.output.read_text(encoding="utf-8", errors="replace").count(words)

    def inject(self, fault: Callable[[], Any]) -> None:
        """Do `fault` as soon as there was load for a second, and effects of it, and the broker's disk knows its queues.

        RabbitMQ 4.0 writes down the name of a new queue some seconds after it has confirmed messages of it. Killed before that,
        it begins with such a queue as a new one, has lost what was in it, and lets its publishers wait for ever.
        """
        wait_until(lambda: reading.effects(self.sink) > 0, "the first effect", 60)
        wait_until(self.topology_kept, "a broker that knows its queues after a kill", 60)
        wait_until(lambda: self.acknowledged(time.monotonic() - 0.9) > LEAST_LOAD, "load before the fault", 60)
        self.injections.append(time.monotonic())
        fault()

    def topology_kept(self) -> bool:
        """Whether the file of RabbitMQ that survives its kill names each of our queues."""
        names = b"".join(path.read_bytes() for path in self.servers.broker.root.glob("data/*/quorum/*/names.dets"))
        return all(f"%2F_{name}m".encode() in names for name in self._queues())

    def _queues(self) -> list[str]:
        return [q.name for s in self.topology.services() for q in (self.topology.queue(s), self.topology.dead_queue(s))]

    def start_again(self, server: PostgresServer) -> None:
        """After a crash, of which the connections in our own pools know nothing."""
        self.servers.start(server)
        self.source.dispose()
        self.sink.dispose()

    def carry_on(self, seconds: float = 1.0) -> None:
        """Load for that long; a floor under what the next fault has to meet, nothing is judged by it."""
        time.sleep(seconds)

    # -------------------------------------------------------------------------------------------------------- judgement

    def judge(self, patience: float = PATIENCE) -> list[Violation]:
        """End the load, wait until everything has arrived or nothing moves any more, end the rest, and judge."""
        self.end("writer")
        for _ in range(3):
            self.settle(patience)
            self.end("relay", "consumer")
            # Only now is unacknowledged told from acknowledged: repeats may just have been on their way.
            if not self.ready():
                break
            self.start("consumer", **self._started["consumer"])
        self.end("consumer")
        return violations(self.history())

    def settle(self, patience: float = PATIENCE) -> None:
        """Until all events of the outbox arrived and the queue is empty, or nothing has moved for `patience` seconds."""
        before, since = None, time.monotonic()
        while time.monotonic() - since < patience and not (self.arrived() and self.ready() == 0):
            now = reading.progress(self.source, self.sink)
            if now != before:
                before, since = now, time.monotonic()
            time.sleep(0.1)

    def unpublished(self) -> int:
        return reading.unpublished(self.source)

    def arrived(self) -> bool:
        return self.unpublished() == 0 and reading.missing(self.source, self.sink) == 0

    def depths(self) -> dict[str, int]:
        """Messages of the sink's queue and of its dead letters. After the consumers' end none is unacknowledged.

        A queue that nobody has declared yet holds nothing.
        """
        names = [self.queue, self.topology.dead_queue("intake").name]
        found = dict.fromkeys(names, 0)
        with Connection(self.servers.broker.url, connect_timeout=5) as connection:
            for name in names:
                with suppress(NotFound), connection.channel() as channel:
                    found[name] = channel.queue_declare(name, passive=True).message_count
        return found

    def ready(self) -> int:
        """Messages that wait in the queue and are with no consumer."""
        return self.depths()[self.queue]

    def history(self) -> History:
        return reading.history(
            self.source,
            self.sink,
            self.client_log,
            depths=self.depths(),
            injections=self.injections,
            poison=self.poison,
        )
