"""One entry of the trail: who did or read what, when and why; never what it said."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import rfc8785
from sqlalchemy import BigInteger, Dialect, Identity, func, insert
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import UserDefinedType

from shared import security_log, tracing
from shared.audit.tree import leaf_hash
from shared.db import PlatformBase
from shared.principal import Principal

#: What stood before the first entry of the chain that was kept until the trail was sealed in batches.
GENESIS = "0" * 64


#: Who looks after others, who looks after their own account, and so on; all else that staff do is the work on a case.
_OF_STAFF = {
    "audit": "oversight", "protocol": "oversight", "exclusions": "oversight", "opening": "oversight",
    "openings": "oversight", "reading": "oversight", "readings": "oversight", "staff": "accounts", "duty": "duty", "subject": "operation", "parked": "operation",
    "institution": "directory", "contact": "directory", "partner_user": "directory",
}  # fmt: skip
_OF_OTHERS = {
    "partner": "institution", "complainant": "complainant", "operator": "operation",
    "public": "public",
}  # fmt: skip
#: What `purpose_of` gives.
PURPOSES = tuple(sorted({"casework", "service", *_OF_STAFF.values(), *_OF_OTHERS.values()}))


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
    #: The id of the request that began it, in whichever service: `X-Request-Id`, `rid` of the log, `correlationid` of events.
    request: Mapped[str | None]
    #: For what it was done or read: one of `PURPOSES`, or the code that the person gave.
    purpose: Mapped[str | None]
    previous_hash: Mapped[str] = mapped_column(server_default="")
    hash: Mapped[str] = mapped_column(server_default="")
    xid: Mapped[str] = mapped_column(Xid8, server_default=func.pg_current_xact_id())


#: Built once, and of the table: what reads is audited too, and the class costs twice as much.
_INSERT = insert(AuditEntry.__table__)  # type: ignore[arg-type]  # a mapped class has a Table, which the stubs call FromClause


def record(
    session: Session, by: Principal | str, action: str, on: str, object_id: UUID | str, /, **details: Any
) -> None:
    """Note that `by` did `action` to the object. Written at the end of the transaction.

    No entry, no effect: it is in the same transaction. Values of `details` must be JSON (str, int, bool, lists). What a change was
    before and is now is `changes=changes(…)`.
    """
    actor = by.name if isinstance(by, Principal) else by
    session.info.setdefault("audit", []).append(
        {
            "actor": actor, "action": action, "object_type": on, "object_id": str(object_id), "details": details,
            "request": tracing.current().correlation, "purpose": details.get("purpose") or purpose_of(actor, action),
        }
    )  # fmt: skip


def purpose_of(actor: str, action: str) -> str:
    """For what somebody does or reads something, where they were not asked: it follows from who they are and what it is."""
    kind, noun = actor.partition(":")[0], action.partition(".")[0]
    return _OF_STAFF.get(noun, "casework") if kind == "staff" else _OF_OTHERS.get(kind, "service")


def changes(**pairs: tuple[object, object]) -> dict[str, list[object]]:
    """`field=(before, now)` of what a change is told of, without what stayed as it was; codes, ids and numbers, never words."""
    told = {name: [_plain(before), _plain(now)] for name, (before, now) in pairs.items()}
    return {name: [before, now] for name, (before, now) in told.items() if before != now}


def watched(row: object, *members: str) -> Callable[[], dict[str, list[object]]]:
    """What these members of a row are before a change: called after it, it gives the `changes`. As there, no words."""
    was = {name: getattr(row, name) for name in members}
    return lambda: changes(**{name: (before, getattr(row, name)) for name, before in was.items()})


def _plain(value: object) -> object:
    if isinstance(value, list | tuple | set | frozenset):
        return sorted(str(one) for one in value)
    return value if value is None or isinstance(value, bool | int) else str(value)


def write_entries(session: Session) -> None:
    """Insert what was recorded, right before the commit. Waits for nobody: the sealer gives the places later."""
    if waiting := session.info.pop("audit", []):
        session.execute(_INSERT, waiting)
        security_log.note(session, waiting)


def leaf_of(entry: AuditEntry) -> bytes:
    """The hash that stands for an entry in the tree: over its canonical JSON (RFC 8785), with all that is kept of it."""
    told = _content(entry) | {"xid": entry.xid}
    told |= {
        name: value for name, value in (("request", entry.request), ("purpose", entry.purpose)) if value is not None
    }
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
