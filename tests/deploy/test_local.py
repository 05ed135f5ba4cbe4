"""The local way: every process on its own, each of which can be killed and started again alone."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests

from deploy import SERVICES
from deploy.local.installation import describe
from deploy.local.roles import PARTS, USUAL
from deploy.servers.databases import administer
from deploy.servers.processes import find, free_block
from tests.clients import under_load
from tests.waiting import wait_until

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

Command = Callable[..., "subprocess.CompletedProcess[str]"]


def test_every_usual_role_is_a_process_of_its_own(platform: dict[str, Any]) -> None:
    assert set(platform["pids"]) == set(USUAL)
    assert len(set(platform["pids"].values())) == len(USUAL)
    assert all(find(pid) for pid in platform["pids"].values())


def test_the_router_leads_to_each_service(platform: dict[str, Any]) -> None:
    for service in SERVICES:
        assert requests.get(f"{platform['url']}/{service}/readyz", timeout=10).json() == {"status": "ok"}


def test_the_workers_of_a_service_share_its_code_and_no_connection(platform: dict[str, Any]) -> None:
    with ThreadPoolExecutor(16) as many:
        found = list(many.map(lambda _: answer(platform, "cases"), range(96)))
    assert set(found) == {200}
    master = platform["pids"]["cases.web"]
    workers = [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]
    mine = [sockets(pid) - sockets(master) for pid in workers]
    assert len(workers) == 2
    assert all(mine)
    assert not mine[0] & mine[1]


def sockets(pid: int) -> set[str]:
    return {link for file in Path(f"/proc/{pid}/fd").iterdir() if (link := str(file.readlink())).startswith("socket:")}


def test_the_printed_log_ins_are_in_the_file(platform: dict[str, Any]) -> None:
    credentials = json.loads(Path(platform["credentials"]).read_text(encoding="utf-8"))

    assert credentials["url"] == platform["url"]
    assert credentials["staff"]["case_officer"]["token"]
    assert Path(platform["credentials"]).stat().st_mode & 0o077 == 0


def test_no_service_opens_the_database_of_another(platform: dict[str, Any]) -> None:
    own, other = platform["databases"]["cases"], platform["databases"]["intake"]
    foreign = own.rpartition("/")[0] + "/" + other.rpartition("/")[2]

    with pytest.raises(psycopg.OperationalError, match="permission denied"), administer(foreign):
        pass


def test_a_command_of_a_service_runs_in_its_environment(platform: dict[str, Any], folder: Path) -> None:
    command = [sys.executable, "-m", "deploy.besa", "--root", str(folder), "cases", "audit", "verify"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "the trail holds" in done.stdout


def test_a_killed_web_process_is_away_alone_and_comes_back_alone(platform: dict[str, Any], local: Command) -> None:
    os.kill(platform["pids"]["cases.web"], signal.SIGKILL)
    wait_until(lambda: answer(platform, "cases") == 503, "the workers notice that their master is gone")

    assert answer(platform, "intake") == 200
    again = json.loads(local("up", "--only", "cases.web", "--json").stdout)

    assert answer(platform, "cases") == 200
    changed = {role for role in USUAL if again["pids"][role] != platform["pids"][role]}
    assert changed == {"cases.web"}


def test_services_are_renewed_under_load_and_no_request_fails(platform: dict[str, Any], local: Command) -> None:
    before = json.loads(local("status", "--json").stdout)["pids"]
    with under_load(platform["url"]) as seen:
        local("renew", "intake", "cases")
    after = json.loads(local("status", "--json").stdout)["pids"]
    renewed = {role for role in USUAL if after[role] != before[role]}
    assert renewed == {f"{service}.{kind}" for service in ("intake", "cases") for kind in ("web", "worker")}
    print(f"\n{seen}")
    assert sum(seen.statuses.values()) > 100
    assert seen.failed == 0


def test_the_parts_of_a_worker_can_be_started_apart_and_ended_with_everything(
    platform: dict[str, Any], local: Command, folder: Path
) -> None:
    parts = [f"intake.{part}" for part in PARTS]
    os.kill(pids(folder)["intake.worker"], signal.SIGKILL)

    local("up", "--apart", "--only", "intake")
    running = pids(folder)
    assert "intake.worker" not in running
    assert set(parts) <= set(running)

    for part in parts:
        os.kill(running[part], signal.SIGKILL)
    local("up")
    assert set(pids(folder)) == set(USUAL)


@pytest.mark.parametrize("role", ["cases.worker", "router"])
def test_a_killed_process_can_be_run_in_the_foreground(
    platform: dict[str, Any], local: Command, folder: Path, role: str
) -> None:
    os.kill(pids(folder)[role], signal.SIGKILL)
    command = [sys.executable, "-m", "deploy.local", "run", role, "--root", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as foreground:
        wait_until(lambda: pids(folder).get(role) == foreground.pid, "the role is known by the pid of the command")
        foreground.send_signal(signal.SIGTERM)
        foreground.wait(30)

    local("up", "--only", role)
    assert pids(folder)[role] != foreground.pid


def test_starting_again_changes_nothing(platform: dict[str, Any], local: Command, folder: Path) -> None:
    before = pids(folder)

    local("up")

    assert pids(folder) == before


def test_a_port_cannot_change_under_running_processes(platform: dict[str, Any], local: Command) -> None:
    refused = local("up", "--base-port", "1025", check=False)

    assert refused.returncode == 1
    assert refused.stderr == "Run `down` first: base_port cannot change while processes run.\n"


def test_an_unknown_role_is_named(local: Command) -> None:
    refused = local("up", "--without", "cases.wbe", check=False)

    assert refused.returncode == 1
    assert refused.stderr.startswith("No such role: cases.wbe.")


def test_status_tells_what_runs(platform: dict[str, Any], local: Command) -> None:
    said = json.loads(local("status", "--json").stdout)

    assert said["url"] == platform["url"]
    assert set(said["pids"]) == set(USUAL)


def test_down_ends_everything_and_up_finds_the_data_again(
    platform: dict[str, Any], local: Command, folder: Path
) -> None:
    running = [find(pid) for pid in pids(folder).values()]
    with administer(platform["databases"]["cases"]) as own:
        own.execute("INSERT INTO failed_tries VALUES ('kept', 1, now(), now())")

    local("down")
    assert len(running) == len(USUAL)
    assert not any(process and process.alive for process in running)

    again = json.loads(local("up", "--json", "--without", "intake", "--without", "partners").stdout)
    assert not any(role.startswith(("intake", "partners")) for role in again["pids"])
    with administer(again["databases"]["cases"]) as own:
        assert own.execute("SELECT failures FROM failed_tries WHERE bucket = 'kept'").fetchone() == (1,)


def answer(platform: dict[str, Any], service: str) -> int:
    return requests.get(f"{platform['url']}/{service}/readyz", timeout=10).status_code


def pids(folder: Path) -> dict[str, int]:
    """As `status` prints them, without the second that starting Python costs each time."""
    found: dict[str, int] = describe(folder)["pids"]
    return found


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp())
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def local(folder: Path) -> Iterator[Command]:
    """Runs a command of `python -m deploy.local` on this module's installation, which ends with the module."""

    def run(command: str, *options: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        argv = [sys.executable, "-m", "deploy.local", command, "--root", str(folder), *options]
        done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=540)
        assert not check or done.returncode == 0, done.stderr
        return done

    yield run
    run("down", check=False)


@pytest.fixture(scope="module")
def platform(local: Command) -> dict[str, Any]:
    """What `up` printed."""
    started: dict[str, Any] = json.loads(local("up", "--base-port", str(free_block(9)), "--json").stdout)
    return started
