"""What a look into a text finds: a place and a kind, never the words."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    NAME = "name"
    INITIALS = "initials"
    NUMBER = "number"
    EMAIL = "email"
    ADDRESS = "address"


class Severity(StrEnum):
    """`stop`: it names someone unless a person says why not. `question`: it may be a plain word; whoever writes looks again."""

    STOP = "stop"
    QUESTION = "question"


@dataclass(frozen=True)
class Hit:
    """From `start` to before `end`, in characters of the text."""

    start: int
    end: int
    kind: Kind
    severity: Severity
