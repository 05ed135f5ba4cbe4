"""Letting somebody into a file that is another's work."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from services.intake import data
from services.intake.schemas.keys import keyed
from shared.edges import Answer, Body
from shared.fields import Text
from shared.typed import UNSENT, Unsent


@dataclass(frozen=True, kw_only=True)
class NewAccess(Body):
    """`purpose` is shown to the complainant once the file is opened; `reason`, for who decides, stays in the sealed file."""

    purpose: Annotated[str, keyed(data.purposes())]
    reason: Annotated[str, Text(500)]


@dataclass(frozen=True, kw_only=True)
class AccessDecision(Body):
    """The second person's word."""

    approve: bool


@dataclass(frozen=True, kw_only=True)
class Access(Answer):
    """`until`: for how long who asked may open the file. `reason` is told in the list alone, where each reading is in the trail."""

    id: UUID
    purpose: str
    reason: str | Unsent | None = UNSENT
    asked_by: UUID
    asked_at: datetime
    state: str
    decided_by: UUID | None
    decided_at: datetime | None
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Accesses(Answer):
    items: tuple[Access, ...]


@dataclass(frozen=True, kw_only=True)
class WaitingAccess(Answer):
    """One that waits for another person, and the complaint that it is about."""

    id: UUID
    complaint_id: UUID
    reference: str
    purpose: str
    asked_at: datetime
