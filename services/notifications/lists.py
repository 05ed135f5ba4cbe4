"""The list of notifications: by what it may be narrowed."""

from dataclasses import dataclass
from typing import Annotated

from marshmallow import validate

from services.notifications.models import STATES, Message
from shared.lists import Filter, Listing


@dataclass(frozen=True, kw_only=True)
class MessageListing(Listing):
    """Messages, newest first."""

    state: Annotated[str | None, validate.OneOf(STATES), Filter(Message.state)] = None
