"""What the tests of the audit trail do to it: write, seal, tamper as the tables' owner, look."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import text

from shared import audit
from shared.audit import sealer
from shared.audit.notes import Notary
from shared.db import Database
from tests.databases import as_role, owning

NOTARY = Notary("cases", b"a" * 32, {})
SWAP = "UPDATE {0} SET {1} = CASE {2} WHEN 2 THEN (SELECT {1} FROM {0} WHERE {2} = 3) ELSE (SELECT {1} FROM {0} WHERE {2} = 2) END WHERE {2} IN (2, 3)"
TABLES = ("audit_entry", "audit_place", "audit_head", "audit_cursor", "audit_told", "audit_witness", "audit_seen")


def note(source: Database, count: int = 1) -> None:
    for _ in range(count):
        with source.transaction() as session:
            audit.record(session, "staff:1", "case.read", "case", uuid4(), reason="routine")


@contextmanager
def as_sealer(source: Database) -> Iterator[Database]:
    """The same database as the role that seals."""
    database = Database(as_role(source.url, "sealer"))
    yield database
    database.dispose()


def seal_all(source: Database, notary: Notary = NOTARY) -> int:
    """Batches until nothing waits; returns how many entries they had."""
    total = 0
    with as_sealer(source) as database:
        while sealed := sealer.seal(database, notary):
            total += sealed
    return total


def faults(source: Database, kept=()) -> list[str]:
    with source.transaction() as session:
        return [str(fault) for fault in audit.verify(session, NOTARY, kept)]


def tamper(source: Database, sql: str) -> None:
    """As the tables' owner, who can switch the triggers off."""
    with owning(source.url) as owner, owner.transaction():
        for table in TABLES:
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in sql.split("; "):
            owner.execute(statement)
        for table in TABLES:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def number_from_one(source: Database) -> None:
    """Emptying a table that is empty already leaves its numbering where it was."""
    with owning(source.url) as owner:
        owner.execute("ALTER TABLE audit_entry ALTER COLUMN id RESTART WITH 1")


class Keeper:
    """A superuser who knows the trail as it was, and can put its cursor back."""

    def __init__(self, source: Database, notary: Notary = NOTARY) -> None:
        self.source, self.notary = source, notary
        self._cursors: dict[int, tuple[str, bytes]] = {}

    def remember(self) -> None:
        with self.source.reading() as session:
            low, size, frontier = session.execute(text("SELECT low::text, size, frontier FROM audit_cursor")).one()
        self._cursors[size] = (low, frontier)

    def rewind(self, size: int) -> None:
        low, frontier = self._cursors[size]
        with as_sealer(self.source) as database, database.transaction() as session:
            session.execute(
                text(
                    "UPDATE audit_cursor SET low = CAST(CAST(:low AS text) AS xid8), size = :size, frontier = :frontier"
                ),
                {"low": low, "size": size, "frontier": frontier},
            )

    def newest_note(self) -> str:
        with self.source.reading() as session:
            head = audit.newest(session)
        assert head is not None
        return head.note


def cut(keeper: Keeper) -> None:
    tamper(
        keeper.source,
        "DELETE FROM audit_head WHERE size > 4; DELETE FROM audit_place WHERE place > 4; DELETE FROM audit_entry WHERE id > 4",
    )
    keeper.rewind(4)


def empty(keeper: Keeper) -> None:
    tamper(keeper.source, "TRUNCATE audit_entry, audit_place, audit_head, audit_cursor")


def rewrite(keeper: Keeper) -> None:
    """All of it sealed anew with the true key, one word changed."""
    tamper(
        keeper.source,
        "UPDATE audit_entry SET actor = 'staff:other' WHERE id = 2; TRUNCATE audit_place, audit_head, audit_cursor",
    )
    seal_all(keeper.source, keeper.notary)


def swap(keeper: Keeper) -> None:
    tamper(
        keeper.source,
        SWAP.format("audit_entry", "object_id", "id") + "; TRUNCATE audit_place, audit_head, audit_cursor",
    )
    seal_all(keeper.source, keeper.notary)


def restore(keeper: Keeper) -> None:
    """An old trail is put back, and the service works on."""
    cut(keeper)
    note(keeper.source, 9)
    seal_all(keeper.source, keeper.notary)
