"""A Merkle tree over the trail, as in RFC 9162 (2.1): each root covers every entry so far, and growth can be proved."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

HASH_BYTES = 32


def leaf_hash(content: bytes) -> bytes:
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


@dataclass
class Frontier:
    """What must be kept of a tree to go on with it: the roots of its complete parts, the largest and oldest first."""

    size: int = 0
    nodes: list[bytes] = field(default_factory=list)

    @classmethod
    def unpack(cls, size: int, packed: bytes) -> "Frontier":
        return cls(size, [packed[at : at + HASH_BYTES] for at in range(0, len(packed), HASH_BYTES)])

    def pack(self) -> bytes:
        return b"".join(self.nodes)

    def add(self, leaf: bytes) -> None:
        self.nodes.append(leaf)
        self.size += 1
        rest = self.size
        while rest % 2 == 0:
            right = self.nodes.pop()
            self.nodes.append(node_hash(self.nodes.pop(), right))
            rest //= 2

    def root(self) -> bytes:
        if not self.nodes:
            return sha256(b"").digest()
        found = self.nodes[-1]
        for left in reversed(self.nodes[:-1]):
            found = node_hash(left, found)
        return found

    def parts(self) -> dict[tuple[int, int], bytes]:
        """The complete parts by the places that they cover: from (counted from 0), up to but without."""
        found, begin = {}, 0
        for node, bit in zip(self.nodes, _bits(self.size), strict=True):
            found[begin, begin + bit] = node
            begin += bit
        return found


def consistency_proof(old: Frontier, added: Sequence[bytes]) -> list[bytes]:
    """The hashes that show that a tree of `old.size` leaves lies in the one with the leaves `added` (2.1.4.1).

    Empty if either has none, or none was added. Costs one hash a leaf that was added, whatever lies before.
    """
    whole = old.size + len(added)
    return _Prover(old, added).proof(0, whole, entire=True) if 0 < old.size < whole else []


class _Prover:
    def __init__(self, old: Frontier, added: Sequence[bytes]) -> None:
        self._size, self._added = old.size, added
        self._known = old.parts()

    def proof(self, begin: int, end: int, *, entire: bool) -> list[bytes]:
        if self._size == end:
            return [] if entire else [self._root(begin, end)]
        middle = begin + _split(end - begin)
        if self._size <= middle:
            return [*self.proof(begin, middle, entire=entire), self._root(middle, end)]
        return [*self.proof(middle, end, entire=False), self._root(begin, middle)]

    def _root(self, begin: int, end: int) -> bytes:
        if known := self._known.get((begin, end)):
            return known
        if end - begin == 1:
            return self._added[begin - self._size]
        middle = begin + _split(end - begin)
        return node_hash(self._root(begin, middle), self._root(middle, end))


def is_consistent(old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the tree of `old_size` leaves lies in that of `size` (2.1.4.2)."""
    if old_size == size:
        return old_root == root and not proof
    if not 0 < old_size < size or not proof:
        return False
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    one, two = old_size - 1, size - 1
    while one & 1:
        one, two = one >> 1, two >> 1
    old_found = found = path[0]
    for step in path[1:]:
        if two == 0:
            return False
        if one & 1 or one == two:
            old_found, found = node_hash(step, old_found), node_hash(step, found)
            while one and not one & 1:
                one, two = one >> 1, two >> 1
        else:
            found = node_hash(found, step)
        one, two = one >> 1, two >> 1
    return two == 0 and old_found == old_root and found == root


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _bits(size: int) -> list[int]:
    return [1 << at for at in reversed(range(size.bit_length())) if size >> at & 1]
