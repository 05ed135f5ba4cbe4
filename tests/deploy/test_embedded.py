"""The demonstration: the whole story in one process, also after that process was killed in the middle of it."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from sqlalchemy import text

from deploy import SERVICES
from deploy.embedded.republish import put_back, rows_by_consumer
from deploy.servers import postgres
from deploy.servers.processes import free_block
from shared.db import Database
from tests.waiting import wait_until

pytestmark = [pytest.mark.serial, pytest.mark.timeout(600)]


def test_the_story_survives_kill_9_at_two_moments(folder: Path) -> None:
    for moment in ("decided: admissible", "The letters lie in the portal"):
        with demonstration(folder, "--once") as process:
            read_until(process, moment)
            process.kill()

    with demonstration(folder, "--once") as process:
        told, complaint = process.communicate()

    assert process.returncode == 0, complaint
    assert "obligations in" in told
    with databases(folder) as found:
        assert_everything_arrived_once(found)


def test_it_serves_until_it_is_told_to_end_and_refuses_a_second_one(folder: Path) -> None:
    with demonstration(folder) as process:
        url = read_until(process, "Open http").split()[1]
        assert requests.get(url, timeout=10).status_code == 200

        with demonstration(folder) as second:
            _, complaint = second.communicate()
        assert second.returncode == 1
        assert "already runs" in complaint

        process.terminate()
        assert process.wait(60) == 0
    wait_until(lambda: postgres.running(folder / "postgres") is None, "its PostgreSQL ended with it")


def test_a_taken_port_is_said_in_one_sentence(folder: Path) -> None:
    server = postgres.start(folder / "other", free_block(1))
    try:
        with demonstration(folder, "--port", str(server.port)) as process:
            _, complaint = process.communicate()
    finally:
        server.stop()

    assert process.returncode == 1
    assert complaint == f"Port {server.port} on 127.0.0.1 is taken: choose another with `make demo PORT=8001`.\n"


def assert_everything_arrived_once(found: dict[str, Database]) -> None:
    """Every event is in the inbox of every service that is bound to its stream, was handled, and nothing else is there."""
    sent = [row for database in found.values() for row in rows(database, "SELECT message_id, stream FROM outbox")]
    assert len(sent) > 100
    assert put_back(found) == 0
    for service, wanted in rows_by_consumer(sent).items():
        inbox = rows(found[service], "SELECT message_id, outcome FROM inbox")
        assert {message for message, _ in inbox} == wanted
        assert {outcome for _, outcome in inbox} == {"handled"}
    for database in found.values():
        assert rows(database, "SELECT id FROM parked_event UNION ALL SELECT message_id FROM held_event") == []


def rows(database: Database, query: str) -> list[tuple]:
    with database.reading() as session:
        return [tuple(row) for row in session.execute(text(query))]


def read_until(process: "subprocess.Popen[str]", words: str) -> str:
    told = []
    assert process.stdout
    for line in process.stdout:
        told.append(line)
        if words in line:
            return line
    pytest.fail(f"ended before it said '{words}':\n{''.join(told)}{process.stderr.read() if process.stderr else ''}")


@contextmanager
def demonstration(folder: Path, *options: str) -> Iterator["subprocess.Popen[str]"]:
    if "--port" not in options:
        options = (*options, "--port", str(free_block(1)))
    command = [sys.executable, "-m", "deploy.embedded", "--root", str(folder), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, Database]]:
    place = folder / "postgres"
    server = postgres.running(place) or postgres.start(place, free_block(1))
    prefix = server.admin_url.rpartition("/")[0]
    found = {service: Database(f"{prefix}/besa_{service}") for service in SERVICES}
    yield found
    for each in found.values():
        each.dispose()
    server.stop()


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp())
    yield made
    if server := postgres.running(made / "postgres"):
        server.stop()
    shutil.rmtree(made)
