"""A standby that must have what is acknowledged: the primary dies under load and nothing is lost; without one nothing starts."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
import pytest

from deploy.servers.databases import administer
from deploy.servers.postgres import PostgresServer
from shared.db import Database, UnsafeDatabaseError
from shared.waits import Waits
from tests.faults.houses import House
from tests.waiting import wait_until

pytestmark = pytest.mark.serial


@dataclass
class Load:
    """Writers of one row after the other, who note what was acknowledged, until their server is gone."""

    acknowledged: list[int] = field(default_factory=list)
    last: float = 0.0

    def write(self, url: str, first: int) -> None:
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as line:
            for n in range(first, first + 1_000_000):
                line.execute("INSERT INTO fact VALUES (%s)", [n])
                self.acknowledged.append(n)
                self.last = time.monotonic()

    def write_until_it_is_gone(self, url: str, first: int) -> None:
        try:
            self.write(url, first)
        except psycopg.OperationalError:
            return


@contextmanager
def standing_by(house: House, *, named: str = "ANY 1 (standby)") -> Iterator[PostgresServer]:
    """A standby of the house's server, which its commits wait for from now on. Ends on the first one again."""
    first = house.server
    copy = house.base_backup("standby", "-R")
    settings = copy / "data" / "postgresql.auto.conf"
    settings.write_text(
        settings.read_text().replace("primary_conninfo = '", "primary_conninfo = 'application_name=standby ")
    )
    house.run_copy(copy)
    standby = house.server
    house.become(first)
    with administer(first.admin_url) as admin:
        wait_until(lambda: streams(admin), "the standby to be connected", 30)
        admin.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{named}'")
        admin.execute("SELECT pg_reload_conf()")
        wait_until(lambda: admin.execute("SHOW synchronous_standby_names").fetchone()[0] == named, "the new name", 10)
    yield standby


def streams(admin: psycopg.Connection) -> bool:
    return bool(admin.execute("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'").fetchone()[0])


def test_a_primary_that_dies_under_load_loses_nothing_that_was_acknowledged_and_the_witness_goes_on(
    house: House,
) -> None:
    with administer(house.url) as inside:
        inside.execute("CREATE TABLE fact (n bigint)")
    with standing_by(house) as standby:
        house.beat(2)
        load = Load()
        writers = [
            threading.Thread(target=load.write_until_it_is_gone, args=(house.url, n * 10_000_000)) for n in range(3)
        ]
        for each in writers:
            each.start()
        wait_until(lambda: len(load.acknowledged) > 500, "load", 60)
        house.crash()
        for each in writers:
            each.join(30)
        died = load.last
        with administer(standby.admin_url) as admin:
            admin.execute("SELECT pg_promote()")
        house.become(standby)
        with administer(house.url) as inside:
            inside.execute("INSERT INTO fact VALUES (-1)")
            away = time.monotonic() - died
            kept = {row[0] for row in inside.execute("SELECT n FROM fact")}
    lost = set(load.acknowledged) - kept
    print(f"\n{len(load.acknowledged)} acknowledged, {len(lost)} lost, {away:.2f} s from the last one to the next")
    assert not lost
    assert house.kind() == "raised to 2"
    house.beat()


def test_where_a_standby_is_required_a_process_starts_beside_one_alone(house: House) -> None:
    waits = Waits(database_answer=1.5, database_statement=1)
    with closing_database(house, waits) as database, pytest.raises(UnsafeDatabaseError, match="No standby has to have"):
        database.refuse_unsafe()
    with standing_by(house) as standby:
        with closing_database(house, waits) as database:
            database.refuse_unsafe()
        standby.kill9()
        with closing_database(house, waits) as database:
            for _ in range(2):
                with pytest.raises(UnsafeDatabaseError, match="No synchronous standby acknowledges a commit"):
                    database.refuse_unsafe()
        with administer(house.server.admin_url) as admin:
            admin.execute("SET synchronous_commit = local; ALTER ROLE besa_cases SET synchronous_commit = local")
        with closing_database(house, waits) as database, pytest.raises(UnsafeDatabaseError, match="synchronous_commit"):
            database.refuse_unsafe()


@contextmanager
def closing_database(house: House, waits: Waits) -> Iterator[Database]:
    database = Database(house.url, pool_size=1, waits=waits, standby_required=True)
    try:
        yield database
    finally:
        database.dispose()
