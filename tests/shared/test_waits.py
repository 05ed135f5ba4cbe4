"""Limits on waits: one list, which docs and the variable WAITS follow."""

import re
import socket
import threading
import time
from dataclasses import fields
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace

import pytest
from kombu.exceptions import KombuError
from marshmallow import ValidationError

from shared.db import Database
from shared.documents import Documents
from shared.messaging.relay import connected
from shared.retry import RetryLaterError
from shared.waits import Waits, parse
from shared.worker import serve_health

DOCS = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()


def test_docs_list_every_wait_with_its_default():
    listed = {
        name: float(seconds)
        for name, seconds in re.findall(r"^\| `([a-z]+_[a-z]+)` \| ([\d.]+) \|", DOCS, re.MULTILINE)
    }
    assert listed == {field.name: field.default for field in fields(Waits)}


def test_the_answer_to_anybody_keeps_within_five_seconds():
    waits = Waits()
    assert max(waits.database_connect, waits.database_answer, waits.store_answer) < 5
    assert parse(["database_answer=6", " database_statement=5 "]) == Waits(database_answer=6, database_statement=5)


@pytest.mark.parametrize("changes", [["nothing=1"], ["store_answer"], ["store_answer=x"], ["store_answer=0"], ["database_answer=1"], ["relay_lock=3"]])  # fmt: skip
def test_a_wait_that_cannot_be_is_refused_at_start(changes):
    with pytest.raises(ValidationError):
        parse(changes)


@pytest.fixture
def deaf():
    """A server that accepts and never answers; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_a_store_that_never_answers_is_not_waited_for(deaf, monkeypatch):
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{deaf}", "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x", "AWS_REGION": "x",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    store = Documents("s3://documents", b"k" * 32)
    for work in (lambda: store.get("a" * 64), lambda: store.put(b"x")):
        began = time.monotonic()
        with pytest.raises(RetryLaterError):
            work()
        assert time.monotonic() - began < 20, "the library alone waits half a minute, several times"


def test_a_broker_that_never_answers_is_not_waited_for(deaf):
    began = time.monotonic()
    with (
        pytest.raises((OSError, KombuError), match=r"."),
        connected(f"pyamqp://x:x@127.0.0.1:{deaf}//", Waits(broker_connect=1)),
    ):
        pass
    assert time.monotonic() - began < 20


def ask(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def test_while_readyz_waits_for_a_database_that_says_nothing_livez_answers_in_processes_that_share_a_port(
    deaf, monkeypatch
):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("HEALTH_PORT", str(port))
    database = Database(f"postgresql+psycopg://x@127.0.0.1:{deaf}/x")
    servers = [serve_health(SimpleNamespace(guard=None, database=database), "HEALTH_PORT") for _ in range(2)]
    answers = []
    waiting = [threading.Thread(target=lambda: answers.append(ask(port, "/readyz"))) for _ in range(4)]
    try:
        for one in waiting:
            one.start()
        assert [ask(port, "/livez") for _ in range(8)] == [200] * 8
        assert not answers
    finally:
        for one in waiting:
            one.join()
        for server in servers:
            server.shutdown()
            server.server_close()
        database.dispose()
    assert answers == [503] * 4


def test_a_process_without_a_port_serves_no_health(monkeypatch):
    monkeypatch.delenv("HEALTH_PORT", raising=False)
    assert serve_health(SimpleNamespace(), "HEALTH_PORT") is None
