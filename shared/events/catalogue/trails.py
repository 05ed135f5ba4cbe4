"""What each service tells of its audit trail, and what it says to those of others; the events stand with their publishers."""

from dataclasses import dataclass
from typing import Annotated

from shared.events.envelope import Code, Digest, Event, Part, Signature

SERVICES = ("intake", "cases", "partners", "notifications")
HEAD_VERDICTS = ("first", "grown", "smaller", "not_grown", "unknown_key")


@dataclass(frozen=True, kw_only=True)
class Growth(Part):
    """The proof that the trail of `old_size` entries lies in the one that is told (RFC 9162, 2.1.4)."""

    old_size: int
    proof: tuple[Digest, ...]


@dataclass(frozen=True, kw_only=True)
class HeadTold(Event):
    """How far a trail goes: size, root, and the signature of both by its own service."""

    size: int
    root: Digest
    signature: Signature
    growth: tuple[Growth, ...]


@dataclass(frozen=True, kw_only=True)
class HeadSeen(Event):
    """A head of the trail of `of` as it was heard, signed by who heard it if the trail had only grown."""

    of: Annotated[str, Code(*SERVICES)]
    size: int
    root: Digest
    verdict: Annotated[str, Code(*HEAD_VERDICTS)]
    signature: Signature | None = None
