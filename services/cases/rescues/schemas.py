"""Rescues as JSON."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from marshmallow import fields, validate

from services.cases.rescues.domain import WHATS
from shared.edges import Answer, Body


@dataclass(frozen=True, kw_only=True)
class RescueBody(Body):
    """Whose account gets what anew."""

    staff_id: UUID
    what: Annotated[str, fields.String(validate=validate.OneOf(WHATS))]


@dataclass(frozen=True, kw_only=True)
class RescueAnswer(Answer):
    """One that is open until `lapses_at`. `alone_from`: from when who asked does it without a second person; none while somebody could
    agree who has not.
    """

    id: UUID
    staff_id: UUID
    username: str
    what: str
    asked_by: UUID
    asked_at: datetime
    agreed_by: UUID | None
    alone_from: datetime | None
    lapses_at: datetime


@dataclass(frozen=True, kw_only=True)
class RescueList(Answer):
    items: tuple[RescueAnswer, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class RescueDone(Answer):
    """`password`: for one log-in, shown this once; none where the second factor was taken away."""

    username: str
    password: str | None
