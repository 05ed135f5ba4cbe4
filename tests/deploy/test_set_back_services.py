"""Any of the four databases comes back as it was before a story was played and somebody was erased: what is reported is exactly
what was lost, no number is given twice, and erased stays erased.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from deploy import SERVICES, sample, story
from deploy.drill.people import complain
from deploy.embedded.platform import running
from deploy.environment import load_secrets
from deploy.servers import postgres
from deploy.servers.databases import administer, create_databases
from deploy.servers.postgres import PostgresServer
from deploy.servers.processes import free_block
from shared.db import Database
from shared.messaging.accounts import telling
from tests.deploy.ready import ReadyBesa
from tests.waiting import wait_until

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

ALONE = [(service,) for service in SERVICES]
#: `make drill-each`: every choice of databases, and the whole story once more behind each.
EACH = os.environ.get("DRILL") == "each"
LOST = [chosen for count in range(1, 5) for chosen in combinations(SERVICES, count)] if EACH else [*ALONE, SERVICES]
#: What stands for one thing on paper, service by service.
NUMBERS = {
    "intake": "SELECT reference FROM complaint",
    "cases": "SELECT number FROM case_file UNION ALL SELECT number FROM recommendation WHERE number IS NOT NULL"
    " UNION ALL SELECT concat_ws('/', year, number, fraction) FROM protocol_entry",
}
#: An account speaks of what is older than a minute.
LATER = timedelta(minutes=5)


class Lived:
    """An installation whose life was copied twice: with the databases `before_<service>` inside, and as it was at its end."""

    def __init__(self, place: Path, ready: ReadyBesa) -> None:
        self._ready = ready
        self.root, self.copy, self.port = place / "installation", place / "copy", free_block(1)
        with running(self.root, self.port) as here:
            self.credentials = sample.create(here.environments, here.url, self.root / "credentials.json")
            self.person = complain(here.url)
            with_databases(here.environments, settle)
            self.before = with_databases(here.environments, numbers)
        with self.server() as server, administer(server.admin_url) as admin:
            for service in SERVICES:
                admin.execute(f"CREATE DATABASE before_{service} TEMPLATE besa_{service} OWNER besa_{service}")
        with running(self.root, self.port) as here:
            story.play(here.url, self.credentials, lambda _: None)
            self.besa(
                "intake", "erase-complaint", self.person["id"], "--by", "drill", "--reason", "asked_by_complainant"
            )
            with_databases(here.environments, settle)
            wait_until(lambda: all(beats(each, 3) for each in urls(here.environments)), "a beat of each since", 60)
        # At rest: whoever is slow takes one more event while it is being stopped.
        with self.server() as server:
            owned = create_databases(server.admin_url, load_secrets(self.root)["database_passwords"])
            stopped = {service: {"DATABASE_URL": url.app} for service, url in owned.items()}
            self.known = with_databases(stopped, inboxes)
            self.after = with_databases(stopped, numbers)
        subprocess.run(["cp", "-a", str(self.root), str(self.copy)], check=True)

    @contextmanager
    def server(self) -> Iterator[PostgresServer]:
        server = postgres.start(self.root / "postgres", free_block(1))
        try:
            yield server
        finally:
            server.stop()

    def set_back(self, lost: Sequence[str]) -> None:
        """As at its end, but for these databases. Copied with their owners: the server's folder is its user's."""
        shutil.rmtree(self.root)
        subprocess.run(["cp", "-a", str(self.copy), str(self.root)], check=True)
        with self.server() as server:
            with administer(server.admin_url) as admin:
                for service in lost:
                    admin.execute(f"DROP DATABASE besa_{service}")
                    admin.execute(f"ALTER DATABASE before_{service} RENAME TO besa_{service}")
            create_databases(server.admin_url, load_secrets(self.root)["database_passwords"])
            for service in lost:
                assert "set back" in self.besa(service, "restore", "status", status=3)
                self.besa(service, "restore", "declare", "--by", "drill", "--reason", "drill")

    def besa(self, *words: str, status: int = 0) -> str:
        done, said = self._ready.run(("--root", str(self.root), *words), os.environ)
        assert done == status, said
        return said


@pytest.fixture(scope="module")
def lived(ready: ReadyBesa) -> Iterator[Lived]:
    place = Path(tempfile.mkdtemp())
    place.chmod(0o711)
    yield Lived(place, ready)
    shutil.rmtree(place)


@pytest.mark.parametrize("lost", LOST, ids="-".join)
def test_what_is_reported_is_what_was_lost_no_number_is_given_twice_and_erased_stays_erased(
    lived: Lived, lost: Sequence[str]
) -> None:
    lived.set_back(lost)
    with running(lived.root, lived.port) as here:
        restored = with_databases(here.environments, outboxes)
        with_databases(here.environments, settle)
        found = with_databases(here.environments, account)
        reconciled = lived.besa("reconcile", status=int(bool(found["alien"] | found["other"]))).splitlines()
        if EACH:
            story.play(here.url, lived.credentials, lambda _: None)
        complain(here.url)
        now = with_databases(here.environments, numbers)
        given = {
            service: now[service] - (lived.before if service in lost else lived.after)[service] for service in NUMBERS
        }
        assert given["intake"]
        assert not [service for service in NUMBERS if given[service] & lived.after[service]]
        erased = "SELECT status, key_wrapped, narrative_sealed FROM complaint WHERE id = :id"
        with_databases(here.environments, lambda all_: gone(ask(all_["intake"], erased, id=lived.person["id"])))
    differences = {
        (publisher, consumer, event)
        for publisher in lost
        for consumer in set(SERVICES) - set(lost)
        for event, stream in lived.known[consumer].items()
        if stream.startswith(f"{publisher}.") and event not in restored[publisher]
    }
    assert differences or set(lost) >= set(SERVICES) or lost == ("notifications",)
    assert {(publisher, consumer, event) for publisher, consumer, event in found["elsewhere"]} == differences
    assert found["alien"] == {(consumer, event) for _, consumer, event in differences}
    assert found["other"] == set()
    named = {(line.split()[0], UUID(line.split()[1])) for line in reconciled if "  alien  " in line}
    assert named == found["alien"]


# ------------------------------------------------------------------------------------------------------------------ looks


def numbers(found: dict[str, Database]) -> dict[str, set[str]]:
    return {service: {row[0] for row in ask(found[service], statement)} for service, statement in NUMBERS.items()}


def urls(environments: Any) -> list[str]:
    return [environments[service]["DATABASE_URL"] for service in SERVICES]


def with_databases(environments: Any, look: Any) -> Any:
    with ExitStack() as stack:
        found = {service: Database(environments[service]["DATABASE_URL"], pool_size=1) for service in SERVICES}
        for each in found.values():
            stack.callback(each.dispose)
        return look(found)


def ask(database: Database, statement: str, **values: Any) -> list[Any]:
    with database.transaction() as session:
        return list(session.execute(text(statement), values))


def gone(rows: list[Any]) -> None:
    assert [tuple(row) for row in rows] in ([("erased", None, None)], [])


def inboxes(found: dict[str, Database]) -> dict[str, dict[UUID, str]]:
    return {service: dict(ask(each, "SELECT message_id, stream FROM inbox")) for service, each in found.items()}


def outboxes(found: dict[str, Database]) -> dict[str, set[UUID]]:
    return {service: {row[0] for row in ask(each, "SELECT message_id FROM outbox")} for service, each in found.items()}


def settle(found: dict[str, Database]) -> None:
    """Until nothing waits, and nothing new has come for two seconds."""
    counts = (
        "SELECT (SELECT count(*) FROM outbox), (SELECT count(*) FROM inbox), (SELECT count(*) FROM outbox WHERE published_at IS NULL),"
        " (SELECT count(*) FROM control_message)"
    )
    last, since = None, time.monotonic()
    end = since + 90
    while time.monotonic() < end and not (last and time.monotonic() > since + 2):
        now = [tuple(ask(each, counts)[0]) for each in found.values()]
        if any(row[2] or row[3] for row in now):
            last = None
        elif now != last:
            last, since = now, time.monotonic()
        time.sleep(0.2)
    assert last, "it does not come to rest"


def account(found: dict[str, Database]) -> dict[str, set[Any]]:
    """What the services say of each other's events once each has told its account, twice: what was missing has come by then."""
    for _ in range(2):
        for service, each in found.items():
            with each.transaction() as session:
                telling.tell(session, service, now=datetime.now(UTC) + LATER)
        settle(found)
    rows = [
        (service, *row)
        for service, each in found.items()
        for row in ask(each, "SELECT kind, message_id FROM unaccounted_event WHERE settled_by IS NULL")
    ]
    stale = {
        (service, row[0]) for service, each in found.items() for row in ask(each, "SELECT message_id FROM stale_event")
    }
    return {
        "elsewhere": {
            (service, *row)
            for service, each in found.items()
            for row in ask(each, "SELECT consumer, message_id FROM known_elsewhere")
        },
        "alien": {(service, event) for service, kind, event in rows if kind == "alien"},
        "other": {row for row in rows if row[1] != "alien"} | stale,
    }


def beats(url: str, seconds: float) -> bool:
    with administer(url) as line:
        found = line.execute("SELECT max(at) > now() - make_interval(secs => %s) FROM beat", [seconds]).fetchone()
    return bool(found and found[0])
