"""Places as JSON: each municipality with what the office knows of it."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from marshmallow import validate
from marshmallow.fields import String

from shared.edges import Answer, Query


@dataclass(frozen=True, kw_only=True)
class PlacesQuery(Query):
    """`silent`: `yes` for those alone that are."""

    silent: Annotated[str, String(validate=validate.OneOf(["yes"]))] | None = None


@dataclass(frozen=True, kw_only=True)
class PlaceSeenAnswer(Answer):
    """What came from a place or was done there: how often in the window, and when last, in the window or before it. `count` is none where there
    were a few, and the reader sees no complaints; then no day is said either.
    """

    count: int | None
    last_on: date | None


@dataclass(frozen=True, kw_only=True)
class PlaceSheetAnswer(Answer):
    """A municipality. `complaints`: that came in about something there; `visits`: that have begun, of bodies there; `activities`: that were held
    there; `silent`: none of the three in the window. `open`: what bodies there owe and nobody has settled, `late`: of that, whose
    reply is late, both of what the reader may see.
    """

    key: str
    name_sq: str
    name_en: str
    county: str | None
    complaints: PlaceSeenAnswer
    visits: PlaceSeenAnswer
    activities: PlaceSeenAnswer
    silent: bool
    open: int
    late: int

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class PlaceSheetsAnswer(Answer):
    """All places in so many months until today, the silent ones first."""

    months: int
    since: date
    places: tuple[PlaceSheetAnswer, ...]

    @property
    def silent(self) -> int:
        return sum(one.silent for one in self.places)
