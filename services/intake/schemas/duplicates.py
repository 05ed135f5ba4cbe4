"""Complaints that are likely to be about the same facts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from services.intake.domain.duplicates import SIGNS
from services.intake.schemas.keys import keyed
from shared.edges import Answer


@dataclass(frozen=True, kw_only=True)
class Sign(Answer):
    """What two complaints have in common; `days` is how far apart they lie, with within_days only."""

    nullable: ClassVar[bool] = False

    code: Annotated[str, keyed(SIGNS)]
    days: int | None = None


@dataclass(frozen=True, kw_only=True)
class LikelyDuplicate(Answer):
    """A complaint that is likely to be about the same facts. A person decides whether it is."""

    id: UUID
    reference: str
    received_at: datetime
    status: str
    reasons: tuple[Sign, ...]


@dataclass(frozen=True, kw_only=True)
class LikelyDuplicates(Answer):
    """The newest first, not more than an officer can look at."""

    items: tuple[LikelyDuplicate, ...]
