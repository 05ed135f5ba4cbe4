"""What the API shows of messages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from marshmallow import validate

from services.notifications.models import STATES
from shared.edges import Answer


@dataclass(frozen=True, kw_only=True)
class MessageOut(Answer):
    """No address: it is not kept. `channel` is null until a complainant's contact was read for the first time."""

    id: UUID
    template: str
    recipient: Annotated[str, validate.OneOf(("complainant", "institution", "staff"))]
    channel: str | None
    about: Annotated[str, validate.OneOf(("complaint", "recommendation", "institution", "staff"))]
    about_id: UUID
    institution_id: UUID | None
    state: Annotated[str, validate.OneOf(STATES)]
    attempts: int
    next_try_at: datetime
    last_error: str | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class MessageList(Answer):
    """One page of messages."""

    items: tuple[MessageOut, ...]
    next: str | None
