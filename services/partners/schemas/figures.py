"""The figures that a letter asks for, as JSON: the table, what a body says of it, and what it is asked about that."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from marshmallow import fields, validate

from services.partners.domain.figures import STATES
from services.partners.schemas.dispatches import Instant
from services.partners.schemas.replies import AnsweredBy
from shared.edges import Answer, Body
from shared.fields import Text, Whole

#: Larger than the State's budget in lek; and so many rows at most.
LARGEST, MOST_ROWS = 10**13, 100
LONGEST_COMMENT = 2_000
Count = Annotated[int, Whole(0, LARGEST)]
Comment = Annotated[str, Text(LONGEST_COMMENT, shortest=0)]


@dataclass(frozen=True, kw_only=True)
class FigureBody(Body):
    """One row. `state`: counted (zero is), none_asked (there was nobody to count), not_known; numbers stand beside what was counted alone. `comment`:
    the words that a doubt asks for.
    """

    indicator: Annotated[str, Text(60)]
    state: Annotated[str, fields.String(validate=validate.OneOf(STATES))] = "counted"
    numerator: Count | None = None
    denominator: Count | None = None
    comment: Comment = ""


@dataclass(frozen=True, kw_only=True)
class NewFigures(Body):
    """Every row of the table. `comment`: the words about the table as a whole."""

    answered_by: AnsweredBy
    figures: Annotated[tuple[FigureBody, ...], validate.Length(min=1, max=MOST_ROWS)]
    comment: Comment = ""


@dataclass(frozen=True, kw_only=True)
class WantedRowAnswer(Answer):
    """One row of the table. Without `denominator_sq` one number is asked for; `part`: the numerator is a part of the denominator."""

    key: str
    version: int
    name_sq: str
    name_en: str
    unit_sq: str
    unit_en: str
    numerator_sq: str
    numerator_en: str
    denominator_sq: str | None
    denominator_en: str | None
    method_sq: str
    method_en: str
    part: bool


@dataclass(frozen=True, kw_only=True)
class SaidAnswer(Answer):
    """What was said of one row."""

    indicator: str
    state: str
    numerator: int | None
    denominator: int | None
    comment: str


@dataclass(frozen=True, kw_only=True)
class FiguresReceipt(Answer):
    """One version of what was filled in. The letter counts as answered with the first."""

    id: UUID
    version: int
    received_at: Instant
    digest: str


@dataclass(frozen=True, kw_only=True)
class TableAnswer(Answer):
    """The table that a letter asks for. `said`: what stands, from the version `last`; `before`: what the body said of the period before;
    `open`: whether figures are still taken.
    """

    period: str
    accepted_until: date
    open: bool
    rows: tuple[WantedRowAnswer, ...]
    said: tuple[SaidAnswer, ...]
    before: tuple[SaidAnswer, ...]
    last: FiguresReceipt | None


@dataclass(frozen=True, kw_only=True)
class DoubtAnswer(Answer):
    """What the body is asked about a row, or where `indicator` is null about the table as a whole. `blocks`: it cannot be sent so; `answered`: its
    comment stands there.
    """

    rule: str
    indicator: str | None
    blocks: bool
    answered: bool
    text_sq: str
    text_en: str

    def text(self, language: str) -> str:
        return self.text_en if language == "en" else self.text_sq


@dataclass(frozen=True, kw_only=True)
class DoubtList(Answer):
    items: tuple[DoubtAnswer, ...]
