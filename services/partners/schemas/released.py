"""Data on people that the office released to one body, as JSON."""

from dataclasses import dataclass
from datetime import datetime

from shared.edges import Answer
from shared.events.documents.intake import ReleasedDatum


@dataclass(frozen=True, kw_only=True)
class Datum(ReleasedDatum):
    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class Release(Answer):
    """`erased`: the office erased the complaint since, and with it these data."""

    at: datetime
    erased: bool
    data: tuple[Datum, ...]


@dataclass(frozen=True, kw_only=True)
class Releases(Answer):
    items: tuple[Release, ...]
