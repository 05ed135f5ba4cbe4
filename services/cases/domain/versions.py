"""What law and practice fix, in versions: each entry of a data file says from which day to which day it holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeVar

from shared.rules import RuleViolation


@dataclass(frozen=True, kw_only=True)
class Versioned:
    """`valid_to` is the last day in force; none: open. `confirmed`: read by a lawyer in the law itself."""

    key: str
    valid_from: date | None = None
    valid_to: date | None = None
    confirmed: bool = False

    def in_force(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


V = TypeVar("V", bound=Versioned)


def version_on(versions: Iterable[V], key: str, day: date) -> V:
    """The version of `key` in force on that day. Refuses (version.none_in_force) when there is none."""
    for version in versions:
        if version.key == key and version.in_force(day):
            return version
    raise RuleViolation(f"no version of {key} is in force on {day}", code="version.none_in_force")


def check_confirmed(doubted: Sequence[str]) -> None:
    """Refuses (law.unconfirmed) where something is doubted: entries that no lawyer of the office has confirmed; for an office that
    asks for that.
    """
    if doubted:
        raise RuleViolation(f"no lawyer has confirmed: {', '.join(doubted)}", code="law.unconfirmed")


def check_versions(versions: Iterable[Versioned]) -> None:
    """Refuses two versions of one key on the same day: which one a letter gets would be chance. Raises ValueError."""
    ordered = sorted(versions, key=lambda version: (version.key, version.valid_from or date.min))
    for version in ordered:
        if (version.valid_from or date.min) > (version.valid_to or date.max):
            raise ValueError(f"{version.key}: it ends before it begins")
    for earlier, later in pairwise(ordered):
        if earlier.key == later.key and (earlier.valid_to or date.max) >= (later.valid_from or date.min):
            raise ValueError(f"two versions of {later.key} are in force on {later.valid_from or date.min}")
