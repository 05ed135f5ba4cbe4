"""One entry of the trail: who did or read what, when and why; never what it said."""

import hashlib
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import rfc8785
from sqlalchemy import BigInteger, Dialect, Identity, func, insert
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import UserDefinedType

from shared import security_log
from shared.audit.tree import leaf_hash
from shared.db import PlatformBase
from shared.principal import Principal

#: What stood before the first entry of the chain that was kept until the trail was sealed in batches.
GENESIS = "0" * 64


class Xid8(UserDefinedType[str]):
    """A transaction's number that is never used again; as text, since Python has no type for it."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "xid8"

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return str


# Else Alembic, which compares our tables with the database's, could not read the column.
ischema_names["xid8"] = Xid8


class AuditEntry(PlatformBase):
    """One act or reading. `details` holds codes, ids and given reasons' digests only.

    The database gives number, transaction and time. `previous_hash` and `hash` are of the chain that was kept before.
    """

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    actor: Mapped[str]
    action: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[str]
    details: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(server_default="")
    hash: Mapped[str] = mapped_column(server_default="")
    xid: Mapped[str] = mapped_column(Xid8, server_default=func.pg_current_xact_id())


def record(
    session: Session, by: Principal | str, action: str, on: str, object_id: UUID | str, /, **details: Any
) -> None:
    """Note that `by` did `action` to the object. Written at the end of the transaction.

    No entry, no effect: it is in the same transaction. Values of `details` must be JSON (str, int, bool, lists).
    """
    actor = by.name if isinstance(by, Principal) else by
    session.info.setdefault("audit", []).append(
        {"actor": actor, "action": action, "object_type": on, "object_id": str(object_id), "details": details}
    )


def write_entries(session: Session) -> None:
    """Insert what was recorded, right before the commit. Waits for nobody: the sealer gives the places later."""
    if waiting := session.info.pop("audit", []):
        session.execute(insert(AuditEntry), waiting)
        security_log.note(session, waiting)


def leaf_of(entry: AuditEntry) -> bytes:
    """The hash that stands for an entry in the tree: over its canonical JSON (RFC 8785), with all that is kept of it."""
    told = _content(entry) | {"xid": entry.xid}
    if entry.hash:
        told |= {"previous_hash": entry.previous_hash, "hash": entry.hash}
    return leaf_hash(rfc8785.dumps(told))


def chain_hash(entry: AuditEntry) -> str:
    """The hash of an entry in the chain that was kept before: SHA-256 over the previous one and the canonical JSON."""
    return hashlib.sha256(entry.previous_hash.encode() + rfc8785.dumps(_content(entry))).hexdigest()


def _content(entry: AuditEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "action": entry.action,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "details": entry.details,
    }
