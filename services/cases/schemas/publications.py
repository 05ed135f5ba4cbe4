"""Acts that wait for the decision whether the public may see them, as JSON."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.edges import Answer


@dataclass(frozen=True, kw_only=True)
class AwaitingAnswer(Answer):
    """`against`: what would stand against showing it today if it were decided (`shown`: nothing)."""

    id: UUID
    number: str
    kind: str
    title: str
    issued_on: date
    against: str


@dataclass(frozen=True, kw_only=True)
class AwaitingList(Answer):
    items: tuple[AwaitingAnswer, ...]
    next: str | None
