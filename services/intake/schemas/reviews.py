"""Openings, to whoever looks at them afterwards: never what the file says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from services.intake import data
from services.intake.schemas.keys import keyed
from shared.edges import Answer, Body


@dataclass(frozen=True, kw_only=True)
class NewReview(Body):
    outcome: Annotated[str, keyed(data.review_outcomes())]


@dataclass(frozen=True, kw_only=True)
class Review(Answer):
    opening_id: UUID
    at: datetime
    by: UUID
    outcome: str


@dataclass(frozen=True, kw_only=True)
class OpeningToReview(Answer):
    """One opening. `let_in`: it was not that person's work, and `agreed_by` had agreed; `shown` and `files`: how many times the words, and
    files of the evidence, were shown; `that_day`: how many files that person opened that day.
    """

    id: UUID
    at: datetime
    complaint_id: UUID
    reference: str
    staff_id: UUID
    role: str
    reason: str
    let_in: bool
    agreed_by: UUID | None
    shown: int
    files: int
    that_day: int


@dataclass(frozen=True, kw_only=True)
class OpeningsToReview(Answer):
    items: tuple[OpeningToReview, ...]
