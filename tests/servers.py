"""Finds a real PostgreSQL and a real RabbitMQ for the tests. There is no way without: what cannot be had fails, and says why.

In this order: the URLs in TEST_DATABASE_URL and TEST_BROKER_URL; servers on the standard ports of 127.0.0.1 with the usual
development log-ins; containers, where a Docker engine answers and has or can get the images; private instances from installed
binaries. TEST_SERVERS=standard|docker|private allows one way only.
"""

import os
import socket
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

import docker
import psycopg
from docker.errors import DockerException, NotFound
from kombu import Connection
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer

from deploy.servers import postgres, rabbitmq
from deploy.servers.databases import administer
from deploy.servers.processes import LOOPBACK, CannotStartError, answers, free_block, wait_until
from deploy.servers.rabbitmq import opens_channel
from tests.runs import Record, record

WAYS = ("given", "standard", "docker", "private")
POSTGRES_IMAGE, RABBITMQ_IMAGE = "postgres:17", "rabbitmq:4-management"
OLDEST_POSTGRES = 15
STANDARD_POSTGRES = [
    f"postgresql+psycopg://{user}@{LOOPBACK}:5432/postgres" for user in ("postgres", "postgres:postgres")
]
STANDARD_RABBITMQ = f"amqp://guest:guest@{LOOPBACK}:5672//"

#: Finds a server for the run of that folder, or returns None if there is none this way. Notes what it made in the record.
Way = Callable[[Path, Record], str | None]


class NoServerError(RuntimeError):
    """One sentence that says what to install or set."""


def database_server(run: Path) -> str:
    """An administrator's URL; the same for every process of the run."""
    ways: dict[str, Way] = {
        "given": lambda _run, _record: _given("TEST_DATABASE_URL"),
        "standard": _standard_postgres,
        "docker": _docker_postgres,
        "private": _private_postgres,
    }
    return _first(run, "database_url", ways, "PostgreSQL", "TEST_DATABASE_URL")


def broker(run: Path) -> str:
    """A URL of RabbitMQ; the same for every process of the run."""
    ways: dict[str, Way] = {
        "given": lambda _run, _record: _given("TEST_BROKER_URL"),
        "standard": _standard_rabbitmq,
        "docker": _docker_rabbitmq,
        "private": _private_rabbitmq,
    }
    return _first(run, "broker_url", ways, "RabbitMQ", "TEST_BROKER_URL")


def stop(kept: Record) -> None:
    """End the servers that a run started; servers that it found stay as they are."""
    for container in kept.get("containers", []):
        with suppress(DockerException), closing(docker.from_env()) as engine:
            engine.containers.get(container).remove(force=True, v=True)
    if private := kept.get("private_rabbitmq"):
        rabbitmq.RabbitServer(Path(private["root"]), private["port"]).stop()
    if private := kept.get("private_postgres"):
        postgres.PostgresServer(Path(private["root"]), private["port"]).stop()


def _first(run: Path, key: str, ways: dict[str, Way], name: str, variable: str) -> str:
    with record(run) as kept:
        if key not in kept:
            kept[key], kept[f"{key}_way"] = _search(run, kept, ways, name, variable)
        url: str = kept[key]
    return url


def _search(run: Path, kept: Record, ways: dict[str, Way], name: str, variable: str) -> tuple[str, str]:
    reason = ""
    for way in allowed_ways():
        try:
            if url := ways[way](run, kept):
                return url, way
        except (CannotStartError, NoServerError) as error:
            reason = f" ({error})"
    tried = os.environ.get("TEST_SERVERS", "any")
    raise NoServerError(
        f"The tests need a {name} and found none (TEST_SERVERS={tried}): set {variable}, start Docker, "
        f"or install it with `apt-get install {'postgresql' if name == 'PostgreSQL' else 'rabbitmq-server'}`{reason}."
    )


def allowed_ways() -> Sequence[str]:
    wish = os.environ.get("TEST_SERVERS", "any")
    if wish == "any":
        return WAYS
    if wish not in WAYS:
        raise NoServerError(f"TEST_SERVERS must be any, {', '.join(WAYS)}, and is {wish}")
    return (wish,)


def _given(variable: str) -> str | None:
    url = os.environ.get(variable)
    if url and url.startswith("postgresql://"):
        return url.replace("postgresql://", "postgresql+psycopg://", 1)
    return url


def _standard_postgres(_run: Path, _record: Record) -> str | None:
    return next((url for url in STANDARD_POSTGRES if _administers(url)), None)


def _standard_rabbitmq(_run: Path, _record: Record) -> str | None:
    return STANDARD_RABBITMQ if answers(5672) and opens_channel(STANDARD_RABBITMQ) else None


def _private_postgres(run: Path, kept: Record) -> str:
    root, port = run / "postgres", free_block(1)
    kept["private_postgres"] = {"root": str(root), "port": port}
    return postgres.start(root, port).admin_url


def _private_rabbitmq(run: Path, kept: Record) -> str:
    root, port = run / "rabbitmq", free_block(3)
    kept["private_rabbitmq"] = {"root": str(root), "port": port}
    return rabbitmq.start(root, port).url


def _docker_postgres(_run: Path, kept: Record) -> str | None:
    address = _container(POSTGRES_IMAGE, 5432, {"POSTGRES_PASSWORD": "postgres"}, kept)
    url = address and f"postgresql+psycopg://postgres:postgres@{address}/postgres"
    return url if url and wait_until(lambda: _administers(url), 120) else None


def _docker_rabbitmq(_run: Path, kept: Record) -> str | None:
    environment = {"RABBITMQ_DEFAULT_USER": "besa", "RABBITMQ_DEFAULT_PASS": "besa"}
    address = _container(RABBITMQ_IMAGE, 5672, environment, kept)
    url = address and f"amqp://besa:besa@{address}//"
    return url if url and wait_until(lambda: opens_channel(url), 180) else None


def _container(image: str, port: int, environment: dict[str, str], kept: Record) -> str | None:
    """Start a container and return host:port, or None where no engine answers or the image cannot be had."""
    if not _engine_answers():
        return None
    # Its reaper is one more image to fetch; what a killed run leaves is removed by the next one.
    testcontainers_config.ryuk_disabled = True
    try:
        with closing(docker.from_env()) as engine:
            _fetch(engine, image)
        container = DockerContainer(image).with_exposed_ports(port).with_kwargs(labels={"besa": "tests"})
        for name, value in environment.items():
            container.with_env(name, value)
        container.start()
        kept.setdefault("containers", []).append(container.get_wrapped_container().id)
        return f"{container.get_container_host_ip()}:{container.get_exposed_port(port)}"
    except DockerException:
        return None


def _engine_answers() -> bool:
    """Asked before docker-py is, which leaves a socket open where nobody answers, and warnings fail our tests."""
    host = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")
    if not host.startswith("unix://"):
        return True
    with socket.socket(socket.AF_UNIX) as engine:
        return engine.connect_ex(host.removeprefix("unix://")) == 0


def _fetch(engine: docker.DockerClient, image: str) -> None:
    try:
        engine.images.get(image)
    except NotFound:
        engine.images.pull(image)


def _administers(url: str) -> bool:
    """Whether one may make databases and roles there, on a version that we support."""
    query = "SELECT rolsuper OR (rolcreatedb AND rolcreaterole) FROM pg_roles WHERE rolname = current_user"
    try:
        with administer(url) as admin:
            row = admin.execute(query).fetchone()
            return bool(row and row[0]) and admin.info.server_version >= OLDEST_POSTGRES * 10_000
    except psycopg.OperationalError:
        return False


def remove_queues(url: str, names: Sequence[str], exchanges: Sequence[str]) -> None:
    """Delete what a run declared; what is gone already is no error."""
    with Connection(url, connect_timeout=5) as connection:
        channel = connection.channel()
        for name in names:
            channel.queue_delete(name)
        for name in exchanges:
            channel.exchange_delete(name)
