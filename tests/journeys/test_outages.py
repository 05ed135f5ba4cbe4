"""The platform with parts of it dead: the others work on, and nothing is missing at the end."""

import concurrent.futures
import subprocess
import sys
import threading

import pytest
import requests

from deploy.story import play
from tests.waiting import wait_until

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

UNSEALED = "SELECT id FROM audit_entry WHERE NOT EXISTS (SELECT FROM audit_place WHERE entry = audit_entry.id)"


def count(platform, service: str, sql: str) -> int:
    return platform.query(service, sql)[0][0]


def complaints_in_cases(platform) -> set[str]:
    return {row[0] for row in platform.query("cases", "SELECT reference FROM complaint")}


def test_the_story_is_played_over_real_processes(platform):
    told = []
    table = play(platform.url, platform.credentials, told.append)
    assert len(table.rows) == 8
    assert "2 recommendations: 8 obligations in 7 different states" in table.text()
    assert [(row.delivery, row.reply_due) for row in table.not_delivered] == [("failed", "–")]
    assert any("the officer on call was called and took it" in line for line in told)
    platform.settle()


def test_with_the_broker_dead_complaints_are_accepted_and_all_arrive_once_after_it_returns(platform):
    platform.kill("rabbitmq")
    references = {platform.complain()["reference"] for _ in range(10)}
    assert platform.get("/cases/api/v1/cases", "case_officer").status_code == 200
    assert not references & complaints_in_cases(platform)
    platform.start("rabbitmq")
    platform.settle()
    assert references <= complaints_in_cases(platform)
    assert count(platform, "cases", "SELECT count(*) FROM complaint") == count(
        platform, "intake", "SELECT count(*) FROM complaint"
    )


WORKS = {
    "intake": [("/intake/api/v1/complaints", "intake_officer")],
    "cases": [("/cases/api/v1/cases", "case_officer"), ("/cases/api/v1/public/recommendations", None)],
    "partners": [("/partners/api/v1/institutions", "admin")],
    "notifications": [("/notifications/api/v1/messages", "admin")],
}


@pytest.mark.parametrize("dead", WORKS)
def test_with_one_service_dead_the_others_work_and_nothing_is_missing_at_the_end(platform, dead):
    platform.kill(*platform.roles_of(dead))
    away = platform.get(f"/{dead}/readyz")
    assert away.status_code in (502, 503)
    assert away.headers["Content-Type"] == "application/problem+json"
    for service, paths in WORKS.items():
        if service != dead:
            for path, role in paths:
                assert platform.get(path, role).status_code == 200, path
    if dead != "intake":
        platform.complain()
    platform.start(*platform.roles_of(dead))
    platform.settle()


def test_kill_9_of_every_process_in_turn_under_load_loses_and_doubles_nothing(platform):
    stop = threading.Event()
    accepted = []

    def load() -> None:
        while not stop.is_set():
            body = {
                "submitter": {"role": "child", "keep_secret": True},
                "narrative": "Fjalë shembull.",
                "language": "sq",
            }
            try:
                answer = requests.post(f"{platform.url}/intake/api/v1/complaints", json=body, timeout=30)
            except requests.RequestException:
                continue
            if answer.status_code == 201:
                accepted.append(answer.json()["reference"])
            stop.wait(0.3)

    with concurrent.futures.ThreadPoolExecutor() as pool:
        pool.submit(load)
        try:
            for role in (
                "intake.relay",
                "cases.consume",
                "intake.web",
                "notifications.consume",
                "rabbitmq",
                "cases.relay",
            ):
                before = len(accepted)
                wait_until(lambda before=before: len(accepted) > before, "the load runs while the fault comes")
                platform.kill(role)
                platform.start(role)
        finally:
            stop.set()
    platform.settle()
    assert len(accepted) == len(set(accepted)) >= 6
    stored = {row[0] for row in platform.query("intake", "SELECT reference FROM complaint")}
    assert set(accepted) <= stored
    assert complaints_in_cases(platform) == stored


def test_a_database_that_dies_under_load_comes_back_with_everything_that_was_acknowledged(platform):
    before = [platform.complain()["reference"] for _ in range(3)]
    platform.kill("postgres")
    refused = platform.post("/intake/api/v1/complaints", {"narrative": "x"})
    assert refused.status_code in (422, 503), refused.text
    platform.start("postgres")
    wait_until(lambda: platform.get("/intake/readyz").status_code == 200, "intake is ready again")
    after = platform.complain()["reference"]
    platform.settle()
    assert {*before, after} <= complaints_in_cases(platform)


def test_the_audit_trails_hold_after_all_that(platform):
    for service in platform.told["databases"]:
        wait_until(lambda service=service: not platform.query(service, UNSEALED), f"the trail of {service} is sealed")
        command = [sys.executable, "-m", "deploy.besa", "--root", str(platform.root), service, "audit", "verify"]
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        assert found.returncode == 0, f"{service}: {found.stderr}"
        assert f"besa/{service}\n" in found.stdout
