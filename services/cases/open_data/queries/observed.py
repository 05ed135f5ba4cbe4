"""The tables of indicators as they were known at the end of a day: what anyone may be told of them, and beside what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import first_instant_late
from services.cases.indicators.data import card_of
from services.cases.indicators.domain.cards import Level
from services.cases.indicators.domain.figures import Count, Quality, State
from services.cases.indicators.models import FigureObserved
from services.cases.indicators.queries import areas
from services.cases.open_data import data
from services.cases.open_data.domain.disclosure import Cell, Key, Places, Told


@dataclass(frozen=True)
class Table:
    """One period of one version of an indicator."""

    indicator: str
    version: int
    period: str
    ends: date

    @property
    def part(self) -> str:
        return f"{self.period}/{self.version}"


def changed(session: Session, indicator: str, since: date, known: date) -> list[Table]:
    """The tables of which the office learned something after the end of one day and by that of another."""
    row = FigureObserved
    heard = row.known_at >= first_instant_late(since), row.known_at < first_instant_late(known)
    found = select(row.version, row.period, row.period_ends).where(row.indicator == indicator, *heard)
    rows = session.execute(found.where(row.period_ends <= known).distinct().order_by(row.period, row.version))
    return [Table(indicator, version, period, ends) for version, period, ends in rows]


def observed(session: Session, table: Table, known: date) -> dict[Key, FigureObserved]:
    """The latest word on each cell that may be told at all. One that nobody relies on yet is told as little as one that nobody gave."""
    row = FigureObserved
    found: dict[Key, FigureObserved] = {}
    for level in data.levels(table.indicator):
        here = row.indicator == table.indicator, row.level == level.value, row.period == table.period
        cell = (row.codes, row.area)
        rows = select(row).where(*here, row.version == table.version, row.known_at < first_instant_late(known))
        rows = rows.order_by(*cell, row.known_at.desc(), row.id.desc()).ext(distinct_on(*cell))
        for one in session.execute(rows).scalars():
            if _is_told(one, level):
                found[one.area, one.codes] = one
    return found


def _is_told(row: FigureObserved, level: Level) -> bool:
    split = not row.codes or (level is Level.NATION and ";" not in row.codes)
    return split and level is not Level.INSTITUTION and row.quality != Quality.CONTESTED.value


def counted(rows: Mapping[Key, FigureObserved], table: Table) -> dict[Key, Cell]:
    card = card_of(table.indicator, table.version)
    return {
        key: Cell(one.numerator, one.denominator, card.part)
        for key, one in rows.items()
        if one.state == State.COUNTED.value and one.numerator is not None
    }


def places(session: Session) -> Places:
    """Municipalities by county; those of which the directory names none, under one of no name."""
    counties: dict[str, list[str]] = {one.key: [] for one in areas.of_level(session, Level.COUNTY)}
    for one in areas.of_level(session, Level.MUNICIPALITY):
        counties.setdefault(one.county or "", []).append(one.key)
    return Places(counties)


def rows_of(session: Session, table: Table, rows: Mapping[Key, FigureObserved], told: Told, known: date) -> list[Any]:
    """As they are published, in the order of the columns: the country, counties, municipalities; beside a hidden number nothing is said."""
    order = {level.value: place for place, level in enumerate(Level)}
    named = areas.named(session, (area for area, _codes in rows))
    keys = [key for key in rows if key in told.cells or rows[key].state != State.COUNTED.value or key in told.hidden]
    return [
        list(_row(table, rows[key], named[key[0]], key in told.hidden, known))
        for key in sorted(keys, key=lambda key: (order[rows[key].level], named[key[0]].name_sq, key))
    ]


def _row(table: Table, row: FigureObserved, area: areas.Area, is_hidden: bool, known: date) -> Iterator[Any]:
    split, _, code = row.codes.partition("=")
    yield from (table.indicator, table.version, table.period, row.level)
    yield from (area.key, area.name_sq, area.name_en, area.county, split or None, code or None)
    yield State.SUPPRESSED.value if is_hidden else row.state
    yield from (None, None, None, None) if is_hidden else _numbers(table, row)
    yield known.isoformat()


def _numbers(table: Table, row: FigureObserved) -> Sequence[Any]:
    if row.numerator is None:
        return None, None, None, row.quality
    rate = Count(row.numerator, row.denominator).rate(card_of(table.indicator, table.version).per)
    return row.numerator, row.denominator, None if rate is None else float(rate), row.quality
