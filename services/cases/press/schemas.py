"""The figures for the press as JSON."""

from dataclasses import dataclass
from datetime import date

from services.cases.register.schemas import Exact
from shared.edges import Answer


@dataclass(frozen=True, kw_only=True)
class PressBar(Answer):
    """One number: `count` none is not shown; `whole`, of which it is a part, and `percent` none: it is a part of nothing that is counted."""

    key: str
    name_sq: str
    name_en: str
    count: int | None
    whole: int | None
    percent: Exact


@dataclass(frozen=True, kw_only=True)
class PressFigureAnswer(Answer):
    """A figure as it stood at the end of `on`, as known on `known`. `settled`: both are past, so that it never changes. `address`: where it is read
    and cited from; `embed`: what a frame of another site shows, `picture`: the drawing alone, both in Albanian, and in English with `lang=en`;
    `source`: where the same numbers stand among all the others.
    """

    key: str
    title_sq: str
    title_en: str
    counted_sq: str
    counted_en: str
    on: date
    known: date
    settled: bool
    bars: tuple[PressBar, ...]
    citation_sq: str
    citation_en: str
    address: str
    embed: str
    picture: str
    source: str


@dataclass(frozen=True, kw_only=True)
class PressFigures(Answer):
    """All figures for the press; `licence`: under which they may be used."""

    licence: str
    items: tuple[PressFigureAnswer, ...]
