"""A whole installation: every process on its own, a private PostgreSQL and RabbitMQ, nothing replaced."""

import json
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import create_engine, text

from deploy import SERVICES
from deploy.local import installation
from deploy.local.roles import APART, ROLES
from deploy.servers.processes import free_block
from shared.events.envelope import Event
from tests.waiting import wait_until

SOON = 90


class Installation:
    """One running platform, and what can be done to it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.told = installation.up(root, {"base_port": free_block(9), "web_workers": 1}, APART)
        self.url = self.told["url"]
        self.credentials: dict[str, Any] = json.loads((root / "credentials.json").read_text())

    # ------------------------------------------------------------------------------------------------------ faults

    def kill(self, *roles: str) -> None:
        """kill -9."""
        pids = installation.describe(self.root)["pids"]
        for role in roles:
            # gunicorn's workers would serve on for a moment without their master: its whole group is the process.
            kill = os.killpg if role.endswith(".web") else os.kill
            kill(pids[role], signal.SIGKILL)
        wait_until(lambda: not set(roles) & set(installation.describe(self.root)["pids"]), f"{roles} are dead", SOON)

    def start(self, *roles: str) -> None:
        installation.up(self.root, {}, [role for role in ROLES if role in roles])

    def roles_of(self, service: str) -> list[str]:
        return [role for role in APART if role.startswith(f"{service}.")]

    # ------------------------------------------------------------------------------------------------------- doing

    def staff(self, role: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.credentials['staff'][role]['token']}"}

    def get(self, path: str, role: str | None = None) -> requests.Response:
        return requests.get(self.url + path, headers=self.staff(role) if role else {}, timeout=30)

    def post(self, path: str, body: dict[str, Any], role: str | None = None) -> requests.Response:
        return requests.post(self.url + path, json=body, headers=self.staff(role) if role else {}, timeout=30)

    def complain(self) -> dict[str, Any]:
        """A complaint that must be accepted."""
        body = {
            "submitter": {"role": "child", "keep_secret": True},
            "narrative": "Fjalë shembull nga një fëmijë.",
            "language": "sq",
        }
        answer = self.post("/intake/api/v1/complaints", body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def query(self, service: str, sql: str) -> list[tuple[Any, ...]]:
        engine = create_engine(self.told["databases"][service])
        try:
            with engine.connect() as connection:
                return [tuple(row) for row in connection.execute(text(sql))]
        finally:
            engine.dispose()

    # ---------------------------------------------------------------------------------------------------- checking

    def unsettled(self) -> list[str]:
        """What is missing, doubled, held or parked between the four databases; empty when all is well."""
        return unsettled({service: self.told["databases"][service] for service in SERVICES})

    def settle(self) -> None:
        """Wait until every event of every outbox has taken effect once in each of its consumers."""
        try:
            wait_until(lambda: not self.unsettled(), "everything has arrived", 2 * SOON)
        except AssertionError:
            raise AssertionError(f"did not settle: {self.unsettled()[:10]}") from None


def unsettled(databases: dict[str, str]) -> list[str]:
    sent, taken, faults = {}, {}, []
    for service, url in databases.items():
        engine = create_engine(url)
        with engine.connect() as connection:
            sent[service] = connection.execute(text("SELECT message_id, type, published_at FROM outbox")).all()
            rows = connection.execute(text("SELECT message_id, outcome FROM inbox")).all()
            taken[service] = {row.message_id: row.outcome for row in rows}
            counts = {
                table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
                for table in ("held_event", "parked_event")
            }
        faults += [f"{service}: {count} in {table}" for table, count in counts.items() if count]
        engine.dispose()
    for service, rows in sent.items():
        faults += [f"{service}: {row.type} unpublished" for row in rows if row.published_at is None]
        faults += [
            f"{consumer}: {row.type} {taken[consumer].get(row.message_id)}"
            for row in rows
            for consumer in Event.registry[row.type].consumers
            if taken[consumer].get(row.message_id) != "handled"
        ]
    return faults


@pytest.fixture(scope="package")
def platform() -> Iterator[Installation]:
    # Not pytest's own folder (mode 0700): PostgreSQL runs as an unprivileged user and passes through.
    with tempfile.TemporaryDirectory(prefix="besa-journey-") as folder:
        Path(folder).chmod(0o755)
        root = Path(folder) / "installation"
        try:
            yield Installation(root)
        finally:
            installation.down(root)
            time.sleep(0.5)
