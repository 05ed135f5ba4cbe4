"""Heads of the trail kept where the database's owner cannot write: in the other three services, and in a file outside.

Each service tells the others how far its trail goes, with a proof that it has only grown since what they hold. Who hears it
checks that, keeps the head for good, signs it and says so. A trail that was cut, or written anew, fits none of them.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import BigInteger, Identity, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.audit.notes import ORIGIN, BadNoteError, Head, Notary
from shared.audit.sealer import AuditCursor, AuditHead, AuditPlace
from shared.audit.tree import Frontier, consistency_proof, is_consistent
from shared.audit.verify import Fault, Kept, newest, read_kept, verify
from shared.db import Database, PlatformBase
from shared.events.catalogue.trails import SERVICES, Growth, HeadSeen, HeadTold
from shared.events.envelope import Event, Received
from shared.messaging.outbox import publish
from shared.messaging.subscriptions import Subscriptions

#: A head is told each hour, and sooner after so many entries.
ENTRIES = 1000
#: In so many hours we told a head and another service did not: its trail is not looked after.
SILENT_HOURS = 3
GOOD = ("first", "grown")
E = TypeVar("E", bound=Event)


class AuditTold(PlatformBase):
    """A head of ours that was told to the others, with what is needed to prove growth from there; `in_file`: the file outside was given it too."""

    __tablename__ = "audit_told"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    frontier: Mapped[bytes]
    in_file: Mapped[bool] = mapped_column(server_default=text("false"))
    told_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class AuditWitness(PlatformBase):
    """A head of another service's trail as it was told to us; `verdict` says whether the last good one lies in it."""

    __tablename__ = "audit_witness"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    service: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    root: Mapped[bytes]
    note: Mapped[str]
    verdict: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class AuditSeen(PlatformBase):
    """What another service answered to a head of ours; `signed` is its line under our note, empty if it did not sign."""

    __tablename__ = "audit_seen"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    witness: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    root: Mapped[bytes]
    signed: Mapped[str]
    verdict: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


_DUE = text(
    "SELECT NOT EXISTS (SELECT FROM audit_told WHERE told_at > clock_timestamp() - interval '1 hour'"
    " AND size > :size - :entries)"
)
_SILENT = text(
    "SELECT count(DISTINCT date_trunc('hour', told_at)) > :hours FROM audit_told"
    " WHERE told_at > (SELECT max(at) FROM audit_witness WHERE service = :service)"
)


def tell(session: Session, notary: Notary, folder: str = "") -> Head | None:
    """Tell the others the newest head if it is due, and add it to the file in `folder`; returns what was told."""
    cursor = session.execute(select(AuditCursor.size, AuditCursor.frontier)).first()
    if cursor is None or not session.execute(_DUE, {"size": cursor.size, "entries": ENTRIES}).scalar():
        return None
    sealed = session.get_one(AuditHead, cursor.size)
    head = Head(notary.service, sealed.size, sealed.root)
    told = _event(notary.service, HeadTold)(
        size=head.size,
        root=head.root.hex(),
        signature=notary.sign(head).hex(),
        growth=tuple(_growth(session, size, head.size) for size in sorted(_held(session)) if size < head.size),
    )
    publish(session, told, subject_of(notary.service))
    session.add(AuditTold(size=head.size, frontier=cursor.frontier, in_file=bool(folder)))
    if folder:
        _append(_file(folder, notary.service), sealed.note)
    return head


@dataclass(frozen=True)
class Held:
    """What another service last said of our trail: the size that it was told, its verdict, when."""

    service: str
    size: int
    verdict: str
    at: datetime


def held_elsewhere(session: Session) -> list[Held]:
    """The last answer of each of the others that has given one."""
    found = []
    for service in SERVICES:
        answers = select(AuditSeen).where(AuditSeen.witness == service).order_by(AuditSeen.id.desc()).limit(1)
        if row := session.execute(answers).scalar():
            found.append(Held(service, row.size, row.verdict, row.at))
    return found


def signed_head(session: Session) -> str:
    """The last head that was told, with the signatures of the others that have answered; the newest if none was; else empty."""
    told = session.execute(select(AuditTold.size).order_by(AuditTold.id.desc()).limit(1)).scalar()
    head = newest(session) if told is None else session.get(AuditHead, told)
    if head is None:
        return ""
    signed = select(AuditSeen.signed).where(AuditSeen.size == head.size, AuditSeen.root == head.root).distinct()
    return head.note + "".join(session.execute(signed.order_by(AuditSeen.signed)).scalars())


def listen(subscriptions: Subscriptions) -> None:
    """Let the service hear the heads of the others, and what they say of its own."""
    for event in list(Event.registry.values()):
        if subscriptions.service in event.consumers:
            if issubclass(event, HeadTold):
                subscriptions.on(event)(_headed)
            if issubclass(event, HeadSeen):
                subscriptions.on(event)(_witnessed)


def check(database: Database, notary: Notary, folder: str = "", given: Iterable[Kept] = ()) -> list[Fault]:
    """Verify the whole trail against everything that is kept of it here, in `folder` and in `given`, and look at the others'."""
    with database.transaction() as session:
        kept, faults = _kept_by_witnesses(session, notary), _of_others(session, notary.service)
        given_out = set(session.execute(select(AuditTold.size).where(AuditTold.in_file)).scalars())
    try:
        in_file = _kept_in_file(folder, notary)
    except BadNoteError:
        faults.append(Fault("file of heads", "unreadable"))
    else:
        kept += in_file
        if folder and given_out - {one.head.size for one in in_file}:
            faults.append(Fault("file of heads", "cut" if in_file else "missing"))
    with database.transaction() as session:
        return [*verify(session, notary, [*kept, *given]), *faults]


def subject_of(service: str) -> UUID:
    """What the events about a trail are numbered by."""
    return uuid5(NAMESPACE_URL, ORIGIN + service)


def _event(publisher: str, kind: type[E]) -> type[E]:
    return next(one for one in Event.registry.values() if issubclass(one, kind) and one.publisher() == publisher)


def _held(session: Session) -> set[int]:
    """The sizes from which somebody wants a proof: what was told last, and what each of the others last found good."""
    last = session.execute(select(AuditTold.size).order_by(AuditTold.id.desc()).limit(1)).scalars()
    seen = select(func.max(AuditSeen.size)).where(AuditSeen.verdict.in_(GOOD)).group_by(AuditSeen.witness)
    return {*last, *session.execute(seen).scalars()}


def _growth(session: Session, old_size: int, size: int) -> Growth:
    frontier = session.execute(select(AuditTold.frontier).where(AuditTold.size == old_size).limit(1)).scalar()
    leaves = select(AuditPlace.leaf).where(AuditPlace.place <= size).order_by(AuditPlace.place)
    if frontier is None:
        # Told before this database was put back: then only all of it can be shown.
        old, added = Frontier(), list(session.execute(leaves).scalars())
        for leaf in added[:old_size]:
            old.add(leaf)
        added = added[old_size:]
    else:
        old = Frontier.unpack(old_size, frontier)
        added = list(session.execute(leaves.where(AuditPlace.place > old_size)).scalars())
    return Growth(old_size=old_size, proof=tuple(step.hex() for step in consistency_proof(old, added)))


def _headed(session: Session, event: Received[HeadTold]) -> None:
    notary, told, service = Notary.carried_by(session), event.data, event.type.split(".", 1)[0]
    head = Head(service, told.size, bytes.fromhex(told.root))
    line = notary.signed_by(service, head, bytes.fromhex(told.signature))
    verdict = _judged(session, head, told.growth) if line else "unknown_key"
    note = f"{head.text()}\n{line}" if line else head.text()
    session.add(AuditWitness(service=service, size=head.size, root=head.root, note=note, verdict=verdict))
    signature = notary.sign(head).hex() if verdict in GOOD else None
    seen = _event(notary.service, HeadSeen)(
        of=service, size=head.size, root=told.root, verdict=verdict, signature=signature
    )
    publish(session, seen, subject_of(service))


def _judged(session: Session, head: Head, growth: Sequence[Growth]) -> str:
    last = _last_good(session, head.service)
    if last is None:
        return "first"
    if head.size < last.size:
        return "smaller"
    proof = next((one.proof for one in growth if one.old_size == last.size), ())
    steps = [bytes.fromhex(step) for step in proof] if head.size > last.size else []
    return "grown" if is_consistent(last.size, last.root, head.size, head.root, steps) else "not_grown"


def _last_good(session: Session, service: str) -> AuditWitness | None:
    good = (AuditWitness.service == service, AuditWitness.verdict.in_(GOOD))
    return session.execute(select(AuditWitness).where(*good).order_by(AuditWitness.id.desc()).limit(1)).scalar()


def _witnessed(session: Session, event: Received[HeadSeen]) -> None:
    notary, seen, witness = Notary.carried_by(session), event.data, event.type.split(".", 1)[0]
    if seen.of != notary.service:
        return
    head = Head(notary.service, seen.size, bytes.fromhex(seen.root))
    signed = notary.signed_by(witness, head, bytes.fromhex(seen.signature)) if seen.signature else None
    verdict = "unknown_key" if seen.verdict in GOOD and not signed else seen.verdict
    session.add(AuditSeen(witness=witness, size=head.size, root=head.root, signed=signed or "", verdict=verdict))


def _kept_by_witnesses(session: Session, notary: Notary) -> list[Kept]:
    """The largest head that each of the others has found good."""
    kept = []
    for witness in SERVICES:
        good = select(AuditSeen).where(AuditSeen.witness == witness, AuditSeen.verdict.in_(GOOD))
        if row := session.execute(good.order_by(AuditSeen.size.desc()).limit(1)).scalar():
            kept.append(Kept(witness, Head(notary.service, row.size, row.root)))
    return kept


def _of_others(session: Session, ours: str) -> list[Fault]:
    """What does not fit between the services: a trail that we saw shrink, one that we hear no more of, and what is said of ours."""
    faults = []
    for service in SERVICES:
        if service == ours:
            continue
        theirs = select(AuditWitness.verdict).where(AuditWitness.service == service)
        verdict = session.execute(theirs.order_by(AuditWitness.id.desc()).limit(1)).scalar()
        if verdict not in (None, *GOOD):
            faults.append(Fault(f"trail of {service}", verdict))
        if session.execute(_SILENT, {"service": service, "hours": SILENT_HOURS}).scalar():
            faults.append(Fault(f"trail of {service}", "silent"))
        answers = select(AuditSeen.verdict).where(AuditSeen.witness == service)
        answer = session.execute(answers.order_by(AuditSeen.id.desc()).limit(1)).scalar()
        if answer not in (None, *GOOD):
            faults.append(Fault(f"our head at {service}", answer))
    return faults


def _file(folder: str, service: str) -> Path:
    return Path(folder) / f"{service}.heads"


def _append(path: Path, note: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # One write, so that a kill leaves no half a note behind, which would be unreadable for good.
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(handle, note.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def _kept_in_file(folder: str, notary: Notary) -> list[Kept]:
    path = _file(folder, notary.service) if folder else None
    return read_kept(notary, path.read_text(encoding="utf-8"), "file") if path and path.exists() else []
