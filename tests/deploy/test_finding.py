"""`besa find`: what an operator types with the id that somebody was given."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

import pytest
from uuid_utils.compat import uuid7

from deploy.besa.finding import matching
from deploy.environment import environment, load_secrets
from shared import tracing
from shared.db import Database
from shared.events.catalogue import CaseOpened
from shared.messaging.outbox import publish

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def env(clean_databases, tmp_path: Path) -> dict[str, str]:
    """That of cases, as a container of it has it."""
    addresses = {"database": clean_databases["cases"], "broker": "memory://", "public": "http://127.0.0.1:8000"}
    return {**os.environ, **environment("cases", tmp_path, load_secrets(tmp_path), addresses), "SERVICE": "cases"}


def besa(env: dict[str, str], *words: str, piped: str = "") -> tuple[int, Sequence[str], str]:
    done = subprocess.run(
        [sys.executable, "-m", "deploy.besa", *words], capture_output=True, text=True, errors="surrogateescape", env=env, cwd=REPOSITORY, input=piped, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.splitlines(), done.stderr


def test_an_id_finds_its_line_in_what_is_piped_in_and_its_event_in_the_database(clean_databases, env):
    request_id = str(uuid7())
    database = Database(clean_databases["cases"])
    with tracing.within(tracing.begin(None, request_id)), database.transaction() as session:
        opened = CaseOpened(case_id=uuid4(), number="C-2026-00012-3", origin="complaint", complaints=[], rights=["crc_28"], bodies=[])  # fmt: skip
        event = publish(session, opened, opened.case_id)
    database.dispose()
    # A byte that is no UTF-8 stands before it, as a container that was killed may leave it.
    piped = f'cases-web-1  | \udcff\ncases-web-1  | {{"evt": "request", "rid": "{request_id}"}}\ncases-web-1  | {{"rid": "{uuid7()}"}}\n'
    status, (line, step), told = besa(env, "find", request_id, "--log", "-", piped=piped)
    assert (status, told) == (0, "")
    assert line == f'{{"evt": "request", "rid": "{request_id}"}}'
    assert f"cases         waits      cases.case.opened.v1  event {event}  subject cases.case {opened.case_id}" in step


def test_an_id_that_nobody_knows_is_said_so_in_a_sentence(env):
    status, lines, told = besa(env, "find", str(uuid7()))
    assert (status, lines) == (1, [])
    assert "nothing is known of it" in told
    assert "docker compose logs --no-color | docker compose run --rm -T operator find" in told, "no log was read"


def test_a_line_is_told_as_it_was_written_and_others_are_left_out():
    request_id = uuid7()
    log = [f'intake-web-1  | 2026 {{"rid": "{request_id}"}}\n', f"{request_id} in no object\n", '{"rid": "other"}\n']
    assert matching(log, request_id) == [f'{{"rid": "{request_id}"}}']
