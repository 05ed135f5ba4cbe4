"""Proposals to act on a pattern, as JSON."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from marshmallow.fields import Float

from services.cases.gaps.schemas.gaps import BehindAnswer
from services.cases.schemas.cases import LONGEST_TEXT, LONGEST_TITLE, KnownComplaint, NamedBody
from shared.edges import Answer, Body
from shared.fields import Text


@dataclass(frozen=True, kw_only=True)
class OpeningBody(Body):
    """Why the office acts, in the officer's words; the numbers stand before them in the memo."""

    words: Annotated[str, Text(LONGEST_TEXT)]
    title: Annotated[str, Text(LONGEST_TITLE)] | None = None


@dataclass(frozen=True, kw_only=True)
class DismissalBody(Body):
    reason: Annotated[str, Text(LONGEST_TEXT)]


@dataclass(frozen=True, kw_only=True)
class PatternAnswer(Answer):
    """More cases about one body and one right than usual. Counts are of cases that began with a complaint; `expected`: what
    the baseline lets expect for so many days as the window has, with one decimal. `case_id`: what was opened of it, for who
    may see that.
    """

    id: UUID
    institution: NamedBody | None
    right: str
    window_days: int
    window_ends: date
    count: int
    baseline_days: int
    baseline: int
    expected: Annotated[Decimal, Float()]
    state: str
    reason: str | None
    case_id: UUID | None
    proposed_at: datetime
    cases: tuple[BehindAnswer, ...]
    complaints: tuple[KnownComplaint, ...]


@dataclass(frozen=True, kw_only=True)
class PatternList(Answer):
    items: tuple[PatternAnswer, ...]
    next: str | None
