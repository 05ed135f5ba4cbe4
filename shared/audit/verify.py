"""Whether the trail is what it was: each place, each entry, each head, and what others keep of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import merge

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from shared.audit.entries import GENESIS, AuditEntry, chain_hash, leaf_of
from shared.audit.notes import BadNoteError, Head, Notary, split
from shared.audit.sealer import AuditCursor, AuditHead, AuditPlace
from shared.audit.tree import Frontier

#: Longer than this no entry may be without a place.
UNSEALED_SECONDS = 60
_NEVER_SEALED = text(
    "SELECT e.id FROM audit_entry e WHERE e.at < clock_timestamp() - make_interval(secs => :seconds)"
    " AND NOT EXISTS (SELECT FROM audit_place p WHERE p.entry = e.id) ORDER BY e.id LIMIT 100"
)


@dataclass(frozen=True)
class Fault:
    """Where the trail does not hold: `entry 3`, `place 3` or `size 3` (of a head), and a code."""

    where: str
    code: str

    def __str__(self) -> str:
        return f"{self.where}: {self.code}"


@dataclass(frozen=True)
class Kept:
    """A head of this trail that `by` keeps where the database's owner cannot write."""

    by: str
    head: Head


def read_kept(notary: Notary, text: str, by: str) -> list[Kept]:
    """The heads of our trail in `text`, one signed note after the other. Raises `BadNoteError` at one that is not ours."""
    heads = [notary.read(note) for note in split(text)]
    if any(head.service != notary.service for head in heads):
        raise BadNoteError("of_another_service")
    return [Kept(by, head) for head in heads]


def newest(session: Session) -> AuditHead | None:
    """The last head; None as long as nothing was sealed."""
    return session.execute(select(AuditHead).order_by(AuditHead.size.desc()).limit(1)).scalar()


def verify(session: Session, notary: Notary, kept: Iterable[Kept] = ()) -> list[Fault]:
    """Walk the whole trail; returns its faults. `session` must be new: all is read as of one moment.

    `kept` are heads from elsewhere: they alone show a tail that was cut off, or a trail that was written anew.
    """
    session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    walk = _Walk(merge(_own(session, notary), _elsewhere(kept), key=lambda one: one.size))
    for place, entry in _placed(session):
        walk.step(place, entry)
    walk.end(session.execute(select(AuditCursor.size)).scalar() or 0)
    late = session.execute(_NEVER_SEALED, {"seconds": UNSEALED_SECONDS}).scalars()
    return [*walk.faults, *(Fault(f"entry {number}", "never_sealed") for number in late)]


def _placed(session: Session) -> Iterator[tuple[AuditPlace, AuditEntry | None]]:
    query = (
        select(AuditPlace, AuditEntry)
        .join(AuditEntry, AuditEntry.id == AuditPlace.entry, isouter=True)
        .order_by(AuditPlace.place)
    )
    for place, entry in session.execute(query.execution_options(yield_per=1000)):
        yield place, entry
        session.expunge(place)
        if entry is not None:
            session.expunge(entry)


@dataclass(frozen=True)
class _Root:
    """What the tree must be at a size. `differs` and `missing` are the codes if it is not, and if it is smaller."""

    size: int
    root: bytes
    differs: str
    missing: str
    bad_note: bool = False


def _own(session: Session, notary: Notary) -> Iterator[_Root]:
    heads = select(AuditHead.size, AuditHead.root, AuditHead.note).order_by(AuditHead.size)
    for size, root, note in session.execute(heads.execution_options(yield_per=1000)):
        bad = not _fits(notary, note, Head(notary.service, size, root))
        yield _Root(size, root, "root_differs", "places_missing", bad)


def _fits(notary: Notary, note: str, head: Head) -> bool:
    try:
        return notary.read(note) == head
    except BadNoteError:
        return False


def _elsewhere(kept: Iterable[Kept]) -> Iterator[_Root]:
    for one in sorted(kept, key=lambda one: one.head.size):
        yield _Root(one.head.size, one.head.root, f"not_as_kept_by_{one.by}", f"cut_since_kept_by_{one.by}")


class _Walk:
    """The tree as the places make it, compared with what it must be wherever that is known."""

    def __init__(self, expected: Iterator[_Root]) -> None:
        self.faults: list[Fault] = []
        self._expected = expected
        self._next = next(expected, None)
        self._tree = Frontier()
        self._place = 0
        self._last_head = 0
        self._named: set[str] = set()
        self._chain: str | None = GENESIS

    def step(self, place: AuditPlace, entry: AuditEntry | None) -> None:
        if place.place != self._place + 1:
            self._fault(f"place {place.place}", "place_missing_before")
        self._place = place.place
        if entry is None:
            self._fault(f"entry {place.entry}", "entry_missing")
        elif leaf_of(entry) != place.leaf:
            self._fault(f"entry {place.entry}", "content_changed")
        else:
            self._follow_chain(entry)
        self._tree.add(place.leaf)
        while self._next is not None and self._next.size <= self._tree.size:
            self._compare(self._next)
            self._next = next(self._expected, None)

    def end(self, cursor: int) -> None:
        while self._next is not None:
            self._once(self._next.size, self._next.missing)
            self._next = next(self._expected, None)
        if self._last_head != self._tree.size:
            self._fault(f"size {self._tree.size}", "head_missing")
        if cursor != self._tree.size:
            self._fault(f"size {self._tree.size}", "sealer_was_elsewhere")

    def _compare(self, expected: _Root) -> None:
        if expected.missing == "places_missing":
            self._last_head = expected.size
        if expected.root != self._tree.root():
            self._once(expected.size, expected.differs)
        if expected.bad_note:
            self._once(expected.size, "note_not_ours")

    def _follow_chain(self, entry: AuditEntry) -> None:
        """The entries of before are also in a chain, whose last hash the migration noted right behind it."""
        if self._chain is None or not entry.hash:
            closed, self._chain = self._chain, None
            if closed is not None and entry.action == "audit.chain_closed" and entry.details.get("hash") != closed:
                self._fault(f"entry {entry.id}", "chain_differs")
            return
        if entry.previous_hash != self._chain:
            self._fault(f"entry {entry.id}", "does_not_follow")
        if chain_hash(entry) != entry.hash:
            self._fault(f"entry {entry.id}", "content_changed")
        self._chain = entry.hash

    def _once(self, size: int, code: str) -> None:
        """The first of its kind only: whatever comes after it differs with it."""
        if code not in self._named:
            self._named.add(code)
            self._fault(f"size {size}", code)

    def _fault(self, where: str, code: str) -> None:
        self.faults.append(Fault(where, code))
