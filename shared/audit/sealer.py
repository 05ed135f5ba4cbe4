"""The sealer: gives places and hashes to the entries that were committed, in batches, within a second.

Whatever is visible and has no place is sealed, by transaction and number. If one entry was committed before the
transaction of another began, every look that sees the second sees the first, and its transaction has the lower number:
so its place is lower too. A long transaction delays nobody's entries but its own.
"""

import logging
import threading
from collections.abc import Sequence

from sqlalchemy import BigInteger, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared import metrics
from shared.audit.entries import AuditEntry, Xid8, leaf_of
from shared.audit.notes import Head, Notary
from shared.audit.tree import Frontier
from shared.db import Database, PlatformBase

log = logging.getLogger(__name__)

BATCH = 5000
#: Between two looks; an entry is sealed within a second.
PAUSE = 0.4


class AuditPlace(PlatformBase):
    """The place of one entry in the trail, from 1 on without gaps. An own table: an entry is never changed."""

    __tablename__ = "audit_place"

    place: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry: Mapped[int] = mapped_column(BigInteger, unique=True)
    leaf: Mapped[bytes]


class AuditHead(PlatformBase):
    """How far the trail went when a batch was sealed, and the hash over all of it, signed."""

    __tablename__ = "audit_head"

    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[bytes]
    note: Mapped[str]


class AuditCursor(PlatformBase):
    """Where the sealer goes on. Everything in it can be found again from the places."""

    __tablename__ = "audit_cursor"

    one: Mapped[bool] = mapped_column(primary_key=True)
    low: Mapped[str] = mapped_column(Xid8)
    size: Mapped[int] = mapped_column(BigInteger)
    frontier: Mapped[bytes]


# No lower number can come from a transaction that is still running. In another cluster, where a dump was loaded, numbers
# begin anew: then everything is looked through once.
_UNPLACED = """
 FROM audit_entry e WHERE e.xid >= coalesce((SELECT CASE WHEN low <= pg_snapshot_xmin(pg_current_snapshot()) THEN low END
 FROM audit_cursor), '0'::xid8) AND NOT EXISTS (SELECT FROM audit_place p WHERE p.entry = e.id)"""
_WAITS = text(f"SELECT EXISTS (SELECT {_UNPLACED})")
_AGE = text(f"SELECT coalesce(extract(epoch FROM clock_timestamp() - min(e.at)), 0)::float8 {_UNPLACED}")  # noqa: S608 - our own words only
_BEGIN = text("INSERT INTO audit_cursor VALUES (true, '0', 0, '') ON CONFLICT DO NOTHING")
# Skipped where another sealer is at it. The snapshot here is older than that of the batch, so its limit is safe there.
_TURN = text(
    "SELECT size, frontier, pg_snapshot_xmin(pg_current_snapshot())::text AS safe FROM audit_cursor"
    " FOR UPDATE SKIP LOCKED"
)
_NEXT = select(AuditEntry).from_statement(text(f"SELECT e.* {_UNPLACED} ORDER BY e.xid, e.id LIMIT :batch"))
_PLACE = text(
    "INSERT INTO audit_place SELECT :size + number, entry, leaf FROM"
    " unnest(CAST(:entries AS bigint[]), CAST(:leaves AS bytea[])) WITH ORDINALITY AS sealed (entry, leaf, number)"
)
_HEAD = text("INSERT INTO audit_head (size, root, note) VALUES (:size, :root, :note)")
_MOVE = text("UPDATE audit_cursor SET low = CAST(CAST(:low AS text) AS xid8), size = :size, frontier = :frontier")


def unsealed_seconds(session: Session) -> float:
    """The age of the oldest entry that has no place yet; 0 without one."""
    age: float = session.execute(_AGE).scalar_one()
    return age


def seal(database: Database, notary: Notary) -> int:
    """Seal one batch in one transaction; returns how many entries it had. 0 also if another sealer is at it."""
    with database.reading() as session:
        # A lock on the cursor costs a write: it is taken only where there is work.
        if not session.execute(_WAITS).scalar():
            return 0
    with database.transaction() as session:
        session.execute(_BEGIN)
        turn = session.execute(_TURN).first()
        if turn is None:
            return 0
        entries = session.execute(_NEXT, {"batch": BATCH}).scalars().all()
        if entries:
            low = turn.safe if len(entries) < BATCH else min(turn.safe, entries[-1].xid, key=int)
            _write(session, notary, Frontier.unpack(turn.size, turn.frontier), entries, low)
        return len(entries)


def _write(session: Session, notary: Notary, tree: Frontier, entries: Sequence[AuditEntry], low: str) -> None:
    before, leaves = tree.size, [leaf_of(entry) for entry in entries]
    for leaf in leaves:
        tree.add(leaf)
    head = Head(notary.service, tree.size, tree.root())
    session.execute(_PLACE, {"size": before, "entries": [entry.id for entry in entries], "leaves": leaves})
    session.execute(_HEAD, {"size": head.size, "root": head.root, "note": notary.note(head)})
    session.execute(_MOVE, {"low": low, "size": tree.size, "frontier": tree.pack()})


def run(service: str, database: Database, notary: Notary, stop: threading.Event) -> None:
    """Seal until `stop`. A failure is logged and counted; the entries wait."""
    while not stop.is_set():
        try:
            sealed = seal(database, notary)
        except Exception:
            metrics.TIMER_RUNS.labels(service, "seal_audit", "failed").inc()
            log.exception("sealing_failed")
            sealed = 0
        if sealed < BATCH:
            stop.wait(PAUSE)
