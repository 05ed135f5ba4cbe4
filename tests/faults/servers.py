"""Servers that may be killed: two PostgreSQL, one for each service of the pair, and a RabbitMQ, all our own."""

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from deploy.servers import postgres, rabbitmq
from deploy.servers.databases import Addresses, administer, create_databases, new_passwords
from deploy.servers.postgres import PostgresServer
from deploy.servers.processes import Process, find, free_block
from deploy.servers.rabbitmq import RabbitServer
from shared.migrate import SQL, grant, upgrade

#: Passed through by PostgreSQL's unprivileged user, so not one of pytest's folders. One folder in it per process.
FOLDER = Path(tempfile.gettempdir()) / f"besa-faults-{os.geteuid()}"


@dataclass(frozen=True)
class Servers:
    """Running servers; `source_at` and `sink_at` name databases with the tables that every service has."""

    source: PostgresServer
    sink: PostgresServer
    broker: RabbitServer
    source_at: Addresses
    sink_at: Addresses

    @property
    def source_url(self) -> str:
        return self.source_at.app

    @property
    def sink_url(self) -> str:
        return self.sink_at.app

    def crash(self, server: PostgresServer) -> None:
        """Immediate stop: PostgreSQL writes nothing more and recovers from its log at the next start."""
        _process(server.pid).end(signal.SIGQUIT, timeout=30)

    def start(self, server: PostgresServer) -> None:
        postgres.start(server.root, server.port)

    def start_broker(self) -> None:
        rabbitmq.start(self.broker.root, self.broker.port)

    def signal_broker(self, number: int) -> None:
        _process(self.broker.pid).send(number)

    def ctl(self, *arguments: str) -> None:
        """Run rabbitmqctl on our node."""
        binaries = next(Path(place) for place in rabbitmq.PLACES if Path(place, "rabbitmqctl").exists())
        # Its threads would wait by spinning, for 20 s where many share a core.
        lean = {"RABBITMQ_CTL_ERL_ARGS": "+S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none"}
        env = {**rabbitmq.environment(self.broker.root, self.broker.port), **lean}
        subprocess.run(
            [binaries / "rabbitmqctl", "-q", *arguments], env=env, check=True, capture_output=True, timeout=120
        )


def begin() -> Servers:
    """Start everything in a new folder, after removing what killed runs left."""
    FOLDER.mkdir(mode=0o711, exist_ok=True)
    for left in FOLDER.iterdir():
        if left.name == str(os.getpid()) or not find(int(left.name)):
            end(left)
    root = FOLDER / str(os.getpid())
    root.mkdir(mode=0o711)
    try:
        return _start_all(root)
    except BaseException:
        end(root)
        raise


def _start_all(root: Path) -> Servers:
    source, sink = (postgres.start(root / name, free_block(1)) for name in ("source", "sink"))
    broker = rabbitmq.start(root / "broker", free_block(3))
    return Servers(source, sink, broker, _database(source, "cases"), _database(sink, "intake"))


def end(root: Path) -> None:
    """Stop whatever runs there, and remove the folder."""
    for name in ("source", "sink"):
        PostgresServer(root / name, 0).kill9()
    RabbitServer(root / "broker", 0).stop()
    shutil.rmtree(root, ignore_errors=True)


def _database(server: PostgresServer, service: str) -> Addresses:
    made = create_databases(server.admin_url, {service: new_passwords()[service]})[service]
    upgrade(service, made.migrate, "0001")
    with administer(made.migrate) as owner:
        for script in ("platform_0006", "platform_0007", "platform_0008", "platform_0010", "platform_0011"):
            owner.execute((SQL / f"{script}.sql").read_text())
    grant(service, made.migrate)
    return made


def _process(pid: int) -> Process:
    process = find(pid)
    assert process, f"process {pid} is gone"
    return process
