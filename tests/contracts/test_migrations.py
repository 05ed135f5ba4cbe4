"""The migrated database is what the models say, and each service's migrations are one line."""

import importlib
import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

import shared.audit.heads
import shared.directory
import shared.idempotency
import shared.limits
import shared.messaging.accounts.tables
import shared.messaging.inbox
import shared.messaging.outbox
import shared.staff
from shared.db import PlatformBase
from shared.migrate import SQL, config

SERVICES = ("intake", "cases", "partners", "notifications")
#: Loading these is what puts their tables into the platform's metadata.
OWNERS = (
    shared.audit.heads, shared.directory, shared.idempotency, shared.limits, shared.messaging.accounts.tables, shared.messaging.inbox, shared.messaging.outbox,
    shared.staff,
)  # fmt: skip


def wings_with_models(service: str) -> list[str]:
    folder = Path(__file__).parents[2] / "services" / service
    return sorted({path.parent.name for path in (*folder.glob("*/models"), *folder.glob("*/models.py"))})


@pytest.mark.parametrize("service", SERVICES)
def test_alembic_is_told_of_the_tables_of_each_wing(service):
    told = (Path(__file__).parents[2] / "services" / service / "migrations" / "env.py").read_text()
    untold = [wing for wing in wings_with_models(service) if f"services.{service}.{wing} import models" not in told]
    assert not untold, f"load the models of these wings in migrations/env.py: {untold}"


@pytest.mark.parametrize("service", SERVICES)
def test_each_table_is_created_by_a_migration(service):
    """Read, not run: that the columns are the same is seen in the migrated database."""
    importlib.import_module(f"services.{service}.app")
    own = importlib.import_module(f"services.{service}.models").Base.metadata.tables
    versions = (Path(__file__).parents[2] / "services" / service / "migrations" / "versions").glob("*.py")
    written = "".join(path.read_text() for path in versions)
    missing = [table for table in own if f'"{table}"' not in written and f"TABLE {table} " not in written]
    assert not missing, f"write a migration that creates these tables: {missing}"


@pytest.mark.parametrize("service", SERVICES)
def test_each_column_is_named_by_a_migration_of_its_table(service):
    """Read, not run, as above: one migration says the table and the column."""
    importlib.import_module(f"services.{service}.app")
    own = importlib.import_module(f"services.{service}.models").Base.metadata.tables
    versions = (Path(__file__).parents[2] / "services" / service / "migrations" / "versions").glob("*.py")
    words = [set(re.findall(r"\w+", path.read_text())) for path in versions]
    pairs = [(table.name, column.name) for table in own.values() for column in table.columns]
    missing = [f"{table}.{column}" for table, column in pairs if not any({table, column} <= said for said in words)]
    assert not missing, f"write a migration that adds these columns: {missing}"


@pytest.mark.parametrize("service", SERVICES)
def test_the_models_and_the_migrated_database_are_the_same(databases, service):
    own = importlib.import_module(f"services.{service}.models").Base.metadata
    for wing in wings_with_models(service):
        importlib.import_module(f"services.{service}.{wing}.models")
    engine = create_engine(databases[service])
    with engine.connect() as connection:
        options = {
            "include_name": lambda name, kind, _: kind != "table" or not str(name).startswith(("outbox_", "inbox_")),
            "include_object": lambda _thing, _name, kind, reflected, _to: not (reflected and kind == "index"),
            "compare_type": True,
        }
        context = MigrationContext.configure(connection, opts=options)
        found = compare_metadata(context, [own, PlatformBase.metadata])
    engine.dispose()
    # A check constraint and the kind of a partitioned index are beyond what Alembic compares.
    assert [difference for difference in found if difference] == []


@pytest.mark.parametrize("service", SERVICES)
def test_the_migrations_of_a_service_are_one_line(service):
    script = ScriptDirectory.from_config(config(service, "postgresql://"))
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_a_frozen_script_of_the_platform_is_never_changed():
    import hashlib

    frozen = {
        "platform_0001.sql": "ad84915d0cd43bde7ce161037538b7fc1ba95fb5ae3fa0b989af17212cbdc9c1",
        "platform_0002.sql": "7e4062c709f3812a37f44c39e80e2eb9136ee23746571c50530a2fabdf781de8",
        "platform_0003.sql": "09afdddfe9bfafbdbe4b720670804931b8b96ecec45c313558961bde591f68ef",
        "platform_0004.sql": "20e30ed5544ef31e18468ba97fa0e89bd7a70d86245906d505a85b4419d7f2ae",
        "platform_0006.sql": "5b5fcbd9bd36848aa20585e9ebe4a7dca815d5c21fc4d2886d7f31802beb5de5",
        "platform_0007.sql": "f9c95d8f7af6506e76c33e1230f8a714282c4beaef076b3658756d69a4f4e451",
        "platform_0008.sql": "e897099c88e9ba8efbf5363f556e18396b149053c27371f05379aa6c8f44982d",
        "platform_0009.sql": "85abb4fad12d1bdbf5cf23c66a93ecb520faa05012e43e76bda4d172d996a20d",
        "platform_0010.sql": "f6b73fa4b3603dac8b3527b5b7118ccff682defdee5afa7baea4ab85973cb5de",
        "platform_0011.sql": "2d84911cdd1e57b24117ad3b64c628bbaedd0e194b10f07169f7b9424c8dbabc",
        "platform_0012.sql": "eb6f6e8453e731985d8f70b6753fc5266368ac28965b35dfdca0da5f063d7e87",
        "platform_0013.sql": "83f837a0279ada272d9dfb2e3fae3e7a2a9400fabaa2438034f92ee7d57aed8f",
        "platform_0014.sql": "f81cc10518f06fcaa6706b86df67bf999d594ee5e0225020b1872983667c1fb0",
    }
    for name, digest in frozen.items():
        content = (SQL / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest, f"{name} was published: add a new script instead"
    assert {path.name for path in SQL.glob("*.sql")} == set(frozen)


@pytest.mark.parametrize("service", SERVICES)
def test_what_is_append_only_cannot_be_emptied_either(databases, service):
    engine = create_engine(databases[service])
    with engine.connect() as connection:
        named = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = '{}'"
        kept, whole = (
            set(connection.execute(text(named.format(name))).scalars()) for name in ("append_only", "append_only_table")
        )
    engine.dispose()
    assert kept
    assert kept == whole, f"add a trigger BEFORE TRUNCATE, as in the migration no_truncate: {kept - whole}"
