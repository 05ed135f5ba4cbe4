"""What the tests of the audit trail do to it: write, seal, tamper as the tables' owner, look."""

from uuid import uuid4

from sqlalchemy import text

from shared import audit
from shared.audit import sealer
from shared.audit.notes import Notary
from shared.db import Database

NOTARY = Notary("cases", b"a" * 32, {})
TABLES = ("audit_entry", "audit_place", "audit_head", "audit_cursor")


def note(source: Database, count: int = 1) -> None:
    for _ in range(count):
        with source.transaction() as session:
            audit.record(session, "staff:1", "case.read", "case", uuid4(), reason="routine")


def seal_all(source: Database) -> int:
    """Batches until nothing waits; returns how many entries they had."""
    total = 0
    while sealed := sealer.seal(source, NOTARY):
        total += sealed
    return total


def faults(source: Database, kept=()) -> list[str]:
    with source.transaction() as session:
        return [str(fault) for fault in audit.verify(session, NOTARY, kept)]


def tamper(source: Database, sql: str) -> None:
    """As the tables' owner, who can switch the triggers off."""
    with source.transaction() as session:
        for table in TABLES:
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for statement in sql.split("; "):
            session.execute(text(statement))
        for table in TABLES:
            session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


class Keeper:
    """A superuser who knows the trail as it was, and can put its cursor back."""

    def __init__(self, source: Database) -> None:
        self.source = source
        self._cursors: dict[int, tuple[str, bytes]] = {}

    def remember(self) -> None:
        with self.source.reading() as session:
            low, size, frontier = session.execute(text("SELECT low::text, size, frontier FROM audit_cursor")).one()
        self._cursors[size] = (low, frontier)

    def rewind(self, size: int) -> None:
        low, frontier = self._cursors[size]
        with self.source.transaction() as session:
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
