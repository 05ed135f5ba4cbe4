"""The wall between a complaint and a person of the office with a conflict of interest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from shared.edges import Answer, Body
from shared.fields import Text


@dataclass(frozen=True, kw_only=True)
class NewExclusion(Body):
    """`reason` stays in the sealed file."""

    staff_id: UUID
    excluded: bool
    reason: Annotated[str, Text(500)]


@dataclass(frozen=True, kw_only=True)
class Exclusion(Answer):
    complaint_id: UUID
    staff_id: UUID
    excluded: bool


@dataclass(frozen=True, kw_only=True)
class KeptExclusion(Answer):
    """A wall as whoever leads reads it; one that is `of_case` was set, and is lifted, in the cases service."""

    staff_id: UUID
    of_case: bool
    at: datetime
    by: UUID | None
    reason: str | None
    ended_at: datetime | None
    ended_by: UUID | None
    ended_reason: str | None


@dataclass(frozen=True, kw_only=True)
class Exclusions(Answer):
    """All of them, oldest first."""

    items: tuple[KeptExclusion, ...]
