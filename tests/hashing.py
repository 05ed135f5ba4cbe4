"""What a password costs in tests: what is slow on purpose is slow again in each of a thousand log-ins, and proves nothing there.

Whatever runs as a process of its own has its own costs; that what is stored has them is tried with them (`real`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher

from services.intake.domain import receipts
from tests.strangers import CHEAP


def cheapen(hasher: PasswordHasher) -> PasswordHasher:
    """Let it cost next to nothing from now on; returns one that costs what it did."""
    real = PasswordHasher.from_parameters(hasher._parameters)
    hasher._parameters = CHEAP._parameters
    return real


@cache
def cheap_receipts() -> PasswordHasher:
    """Receipt codes cost next to nothing too, from the first call on; returns a hasher that costs what theirs did."""
    return cheapen(receipts._HASHER)


@contextmanager
def real_receipts() -> Iterator[None]:
    """Receipt codes as in production, for as long as the block lasts."""
    with real(receipts._HASHER, cheap_receipts()):
        yield


@contextmanager
def real(hasher: PasswordHasher, costs: PasswordHasher) -> Iterator[None]:
    """As in production, for as long as the block lasts."""
    hasher._parameters = costs._parameters
    try:
        yield
    finally:
        hasher._parameters = CHEAP._parameters
