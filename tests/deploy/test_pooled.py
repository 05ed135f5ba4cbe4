"""Behind a pooler that pools by transaction: web processes work where their limits hold, all else goes past it or does not start."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deploy.environment import environment, load_secrets
from deploy.servers.processes import free_block
from shared.pooled import PooledError, demand_limits, lost_behind
from shared.settings import load
from shared.waits import Waits
from tests.databases import as_owner, as_role
from tests.deploy.poolers import HAS_POOLER, pooled

pytestmark = HAS_POOLER
REPOSITORY = Path(__file__).parents[2]
#: What an operator lets the pooler say, or sets for the role.
LIMITS = "SET statement_timeout=4000; SET lock_timeout=3000; SET idle_in_transaction_session_timeout=30000"


@pytest.fixture
def given(clean_databases: dict[str, str], broker_url: str, tmp_path: Path) -> dict[str, str]:
    durable = f"{clean_databases['notifications']}?options=-csynchronous_commit%3Don"
    addresses = {"database": durable, "broker": broker_url, "public": "http://127.0.0.1:1"}
    of_workers = {"RELAY_URL": as_role(durable, "relay"), "SEALER_URL": as_role(durable, "sealer")}
    return environment("notifications", tmp_path, load_secrets(tmp_path), addresses) | of_workers


def run(words: tuple[str, ...], given: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", *words], env={**os.environ, **given}, cwd=REPOSITORY, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip


def served(given: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """A web process as it is started everywhere."""
    words = ("gunicorn", "--config", "deploy/gunicorn.conf.py", "services.notifications.app:create_app()")
    return run(words, given | {"BIND": f"127.0.0.1:{free_block(1)}", "WEB_CONCURRENCY": "1"})


def test_a_web_process_does_not_start_where_its_limits_are_lost(given: dict[str, str]) -> None:
    with pooled(given["DATABASE_URL"]) as through:
        ran = served(given | {"DATABASE_URL": through})
    assert ran.returncode == 1
    assert "DATABASE_URL leads to a pooler in transaction mode that loses statement_timeout" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_limits_may_hold_behind_a_pooler_and_then_a_web_process_may_work(given: dict[str, str]) -> None:
    with pooled(given["DATABASE_URL"], at_first=LIMITS) as through:
        assert lost_behind(through, Waits()) == ""
        demand_limits(through, Waits())
    with pooled(given["DATABASE_URL"], mode="session") as through:
        assert lost_behind(through, Waits()) == ""
    assert lost_behind(given["DATABASE_URL"], Waits()) == ""
    demand_limits("postgresql+psycopg://nobody@127.0.0.1:1/nothing", Waits())


@pytest.mark.parametrize(
    ("lost", "options"),
    [
        ("lock_timeout", {"at_first": LIMITS.replace("lock_timeout=3000", "lock_timeout=0")}),
        ("prepared statements", {"statements": 0}),
    ],
)
def test_whatever_is_lost_is_named(given: dict[str, str], lost: str, options: dict[str, Any]) -> None:
    with (
        pooled(given["DATABASE_URL"], **{"at_first": LIMITS} | options) as through,
        pytest.raises(PooledError, match=f"that loses {lost}"),
    ):
        demand_limits(through, Waits())


def test_all_but_web_processes_go_past_the_pooler(given: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    two = given | {"DATABASE_URL": "postgresql+psycopg://pooler/besa", "DIRECT_DATABASE_URL": given["DATABASE_URL"]}
    ran = run(("flask", "--app", "services.notifications.app", "parked", "list"), two)
    assert (ran.returncode, ran.stderr) == (0, "")
    for name, value in two.items():
        monkeypatch.setenv(name, value)
    assert load("notifications").database_url == given["DATABASE_URL"]
    assert load("notifications").pooled_url == two["DATABASE_URL"]
    monkeypatch.setenv("SERVES_WEB", "true")
    assert load("notifications").database_url == two["DATABASE_URL"]
    monkeypatch.delenv("DIRECT_DATABASE_URL")
    monkeypatch.delenv("SERVES_WEB")
    assert load("notifications").database_url == two["DATABASE_URL"]


def test_a_direct_address_that_is_pooled_is_refused_by_its_name(given: dict[str, str]) -> None:
    given |= {"MIGRATE_URL": as_owner(given["DATABASE_URL"])}
    with pooled(given["DATABASE_URL"]) as through:
        ran = run(("flask", "--app", "services.notifications.app", "worker"), given | {"DIRECT_DATABASE_URL": through})
    assert ran.returncode == 1
    assert "Error: DIRECT_DATABASE_URL leads to a pooler in transaction mode" in ran.stderr
