"""The audit trail of one service: append-only, hash-chained. Who did or read what, when and why; never what it said."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import rfc8785
from sqlalchemy import BigInteger, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.clock import utc_now
from shared.db import PlatformBase
from shared.principal import Principal

GENESIS = "0" * 64
#: Held from the first entry of a transaction to its commit, so that the chain has one order.
LOCK = 7_402_002


class AuditEntry(PlatformBase):
    """One act or reading. `details` holds codes, ids and given reasons' digests only."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[str]
    details: Mapped[dict[str, Any]]
    previous_hash: Mapped[str]
    hash: Mapped[str]


@dataclass(frozen=True)
class Fault:
    """Where the chain does not hold: the entry's id and a code."""

    entry: int
    code: str


def record(
    session: Session, by: Principal | str, action: str, on: str, object_id: UUID | str, /, **details: Any
) -> None:
    """Note that `by` did `action` to the object. Written at the end of the transaction.

    No entry, no effect: it is in the same transaction. Values of `details` must be JSON (str, int, bool, lists).
    """
    actor = by.name if isinstance(by, Principal) else by
    session.info.setdefault("audit", []).append((actor, action, on, str(object_id), details))


def write_entries(session: Session) -> None:
    """Chain what was recorded. Runs right before the commit, so that the chain's lock is held for a moment only."""
    waiting = session.info.pop("audit", [])
    if not waiting:
        return
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    last = session.execute(select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)).first()
    number, previous = (last.id, last.hash) if last else (0, GENESIS)
    for actor, action, on, object_id, details in waiting:
        number += 1
        entry = AuditEntry(
            id=number,
            at=utc_now(),
            actor=actor,
            action=action,
            object_type=on,
            object_id=object_id,
            details=details,
            previous_hash=previous,
        )
        entry.hash = previous = digest(entry)
        session.add(entry)
    session.flush()


def digest(entry: AuditEntry) -> str:
    """SHA-256 over the previous hash and the canonical JSON (RFC 8785) of the entry."""
    content: dict[str, Any] = {
        "id": entry.id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "action": entry.action,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "details": entry.details,
    }
    return hashlib.sha256(entry.previous_hash.encode() + rfc8785.dumps(content)).hexdigest()


def verify(session: Session, expected_head: str | None = None) -> list[Fault]:
    """Walk the whole chain; returns its faults. `expected_head`, kept elsewhere, shows a tail that was cut off."""
    faults, previous, number = [], GENESIS, 0
    for entry in session.execute(
        select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    ).scalars():
        number += 1
        if entry.id != number:
            faults.append(Fault(entry.id, "entry_missing_before"))
            number = entry.id
        if entry.previous_hash != previous:
            faults.append(Fault(entry.id, "does_not_follow"))
        if digest(entry) != entry.hash:
            faults.append(Fault(entry.id, "content_changed"))
        previous = entry.hash
        session.expunge(entry)
    if expected_head is not None and not _contains(session, expected_head):
        faults.append(Fault(number, "anchor_missing"))
    return faults


def head(session: Session) -> str:
    """The hash of the last entry, to be kept where the database's owner cannot write."""
    return session.execute(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)).scalar() or GENESIS


def _contains(session: Session, expected: str) -> bool:
    if expected == GENESIS:
        return True
    return session.execute(select(AuditEntry.id).where(AuditEntry.hash == expected)).first() is not None
