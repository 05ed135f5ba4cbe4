"""What happens to the trail around its sealer: killed at any moment, and brought over from the chain of before."""

import hashlib
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
import rfc8785
from psycopg.types.json import Jsonb
from sqlalchemy import text

from deploy.servers.databases import administer, create_database, drop_database, open_to_roles, url_of
from shared.audit.entries import GENESIS
from shared.db import Database
from shared.migrate import upgrade
from tests.databases import PASSWORD, ROLE_PREFIX, as_role
from tests.shared.trail import faults, note, seal_all, tamper
from tests.waiting import wait_until


def test_a_sealer_that_is_killed_again_and_again_leaves_no_gap_and_doubles_nothing(source):
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            note(source)

    writers = [threading.Thread(target=write) for _ in range(3)]
    for thread in writers:
        thread.start()
    heads = []
    for round_ in range(6):
        process = subprocess.Popen([sys.executable, "-m", "tests.shared.sealing", as_role(source.url, "sealer")])
        before = size(source)
        wait_until(lambda before=before: size(source) > before, "the sealer works")
        time.sleep(0.05 * round_)
        process.kill()
        process.wait()
        heads.append(size(source))
    stop.set()
    for thread in writers:
        thread.join()
    assert heads == sorted(set(heads))
    seal_all(source)
    assert faults(source) == []
    with source.reading() as session:
        entries, places = session.execute(
            text("SELECT (SELECT count(*) FROM audit_entry), (SELECT count(*) FROM audit_place)")
        ).one()
    assert entries == places == size(source)


def size(source: Database) -> int:
    with source.reading() as session:
        return session.execute(text("SELECT coalesce(max(size), 0) FROM audit_head")).scalar_one()


class Chain:
    """The trail as a process of the release before writes it: numbered and chained by hand."""

    def __init__(self, url: str) -> None:
        self._url = url.replace("+psycopg", "")

    def note(self, count: int) -> None:
        with psycopg.connect(self._url) as connection:
            for _ in range(count):
                last = connection.execute("SELECT id, hash FROM audit_entry ORDER BY id DESC LIMIT 1").fetchone()
                number, previous = last or (0, GENESIS)
                self._insert(connection, number + 1, previous)

    def _insert(self, connection: psycopg.Connection, number: int, previous: str) -> None:
        told = {
            "id": number, "at": datetime.now(UTC).isoformat(timespec="microseconds"), "actor": "staff:1",
            "action": "case.read", "object_type": "case", "object_id": str(uuid4()), "details": {"reason": "routine"},
        }  # fmt: skip
        found = hashlib.sha256(previous.encode() + rfc8785.dumps(told)).hexdigest()
        values = {**told, "details": Jsonb(told["details"]), "previous_hash": previous, "hash": found}
        columns, marks = ", ".join(values), ", ".join(f"%({name})s" for name in values)
        connection.execute(f"INSERT INTO audit_entry ({columns}) VALUES ({marks})", values)


@pytest.fixture
def before(databases, database_server):
    """URL of a database of the release before."""
    role, name = f"{ROLE_PREFIX}_notifications", f"besa_test_chain_{uuid4().hex[:12]}"
    assert databases["notifications"], "it makes the role"
    with administer(database_server) as admin:
        create_database(admin, name, owner=role)
        open_to_roles(admin, name, owner=role)
        url = url_of(database_server, role, PASSWORD, name)
        upgrade("notifications", url, "0003")
        yield url
        drop_database(admin, name)


@pytest.fixture
def chain(before):
    return Chain(before)


@pytest.fixture
def moved(before):
    """Brings the database to the present, and returns it."""
    opened = []

    def move() -> Database:
        upgrade("notifications", before)
        opened.append(Database(as_role(before, "app")))
        return opened[0]

    yield move
    for database in opened:
        database.dispose()


def test_the_chain_of_before_is_sealed_with_its_last_hash_and_holds(chain, moved):
    chain.note(5)
    database = moved()
    assert seal_all(database) == 6
    with database.reading() as session:
        rows = session.execute(text("SELECT id, action, details FROM audit_entry ORDER BY id")).all()
        last = session.execute(text("SELECT hash FROM audit_entry WHERE id = 5")).scalar()
        places = session.execute(text("SELECT array_agg(entry ORDER BY place) FROM audit_place")).scalar()
    assert tuple(rows[5]) == (6, "audit.chain_closed", {"hash": last})
    assert places == [1, 2, 3, 4, 5, 6]
    assert faults(database) == []


def test_what_was_changed_in_the_chain_before_it_was_sealed_is_named(chain, moved):
    chain.note(5)
    database = moved()
    tamper(database, "UPDATE audit_entry SET actor = 'staff:2' WHERE id = 3")
    seal_all(database)
    assert faults(database) == ["entry 3: content_changed"]


def test_a_tail_of_the_chain_that_was_cut_before_it_was_sealed_is_named(chain, moved):
    chain.note(5)
    database = moved()
    tamper(database, "DELETE FROM audit_entry WHERE id = 5")
    seal_all(database)
    assert faults(database) == ["entry 6: chain_differs"]


def test_a_process_of_the_release_before_works_on_while_the_new_one_does(chain, moved):
    chain.note(2)
    database = moved()
    write_new(database, 2)
    chain.note(2)
    write_new(database, 1)
    chain.note(1)
    assert seal_all(database) == 9
    assert faults(database) == []


def write_new(database: Database, count: int) -> None:
    for _ in range(count):
        with database.transaction() as session:
            session.execute(
                text(
                    "INSERT INTO audit_entry (actor, action, object_type, object_id, details)"
                    " VALUES ('staff:1', 'case.read', 'case', '1', '{}')"
                )
            )


def test_a_database_without_a_trail_begins_with_an_empty_one(moved):
    database = moved()
    assert seal_all(database) == 0
    assert faults(database) == []
    write_new(database, 1)
    assert seal_all(database) == 1
    assert faults(database) == []
