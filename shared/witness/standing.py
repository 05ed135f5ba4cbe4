"""What a database is, and what its witness says of it: the one table that tells a restart from a restore.

No mix of system id, timeline and log position tells every restore, so the beat is asked first and they only name the kind.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import psycopg

from shared.retry import SetBackError
from shared.witness.file import Record

Kind = Literal[
    "first_start", "same", "failover", "upgraded", "moved",
    "snapshot", "recovered", "loaded_here", "loaded_elsewhere", "no_file", "other_installation", "unreadable",
]  # fmt: skip

#: With nothing to be done about it.
SERVING = ("first_start", "same")
#: Nothing is lost, but the last second may be: the epoch is raised without asking anybody.
RAISING = ("failover", "upgraded", "moved")
SENTENCES: dict[str, str] = {
    "first_start": "The database is new, and so is its witness.",
    "same": "The database is as far as its witness says.",
    "failover": "The database goes on at another server of its cluster.",
    "upgraded": "The database goes on in another cluster, with all that its witness knows.",
    "moved": "The database goes on under another name, with all that its witness knows.",
    "snapshot": "The database was set back to an earlier time: a copy of its files (a snapshot, a base backup) was started.",
    "recovered": "The database was set back to an earlier time: it was recovered from a backup up to some moment.",
    "loaded_here": "The database was set back to an earlier time: a dump was loaded into this cluster, or the last hours were taken out.",
    "loaded_elsewhere": "The database was set back to an earlier time: a dump, or a copy, was loaded into another cluster.",
    "no_file": "The file that witnesses how far this database had come is gone, so nobody knows whether it was set back.",
    "other_installation": "Database and witness belong to different installations: this is a copy of another one.",
    "unreadable": "The file that witnesses how far this database had come cannot be read.",
}


def refusal(kind: Kind) -> SetBackError:
    return SetBackError(kind, SENTENCES[kind])


@dataclass(frozen=True)
class Standing:
    """What one look at a database shows. `knows` is whether the file's beat is there, `last` the newest beat's moment."""

    system_id: str
    timeline: int
    lsn: str
    oid: int
    started_at: datetime
    migrated: bool
    epoch: int = 1
    installation: str | None = None
    newest: int = 0
    last: datetime | None = None
    knows: bool = False


@dataclass(frozen=True)
class Verdict:
    """What kind of start this is."""

    kind: Kind

    @property
    def serves(self) -> bool:
        return self.kind in SERVING

    @property
    def raises(self) -> bool:
        return self.kind in RAISING

    @property
    def sentence(self) -> str:
        return SENTENCES[self.kind]


# After a promotion pg_control_checkpoint() still names the old timeline until a checkpoint; the name of a log file does at once.
_IDENTITY = (
    "SELECT (SELECT system_identifier::text FROM pg_control_system()),"
    " ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int, pg_current_wal_lsn()::text,"
    " (SELECT oid::bigint FROM pg_database WHERE datname = current_database()), pg_postmaster_start_time(),"
    " to_regclass('beat') IS NOT NULL"
)
_BEATS = (
    "SELECT (SELECT max(epoch) FROM stream_epoch), (SELECT name FROM installation), coalesce(max(n), 0), max(at),"
    " coalesce(bool_or(n = %s AND nonce = %s), false) FROM beat"
    " WHERE n IN (SELECT max(n) FROM beat) OR n = %s"
)


def look(connection: "psycopg.Connection[Any]", record: Record | None) -> Standing:
    """Two statements. What the file says must have been read before: the database may be ahead of it, never behind."""
    identity = connection.execute(_IDENTITY).fetchone()
    assert identity  # noqa: S101 - a SELECT without FROM has one row
    if not identity[5]:
        return Standing(*identity)
    n, nonce = (record.n, UUID(record.nonce)) if record and record.n else (0, UUID(int=0))
    return Standing(*identity, *(connection.execute(_BEATS, (n, nonce, n)).fetchone() or ()))


def placed(record: Record, standing: Standing) -> Record:
    """The same record, of a database that is where it now stands."""
    here = standing
    return replace(record, system_id=here.system_id, timeline=here.timeline, lsn=here.lsn, oid=here.oid)


def judge(record: Record | None, standing: Standing, name: str = "") -> Verdict:
    """`name` is that of this installation, if it was given one; `record` None is no file."""
    if record is None:
        return Verdict("no_file" if standing.newest else "first_start")
    if name not in ("", record.installation) or standing.installation not in (None, record.installation):
        return Verdict("other_installation")
    elsewhere = standing.system_id != record.system_id
    if record.n == 0:
        return Verdict("first_start")
    if standing.knows:
        return Verdict(_moved(record, standing, elsewhere))
    if elsewhere:
        return Verdict("loaded_elsewhere")
    if standing.timeline != record.timeline:
        return Verdict("recovered")
    return Verdict("loaded_here" if standing.oid != record.oid else "snapshot")


def _moved(record: Record, standing: Standing, elsewhere: bool) -> Kind:
    if elsewhere:
        return "upgraded"
    if standing.timeline != record.timeline:
        return "failover"
    return "moved" if standing.oid != record.oid else "same"
