"""What gunicorn itself has to say stands in our log as JSON, and tells neither who asked nor what for."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.environment import environment, load_secrets
from deploy.servers.processes import free_block
from tests.databases import as_role

REPOSITORY = Path(__file__).parents[2]
#: What no parser takes, each with something in it that is nobody's business.
BROKEN = (
    b"GET /cases/kodi-A7F3 HTTP/9.9\r\nHost: localhost\r\n\r\n",
    b"GET /cases/kodi-A7F3\x00 HTTP/1.1\r\nHost: localhost\r\nBad Header kodi-A7F3: 1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: kodi-A7F3\r\n\r\n",
)


@pytest.fixture
def port(clean_databases: dict[str, str], broker_url: str, tmp_path: Path) -> Iterator[int]:
    durable = f"{clean_databases['notifications']}?options=-csynchronous_commit%3Don"
    addresses = {"database": durable, "broker": broker_url, "public": "http://127.0.0.1:1"}
    given = environment("notifications", tmp_path, load_secrets(tmp_path), addresses)
    given |= {"RELAY_URL": as_role(durable, "relay"), "SEALER_URL": as_role(durable, "sealer")}
    port = free_block(1)
    given |= {"BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": "1", "PYTHONUNBUFFERED": "1"}
    words = ("gunicorn", "--config", "deploy/gunicorn.conf.py", "services.notifications.app:create_app()")
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *words], env={**os.environ, **given}, cwd=REPOSITORY, stdout=log, stderr=log
        )
        try:
            wait_for(port)
            yield port
        finally:
            process.terminate()
            process.wait(30)


def wait_for(port: int) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < end, "no web process in a minute"
            time.sleep(0.1)
        else:
            return


def say(port: int, what: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), 10) as line:
        line.sendall(what)
        return line.recv(65536)


def test_a_request_that_is_none_is_one_line_of_json_without_address_path_or_header(port: int, tmp_path: Path) -> None:
    for what in BROKEN:
        assert b" 400 " in say(port, what).splitlines()[0] + b" "
    lines: list[str] = []
    end = time.monotonic() + 10
    while len(found := [one for one in lines if "Invalid request" in one]) < len(BROKEN) and time.monotonic() < end:
        lines = (tmp_path / "log").read_text().splitlines()
        time.sleep(0.1)
    assert len(found) == len(BROKEN), lines
    for one in lines:
        assert json.loads(one), "plain text in the log"
        assert "kodi-A7F3" not in one and "127.0.0.1" not in one
    assert {json.loads(one)["code"] for one in found} == {"Invalid request"}
    assert {json.loads(one)["svc"] for one in found} == {"notifications"}
