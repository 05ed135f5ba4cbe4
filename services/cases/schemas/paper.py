"""Replies that came on paper, as JSON."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from marshmallow import validate

from services.cases.domain.obligations import Claimed
from services.cases.domain.replies import Position
from services.cases.schemas.obligations import Reason
from shared.edges import Body, Document

MOST_PARTS = 50


@dataclass(frozen=True, kw_only=True)
class PaperItemBody(Body):
    """What a letter on paper says of one item; `reasons`: whether it gives any."""

    item_id: UUID
    position: Position
    reasons: bool = False
    claimed: Claimed | None = None
    promised_date: date | None = None
    competent_institution_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PaperReplyBody(Body):
    """A reply that came on paper: the day of its receipt, its scan, what it says in short, and what it says of each item. `corrects`: this
    letter was recorded before, and wrongly.
    """

    institution_id: UUID
    received_on: date
    text: Reason
    scan_id: UUID
    items: Annotated[tuple[PaperItemBody, ...], validate.Length(min=1, max=MOST_PARTS)]
    corrects: bool = False


@dataclass(frozen=True, kw_only=True)
class PaperLetter(Document):
    """What a letter says, where a reply from the portal has the words of each item; its scan is what counts."""

    text: str
    items: tuple[str, ...] = ()
