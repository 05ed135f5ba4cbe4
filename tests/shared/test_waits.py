"""Limits on waits: one list, which docs and the variable WAITS follow."""

import re
import socket
import time
from dataclasses import fields
from pathlib import Path

import pytest
from kombu.exceptions import KombuError
from marshmallow import ValidationError

from shared.documents import Documents
from shared.messaging.relay import connected
from shared.retry import RetryLaterError
from shared.waits import Waits, parse

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
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{deaf}", "AWS_ALLOW_HTTP": "true", "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x", "AWS_REGION": "x",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    store = Documents("s3://documents", b"k" * 32)
    for work in (lambda: store.get("a" * 64), lambda: store.put(b"x")):
        began = time.monotonic()
        with pytest.raises(RetryLaterError):
            work()
        assert time.monotonic() - began < 5


def test_a_broker_that_never_answers_is_not_waited_for(deaf):
    began = time.monotonic()
    with (
        pytest.raises((OSError, KombuError), match=r"."),
        connected(f"pyamqp://x:x@127.0.0.1:{deaf}//", Waits(broker_connect=1)),
    ):
        pass
    assert time.monotonic() - began < 20
