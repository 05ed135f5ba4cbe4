"""Databases of one test process: copies of four templates that the real migrations made once per run."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from deploy import SERVICES
from deploy.environment import environment, load_secrets
from deploy.servers.databases import administer, create_database, create_role, drop_database, url_of
from tests.runs import Record, record

REPOSITORY = Path(__file__).resolve().parents[1]
#: Roles are the server's, not the run's: all runs, also of other checkouts, use the same four with the same password.
ROLE_PREFIX = PASSWORD = "besa_test"  # noqa: S105 - of throw-away databases on a development server


def make_databases(run: Path, server: str, worker: str) -> dict[str, str]:
    """This worker's four databases, freshly copied; the URL of each by service."""
    with record(run) as kept, administer(server) as admin:
        if "templates" not in kept:
            _make_templates(run, server, admin, kept)
        for service in SERVICES:
            _copy(run, admin, kept, service, worker)
    return {service: url_of(server, _role(service), PASSWORD, _name(run, worker, service)) for service in SERVICES}


def empty(server: str, urls: dict[str, str], kept_tables: dict[str, list[str]]) -> None:
    """Empty every table that migrations left empty, in those databases, as an administrator: audit tables refuse it to others."""
    for service, url in urls.items():
        database = url.rpartition("/")[2]
        with administer(url_of_database(server, database)) as admin:
            full = [name for name in _filled_tables(admin) if name not in kept_tables[service]]
            if full:
                admin.execute("SET session_replication_role = replica")
                admin.execute(SQL("TRUNCATE {} CASCADE").format(SQL(", ").join(Identifier(*n.split(".")) for n in full)))


def drop(kept: Record) -> None:
    """Drop the databases of a run; a server that is gone has none."""
    try:
        with administer(kept["database_url"]) as admin:
            for name in kept.get("databases", []):
                drop_database(admin, name)
    except (KeyError, psycopg.OperationalError):
        return


def url_of_database(server: str, database: str) -> str:
    return server.rpartition("/")[0] + "/" + database


def _make_templates(run: Path, server: str, admin: psycopg.Connection, kept: Record) -> None:
    urls = {}
    for service in SERVICES:
        create_role(admin, _role(service), PASSWORD)
        name = _name(run, "template", service)
        _note(run, kept, name)
        drop_database(admin, name)
        create_database(admin, name, owner=_role(service))
        urls[service] = url_of(server, _role(service), PASSWORD, name)
    _migrate(urls)
    kept["templates"] = {
        service: _filled_in(url_of_database(server, _name(run, "template", service))) for service in SERVICES
    }


def _filled_in(url: str) -> list[str]:
    with administer(url) as admin:
        return _filled_tables(admin)


def _filled_tables(admin: psycopg.Connection) -> list[str]:
    """Tables with rows, as schema.name; the partitions of a table count as the table."""
    rows = admin.execute(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^(pg_|information_schema)'"
    ).fetchall()
    if not rows:
        return []
    part = SQL("SELECT {name} WHERE EXISTS (SELECT 1 FROM {table})")
    parts = [part.format(name=Literal(f"{schema}.{name}"), table=Identifier(schema, name)) for schema, name in rows]
    return [name for (name,) in admin.execute(SQL(" UNION ALL ").join(parts))]


def _migrate(urls: dict[str, str]) -> None:
    """All four at once with the command that a deployment uses: most of it is the start of Python."""
    with TemporaryDirectory() as scratch:
        secrets = load_secrets(Path(scratch))
        running = {}
        for service, url in urls.items():
            addresses = {"database": url, "broker": "memory://", "public": "http://127.0.0.1"}
            running[service] = subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", f"services.{service}.app", "migrate"],
                cwd=REPOSITORY,
                env=environment(service, Path(scratch), secrets, addresses),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        said = {service: process.communicate()[0] for service, process in running.items()}
    for service, process in running.items():
        if process.returncode:
            raise RuntimeError(f"The migrations of {service} failed:\n{said[service]}")


def _copy(run: Path, admin: psycopg.Connection, kept: Record, service: str, worker: str) -> None:
    name = _name(run, worker, service)
    _note(run, kept, name)
    drop_database(admin, name)
    create_database(admin, name, owner=_role(service), template=_name(run, "template", service))


def _note(run: Path, kept: Record, name: str) -> None:
    if name not in kept.setdefault("databases", []):
        kept["databases"].append(name)


def _role(service: str) -> str:
    return f"{ROLE_PREFIX}_{service}"


def _name(run: Path, worker: str, service: str) -> str:
    """Within PostgreSQL's 63 characters. The pid and the machine keep runs on one server apart."""
    return f"besa_test_{os.uname().nodename[:12]}_{run.name}_{worker}_{service}".lower()
