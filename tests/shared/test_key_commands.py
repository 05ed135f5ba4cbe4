"""`besa <service> keys` and `besa escrow-key`, as an operator types them."""

import os
import shutil
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result

from deploy.besa.__main__ import besa
from shared.app import Service, create_app
from shared.clock import utc_now
from shared.documents import Documents
from shared.documents.ring import OPENS
from shared.events.catalogue import ComplainantInformed
from shared.messaging.outbox import publish
from shared.messaging.subscriptions import Subscriptions
from shared.platform import Platform
from shared.settings import Settings
from shared.timers import Timers
from shared.upkeep import wrap_documents_anew
from tests.keyed import WORDS

Run = Callable[..., Result]


@pytest.fixture
def given(settings: Settings, clean_databases: dict[str, str]) -> Settings:
    """Of an installation of one service, so that it waits for nobody's key."""
    return replace(settings, document_key=None, document_ring_keys=(os.urandom(32),))


@contextmanager
def running(given: Settings) -> Iterator[tuple[Platform, Run]]:
    app = create_app(
        Service(name="cases", api=[], pages=[], subscriptions=Subscriptions("cases"), timers=Timers()), given
    )
    here: Platform = app.extensions["besa"]

    def run(*words: str) -> Result:
        with app.app_context():
            return app.test_cli_runner().invoke(args=["keys", *words])

    yield here, run
    here.dispose()


def noted(here: Platform, name: str) -> str:
    """The name of a document in a row of the service."""
    with here.database.transaction() as session:
        publish(session, ComplainantInformed(complaint_id=uuid4(), case_id=uuid4(), message=name), uuid4())
        session.info.pop("named")
    return name


def test_a_new_key_is_made_while_the_service_runs_and_its_timer_wraps_the_documents_for_it(given):
    with running(given) as (here, run), running(given) as (_, elsewhere):
        name = here.documents.put(WORDS)
        [first] = here.documents.wraps.ring.own(OPENS)
        assert run("show").output.split()[::5][0] == first.kid
        said = elsewhere("rotate").output
        second = said.split()[0]
        assert said == f"{second} is the key of cases from now on\n"
        assert [line.split()[0] for line in run("show").output.splitlines()] == [second, first.kid]
        wrap_documents_anew(here, utc_now())
        assert [line.split()[-2] for line in run("show").output.splitlines()] == ["1", "0"]
        assert here.documents.get(name) == WORDS


def test_documents_of_before_are_taken_over_by_one_command_and_then_the_key_of_all_is_not_needed(given):
    key = b"k" * 32
    before = Documents(given.documents_url, key)
    with running(replace(given, document_key=key)) as (here, run):
        name = noted(here, before.put(WORDS))
        assert run("rewrap").output.splitlines() == [
            "0 documents were wrapped for the newest key",
            "1 documents of before were taken over",
            "0 documents were wrapped for the escrow",
        ]
        damaged = noted(here, Documents(given.documents_url, b"o" * 32).put(WORDS))
        again = run("rewrap")
        assert (again.exit_code, damaged in again.output) == (1, True)
    with running(given) as (here, _):
        assert here.documents.get(name) == WORDS


def test_what_the_escrow_opens_is_wrapped_for_a_service_that_lost_its_keys(given, tmp_path):
    file = tmp_path / "escrow.txt"
    made = CliRunner().invoke(besa, ["escrow-key", str(file)])
    variable, _, public = made.output.strip().partition("=")
    assert (variable, file.stat().st_mode & 0o777) == ("DOCUMENT_ESCROW_KEY", 0o600)
    assert CliRunner().invoke(besa, ["escrow-key", str(file)]).exit_code == 1, "a key is never written over"
    with running(replace(given, document_escrow_key=b64decode(public))) as (here, run):
        name = noted(here, here.documents.put(WORDS))
    shutil.rmtree(tmp_path / "documents" / "keys")
    with running(replace(given, document_ring_keys=(os.urandom(32),))) as (here, run):
        assert run("recover", "--escrow", str(file)).output == "1 documents were wrapped for the new key\n"
        assert here.documents.get(name) == WORDS
        for words in ("no key", "AAAA", ""):
            file.write_text(words)
            assert run("recover", "--escrow", str(file)).exit_code == 1


def test_a_service_without_a_ring_key_says_so(given):
    with running(replace(given, document_ring_keys=(), document_key=b"k" * 32)) as (_, run):
        assert "DOCUMENT_RING_KEY is not set" in run("rotate").output
