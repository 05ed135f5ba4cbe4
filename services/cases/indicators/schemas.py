"""Indicators and their figures as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from marshmallow import validate
from marshmallow.fields import Dict, String

from services.cases.domain.obligations import Delivery
from services.cases.indicators.domain.cards import Level
from services.cases.indicators.domain.figures import LARGEST, Quality, State
from shared.directory import MOST_BODIES
from shared.edges import Answer, Body, Query
from shared.fields import Text, Whole
from shared.typed import one_of

LONGEST_CITATION = 500
_CODES = Dict(keys=String(validate=validate.Length(max=40)), values=String(validate=validate.Length(max=40)))


@dataclass(frozen=True, kw_only=True)
class CardAnswer(Answer):
    """One version of an indicator. `rate`: numerator × `per` ÷ denominator, from sums alone; without a denominator the numerator is the figure."""

    key: str
    version: int
    name_sq: str
    name_en: str
    layer: str
    crc: tuple[str, ...]
    sdg: str | None
    unit_sq: str
    unit_en: str
    numerator_sq: str
    numerator_en: str
    denominator_sq: str | None
    denominator_en: str | None
    per: int
    adds_up_over_periods: bool
    period: str
    level: str
    by: tuple[str, ...]
    who_sq: str
    who_en: str
    direction: str
    ranked: bool
    method_sq: str
    method_en: str
    valid_from: date | None
    valid_to: date | None
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class CardList(Answer):
    items: tuple[CardAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class NewFigureBody(Body):
    """What a document says of one cell. `area`: `al`, the key of a county, or the key of a body; `codes`: by what it is split, none for the
    whole; without `version` the one that counts the period.
    """

    indicator: Annotated[str, Text(60)]
    version: Annotated[int, Whole(1, 10_000)] | None = None
    area: Annotated[str, Text(100)]
    period: Annotated[str, Text(20)]
    codes: Annotated[Mapping[str, str], _CODES] | None = None
    state: State = State.COUNTED
    numerator: Annotated[int, Whole(0, LARGEST)] | None = None
    denominator: Annotated[int, Whole(0, LARGEST)] | None = None
    quality: Quality = Quality.CONTESTED
    citation: Annotated[str, Text(LONGEST_CITATION)]


#: So many figures one file or one call may bring.
MOST_FIGURES = 1_000


@dataclass(frozen=True, kw_only=True)
class NewFiguresBody(Body):
    """What documents say of many cells, such as a table of a yearbook: all of it or nothing."""

    figures: Annotated[tuple[NewFigureBody, ...], validate.Length(min=1, max=MOST_FIGURES)]


@dataclass(frozen=True, kw_only=True)
class BatchAnswer(Answer):
    """How many were entered."""

    entered: int


@dataclass(frozen=True, kw_only=True)
class ObservedAnswer(Answer):
    """One row of what was observed. `rate`: none where nothing was counted, or of nobody; `known_at`: since when the office knew it;
    `replaces`: the row that said before what this cell says; `comment`: the words of the body beside it.
    """

    id: UUID
    indicator: str
    version: int
    level: str
    area: str
    area_sq: str
    area_en: str
    period: str
    codes: Mapping[str, str]
    state: str
    numerator: int | None
    denominator: int | None
    rate: float | None
    quality: str
    request_id: UUID | None
    citation: str | None
    replaces: UUID | None
    known_at: datetime
    comment: str

    def place(self, language: str) -> str:
        return self.area_en if language == "en" else self.area_sq


@dataclass(frozen=True, kw_only=True)
class ObservedList(Answer):
    items: tuple[ObservedAnswer, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class SeriesQuery(Query):
    """`area`: `al`, the key of a county, or the key of a body; `on`: of periods that were over by then; `known`: as the office knew it at the
    end of that day. Today where they are left out.
    """

    area: Annotated[str, String(validate=validate.Length(max=100))] = "al"
    on: date | None = None
    known: date | None = None


@dataclass(frozen=True, kw_only=True)
class PointAnswer(Answer):
    """One period of a series. `breaks`: it is counted by another method than the point before, and is not to be compared with it."""

    period: str
    version: int
    state: str
    numerator: int | None
    denominator: int | None
    rate: float | None
    quality: str
    known_at: datetime
    breaks: bool


@dataclass(frozen=True, kw_only=True)
class SeriesAnswer(Answer):
    """One indicator in one place over time."""

    indicator: str
    level: str
    area: str
    area_sq: str
    area_en: str
    on: date
    known: date
    points: tuple[PointAnswer, ...]

    def place(self, language: str) -> str:
        return self.area_en if language == "en" else self.area_sq


@dataclass(frozen=True, kw_only=True)
class PlacesQuery(Query):
    """`period`: the latest of which there is a figure, where it is left out."""

    level: Level = Level.MUNICIPALITY
    period: Annotated[str, String(validate=validate.Length(max=20))] | None = None
    known: date | None = None


@dataclass(frozen=True, kw_only=True)
class AreaAnswer(Answer):
    """What one place says of a period; `state` none: nothing was ever said."""

    area: str
    area_sq: str
    area_en: str
    county: str | None
    version: int | None
    state: str | None
    numerator: int | None
    denominator: int | None
    rate: float | None
    quality: str | None

    def place(self, language: str) -> str:
        return self.area_en if language == "en" else self.area_sq


@dataclass(frozen=True, kw_only=True)
class TogetherAnswer(Answer):
    """What was counted in several places, by the version: sums of numerators and denominators, the rate out of these. `counted`: how many of the
    places have a number.
    """

    version: int
    counted: int
    numerator: int
    denominator: int | None
    rate: float | None


@dataclass(frozen=True, kw_only=True)
class PlacesAnswer(Answer):
    """One period over the places of a level. `periods`: those of which there are figures, the latest first."""

    indicator: str
    level: str
    period: str | None
    known: date
    periods: tuple[str, ...]
    places: tuple[AreaAnswer, ...]
    together: tuple[TogetherAnswer, ...]


#: So many indicators one request may ask for.
MOST_INDICATORS = 20


@dataclass(frozen=True, kw_only=True)
class NewFigureRequestBody(Body):
    """Who is asked for what. Without `institutions` every municipality that there is. `accepted_until`: the last day on which figures are taken, in
    time or late; the term itself is that of a request for information.
    """

    period: Annotated[str, Text(20)]
    indicators: Annotated[tuple[Annotated[str, Text(60)], ...], validate.Length(min=1, max=MOST_INDICATORS)]
    institutions: Annotated[tuple[UUID, ...], validate.Length(max=MOST_BODIES)] | None = None
    accepted_until: date


@dataclass(frozen=True, kw_only=True)
class WantedAnswer(Answer):
    indicator: str
    version: int


@dataclass(frozen=True, kw_only=True)
class FigureRequestAnswer(Answer):
    """One request in a list. `number`: of the request for information, none while it waits to be compared with the sealed files."""

    id: UUID
    case_id: UUID
    act_id: UUID
    number: str | None
    status: str
    period: str
    indicators: tuple[WantedAnswer, ...]
    accepted_until: date
    asked_at: datetime
    asked: int


@dataclass(frozen=True, kw_only=True)
class FigureRequestList(Answer):
    items: tuple[FigureRequestAnswer, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class AskedBodyAnswer(Answer):
    """One body that was asked. `obligation_id`: what it owes, none before the letter has left; `delivery`, `due`, `answered_on`, `silent`: as of that
    obligation; `cells`: how many indicators it has figures of, and `reported_at` since when; `counted`: how many of them are numbers.
    """

    institution_id: UUID
    key: str
    name_sq: str
    name_en: str
    obligation_id: UUID | None
    delivery: Annotated[str, one_of(Delivery)]
    due: date | None
    answered_on: date | None
    in_time: bool | None
    silent: bool
    cells: int
    counted: int
    reported_at: datetime | None

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class ShareAnswer(Answer):
    """So many of so many; `rate` in per cent, worked out from these and none of nobody."""

    numerator: int
    denominator: int
    rate: float | None


@dataclass(frozen=True, kw_only=True)
class FigureRequestDetail(Answer):
    """One request with who answered. `complete`: bodies with figures of those asked; `timely`: answers in time of the bodies whose last day is over or
    who answered; `counted`: cells with a number of all that were asked for; `silent`: bodies that have not said a word though their last day is over.
    """

    request: FigureRequestAnswer
    complete: ShareAnswer
    timely: ShareAnswer
    counted: ShareAnswer
    silent: ShareAnswer
    bodies: tuple[AskedBodyAnswer, ...]
