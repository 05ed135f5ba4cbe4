"""Databases of one test process: copies of templates that the real migrations made once per run."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from psycopg.abc import Query
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import make_url

from deploy import SERVICES
from deploy.servers.databases import (
    OWNER,
    administer,
    close_inside,
    create_database,
    create_roles,
    drop_database,
    open_to_roles,
    url_of,
)
from shared.db import Database
from shared.grants import role_of, roles
from shared.migrate import upgrade
from tests.rows import NONE, Tables
from tests.runs import Record, record

#: Roles are the server's, not the run's: all runs, also of other checkouts, use the same with the same password.
ROLE_PREFIX = PASSWORD = "besa_test"
PASSWORDS = dict.fromkeys((OWNER, *roles()), PASSWORD)
TEMPLATE = "template"
#: Called before anybody looks into a test database.
before_looking: list[Callable[[], None]] = []


class Databases(Mapping[str, str]):
    """URL by service of one worker's migrated databases, as the role of a running process; `as_role` gives others. Each is made
    when it is first asked for.

    One that is not `durable` does not wait for the disk at each commit. What was committed is there for everybody all the
    same; only a server that falls would lose the last of it, and tests of that have servers of their own.
    """

    def __init__(self, run: Path, server: str, worker: str, *, durable: bool = True) -> None:
        self._run = run
        self._durable = durable
        self._server = server
        self._worker = worker
        self._urls: dict[str, str] = {}
        #: The tables with rows when the migrations were done.
        self._filled: dict[str, list[str]] = {}
        self._administrators: dict[str, psycopg.Connection] = {}
        self._tables: dict[str, Tables] = {}
        self._connected = ExitStack()

    def __getitem__(self, service: str) -> str:
        if service not in SERVICES:
            raise KeyError(service)
        if service not in self._urls:
            with record(self._run) as kept, administer(self._server) as admin:
                if service not in kept.setdefault("templates", {}):
                    kept["templates"][service] = self._make_template(admin, kept, service)
                self._filled[service] = kept["templates"][service]
                self._urls[service] = self._make(admin, kept, service, self._worker, self._name(TEMPLATE, service))
        return self._urls[service]

    def __iter__(self) -> Iterator[str]:
        return iter(SERVICES)

    def __len__(self) -> int:
        return len(SERVICES)

    def empty(self, *services: str) -> None:
        """Empty every table that the migrations left empty, in these databases or in all; as an administrator, since an audit
        table refuses its service.
        """
        look()
        for service in services or list(self._urls):
            self.tables(service).lay(NONE)

    def tables(self, service: str) -> Tables:
        """Those of its database, but for what the migrations filled."""
        url = self[service]
        if url not in self._tables:
            self._tables[url] = Tables(self._administrator(service), self._filled[service])
        return self._tables[url]

    def rewrite(self, service: str, statement: Query, values: Mapping[str, object] | None = None) -> None:
        """Change what no role of the service may, past the triggers: so that a letter was issued long ago."""
        look()
        self._administrator(service).execute(statement, values)

    def close(self) -> None:
        self._connected.close()

    def _administrator(self, service: str) -> psycopg.Connection:
        """Kept from test to test: a new connection would look up each of a hundred tables anew."""
        if service not in self._administrators:
            address = self._as_administrator(self._name(self._worker, service))
            self._administrators[service] = admin = self._connected.enter_context(administer(address))
            admin.execute("SET lock_timeout = '20s'")
            admin.execute("SET session_replication_role = replica")
        return self._administrators[service]

    def _make_template(self, admin: psycopg.Connection, kept: Record, service: str) -> list[str]:
        # Roles belong to the server: two runs that set the same password at once would fail on the same row.
        admin.execute("SELECT pg_advisory_lock(7402090)")
        create_roles(admin, _role(service), PASSWORDS)
        admin.execute("SELECT pg_advisory_unlock(7402090)")
        made = self._make(admin, kept, service, TEMPLATE, "template0")
        with administer(self._as_administrator(self._name(TEMPLATE, service))) as inside:
            close_inside(inside, owner=_role(service))
        upgrade(service, as_owner(made))
        with administer(self._as_administrator(self._name(TEMPLATE, service))) as inside:
            return Tables(inside).filled()

    def _make(self, admin: psycopg.Connection, kept: Record, service: str, owner: str, template: str) -> str:
        name = self._name(owner, service)
        if name not in kept.setdefault("databases", []):
            kept["databases"].append(name)
        drop_database(admin, name)
        create_database(admin, name, owner=_role(service), template=template)
        open_to_roles(admin, name, owner=_role(service))
        # As on the servers that deploy/ starts: on tables of a few rows to compile a query takes longer than to run it.
        admin.execute(SQL("ALTER DATABASE {} SET jit = off").format(Identifier(name)))
        if not self._durable:
            admin.execute(SQL("ALTER DATABASE {} SET synchronous_commit = off").format(Identifier(name)))
        return url_of(self._server, role_of(_role(service), "app"), PASSWORD, name)

    def _as_administrator(self, database: str) -> str:
        return self._server.rpartition("/")[0] + "/" + database

    def _name(self, owner: str, service: str) -> str:
        """Within PostgreSQL's 63 characters. The pid and the machine keep runs on one server apart."""
        return f"besa_test_{os.uname().nodename[:12]}_{self._run.name}_{owner}_{service}".lower()


def look() -> None:
    """Somebody is about to look into a test database."""
    for lay in before_looking:
        lay()


def as_owner(url: str) -> str:
    """The same test database as the role that owns its tables."""
    return _as(url, lambda owner: owner)


@contextmanager
def owning(url: str) -> Iterator[psycopg.Connection]:
    """An autocommit connection to the same test database as the role that owns its tables: for what no running process may do."""
    look()
    with psycopg.connect(as_owner(url).replace("+psycopg", "", 1), autocommit=True) as owner:
        yield owner


def as_role(url: str, role: str) -> str:
    """The same test database as another of the service's roles."""
    return _as(url, lambda owner: role_of(owner, role))


@contextmanager
def as_relay(database: Database) -> Iterator[psycopg.Connection]:
    """An autocommit connection to the same test database as the role that alone marks what was published."""
    look()
    with psycopg.connect(as_role(database.url, "relay").replace("+psycopg", "", 1), autocommit=True) as relay:
        yield relay


def of_workers(url: str) -> dict[str, str]:
    """The members of `Settings` by which relay and sealer are told their roles in the same test database."""
    return {"relay_url": as_role(url, "relay"), "sealer_url": as_role(url, "sealer")}


def _as(url: str, named: Callable[[str], str]) -> str:
    found = make_url(url)
    parts = (found.username or "").removeprefix(f"{ROLE_PREFIX}_").split("_")
    return found.set(username=named(_role(parts[0]))).render_as_string(hide_password=False)


def drop(kept: Record) -> None:
    """Drop the databases of a run; a server that is gone has none."""
    try:
        with administer(kept["database_url"]) as admin:
            for name in kept.get("databases", []):
                drop_database(admin, name)
    except (KeyError, psycopg.OperationalError):
        return


def _role(service: str) -> str:
    return f"{ROLE_PREFIX}_{service}"
