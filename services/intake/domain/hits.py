"""What a look into a text finds: a place and a kind, never the words."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    NAME = "name"
    INITIALS = "initials"
    NUMBER = "number"
    EMAIL = "email"
    ADDRESS = "address"
    DESCRIPTION = "description"


#: Questions about these are about nobody of a file: the number or address of an office, or one that its reader gave.
ABOUT_NOBODY = frozenset({Kind.NUMBER, Kind.EMAIL})


class Severity(StrEnum):
    """`stop`: it names someone unless a person says why not. `question`: it may be a plain word; whoever writes looks again.
    `released`: two people released that name to everyone whom the text goes to.
    """

    STOP = "stop"
    QUESTION = "question"
    RELEASED = "released"


@dataclass(frozen=True)
class Hit:
    """From `start` to before `end`, in characters of the text."""

    start: int
    end: int
    kind: Kind
    severity: Severity


def without_doubles(found: Iterable[Hit]) -> list[Hit]:
    """One hit for each place, in the order of the text: what stops before what asks, the longer before the shorter."""
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda one: (list(Severity).index(one.severity), one.start - one.end)):
        if not any(hit.start < other.end and other.start < hit.end for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda one: one.start)
