"""Releasing parts of an identity."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from marshmallow import validate

from services.intake import data as lists
from services.intake.schemas.keys import keyed
from shared.edges import Answer, Body
from shared.fields import Text
from shared.typed import UNSENT, Unsent


@dataclass(frozen=True, kw_only=True)
class NewRelease(Body):
    """Which data, to which addressee of which letter, and why. The reason stays in the sealed file."""

    recommendation_id: UUID
    institution_id: UUID
    data: Annotated[tuple[Annotated[str, keyed(lists.releasable())], ...], validate.Length(min=1, max=20)]
    reason: Annotated[str, Text(1000)]


@dataclass(frozen=True, kw_only=True)
class ReleaseDecision(Body):
    """The second person's word."""

    release: bool


@dataclass(frozen=True, kw_only=True)
class Release(Answer):
    """`reason` is told in the list alone, where each reading is in the audit trail."""

    id: UUID
    recommendation_id: UUID
    institution_id: UUID
    data: tuple[str, ...]
    reason: str | Unsent | None = UNSENT
    asked_by: UUID
    asked_at: datetime
    state: str
    decided_by: UUID | None
    decided_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Releases(Answer):
    items: tuple[Release, ...]
