"""The tree: its root is that of RFC 9162's definition, and a proof shows growth and nothing else."""

from hashlib import sha256

import pytest

from shared.audit.tree import Frontier, consistency_proof, is_consistent, leaf_hash

LEAVES = [leaf_hash(bytes([number])) for number in range(70)]


def defined(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162 2.1.1, word by word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return sha256(b"\x01" + defined(leaves[:middle]) + defined(leaves[middle:])).digest()


def grown(size: int) -> Frontier:
    tree = Frontier()
    for leaf in LEAVES[:size]:
        tree.add(leaf)
    return tree


@pytest.mark.parametrize("size", range(len(LEAVES) + 1))
def test_the_root_is_the_one_of_the_definition_also_after_it_was_put_away(size):
    tree = grown(size)
    assert tree.root() == defined(LEAVES[:size])
    again = Frontier.unpack(size, tree.pack())
    assert again.root() == tree.root()
    again.add(b"n" * 32)
    assert again.root() == defined([*LEAVES[:size], b"n" * 32])


@pytest.mark.parametrize("size", range(1, len(LEAVES) + 1))
def test_a_proof_shows_that_every_smaller_tree_lies_in_the_larger(size):
    root = defined(LEAVES[:size])
    for old_size in range(1, size + 1):
        old = grown(old_size)
        proof = consistency_proof(old, LEAVES[old_size:size])
        assert is_consistent(old_size, old.root(), size, root, proof)


@pytest.mark.parametrize("old_size", range(1, 34))
def test_no_proof_fits_a_tree_that_was_changed_cut_or_shown_with_other_sizes(old_size):
    old, root = grown(old_size), defined(LEAVES[:34])
    proof = consistency_proof(old, LEAVES[old_size:34])
    changed = defined([b"x" * 32, *LEAVES[1:34]])
    assert not is_consistent(old_size, old.root(), 34, changed, proof)
    assert not is_consistent(old_size, b"x" * 32, 34, root, proof)
    assert not is_consistent(34, root, old_size, old.root(), proof)
    assert not is_consistent(old_size, old.root(), 34, root, proof[:-1])
    assert not is_consistent(old_size, old.root(), 34, root, [*proof, b"x" * 32])
    assert not is_consistent(0, old.root(), 34, root, proof)
