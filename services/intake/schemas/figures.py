"""Figures: each says its unit, and of what it is a share."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from marshmallow import fields

from shared.edges import Answer, Query
from shared.fields import Day


@dataclass(frozen=True, kw_only=True)
class FiguresQuery(Query):
    """The days of the period, both included: from the first of January and to today, unless said otherwise."""

    first: Annotated[date | None, Day(data_key="from")] = None
    last: Annotated[date | None, Day(data_key="to")] = None


@dataclass(frozen=True, kw_only=True)
class Part(Answer):
    """A part of the whole. `percent`: whole per cents of fewer than a hundred, one decimal from there on, each rounded by itself, so that
    the same count has the same percentage; null where there is nothing to divide by. Of a part that is so small that it could point to
    a child, and of what would give it away, neither count nor percentage is given.
    """

    key: str
    count: int | None
    percent: float | None


@dataclass(frozen=True, kw_only=True)
class Figure(Answer):
    """`of_sq` and `of_en` say what the denominator counts."""

    key: str
    unit: str
    name_sq: str
    name_en: str
    of_sq: str
    of_en: str
    denominator: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Figures(Answer):
    """`final`: the period is over, so that the figures stay as they are. Figures by the codes of children are there only where the period
    is a whole calendar year that is over: of others a small number could be had by subtraction.
    """

    first: Annotated[date, fields.Date(data_key="from")]
    last: Annotated[date, fields.Date(data_key="to")]
    final: bool
    figures: tuple[Figure, ...]
