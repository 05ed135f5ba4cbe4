"""Alembic for one service: what each service's migrations/env.py runs, and what the command `migrate` calls."""

import os
import zlib
from pathlib import Path

import psycopg
from alembic import command, context, op
from alembic.config import Config
from sqlalchemy import MetaData, create_engine, text

import shared.audit.heads
import shared.directory
import shared.idempotency
import shared.limits
import shared.messaging.accounts.tables
import shared.messaging.inbox
import shared.opening
import shared.staff
import shared.tries
import shared.witness.tables  # noqa: F401 - a table is known once its module was read, and unknown ones would be dropped
from shared import grants
from shared.db import PlatformBase

SQL = Path(__file__).parent / "sql"
#: Tables that PostgreSQL makes or that Alembic cannot describe: the partitions.
_PARTITION_PREFIXES = ("outbox_", "inbox_")


def platform_tables(version: str) -> None:
    """Run one frozen script of shared/sql in a migration, such as `platform_0001`."""
    op.execute((SQL / f"{version}.sql").read_text())


def upgrade(service: str, migrate_url: str, revision: str = "head") -> None:
    """Bring the database of `service` to `revision`, and its roles to what they may; waits if another process is at it.

    `migrate_url` names the role that owns the tables. Raises `grants.NoRoleError` before anything is changed.
    """
    with _owner(migrate_url) as owner:
        grants.demand_roles(owner)
    engine = create_engine(migrate_url)
    with engine.connect() as guard:
        guard.execute(text("SELECT pg_advisory_lock(7402004, :key)"), {"key": zlib.crc32(service.encode()) % 2**31})
        try:
            command.upgrade(config(service, migrate_url), revision)
            grant(service, migrate_url)
        finally:
            guard.rollback()
            guard.invalidate()
    engine.dispose()


def grant(service: str, migrate_url: str) -> None:
    """Give the roles of `service` what shared/sql/grants.yaml declares."""
    with _owner(migrate_url) as owner:
        grants.grant(owner, service)


def _owner(migrate_url: str) -> psycopg.Connection:
    return psycopg.connect(migrate_url.replace("+psycopg", "", 1), connect_timeout=5)


def config(service: str, migrate_url: str) -> Config:
    found = Config()
    found.set_main_option("script_location", f"{Path(__file__).parent.parent / 'services' / service / 'migrations'}")
    found.set_main_option("sqlalchemy.url", migrate_url.replace("%", "%%"))
    return found


def run_environment(metadata: MetaData) -> None:
    """The whole of a service's env.py. `metadata` describes the service's own tables."""
    # On the command line (`alembic -n cases …`) the address comes from the environment, as everything else does.
    engine = create_engine(context.config.get_main_option("sqlalchemy.url") or os.environ["MIGRATE_URL"])
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=[metadata, PlatformBase.metadata],
            include_name=lambda name, kind, _: kind != "table" or not (name or "").startswith(_PARTITION_PREFIXES),
            include_object=lambda _thing, _name, kind, reflected, _to: not (reflected and kind == "index"),
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()
