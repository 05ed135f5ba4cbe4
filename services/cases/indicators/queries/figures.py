"""Figures as they were observed and as they were known: one place over time, one period over the places, and every row there is."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import first_instant_late
from services.cases.indicators import data
from services.cases.indicators.domain.cards import Level
from services.cases.indicators.domain.figures import Count, State, total
from services.cases.indicators.lists import FigureListing
from services.cases.indicators.models import FigureObserved
from services.cases.indicators.queries import areas
from services.cases.indicators.schemas import (
    AreaAnswer,
    ObservedAnswer,
    PlacesAnswer,
    PlacesQuery,
    PointAnswer,
    SeriesAnswer,
    SeriesQuery,
    TogetherAnswer,
)
from shared.documents import Documents
from shared.events.documents.partners import ReportedFigures
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.rules import ContentViolation, NotFound
from shared.typed import filled

#: So many periods are offered to choose from, and so many points a series has at most.
MOST_PERIODS = 200


def figures(
    session: Session, documents: Documents, cursors: Cursors, asked: FigureListing, reading: Reading
) -> Page[ObservedAnswer]:
    """One page of all rows, the newest word first."""
    order = [FigureObserved.known_at, FigureObserved.id]
    page = page_of(session, cursors, select(FigureObserved), asked, reading, order, descending=True)
    return Page(answers(session, documents, page.items), page.next)


def answers(session: Session, documents: Documents, rows: Sequence[FigureObserved]) -> list[ObservedAnswer]:
    """Rows as they are read, with the names of their places, and what a body said beside what it reported."""
    places = areas.named(session, (one.area for one in rows))
    reports = {name: documents.read(ReportedFigures, name) for name in {one.report for one in rows if one.report}}
    said = {(name, one.indicator): one.comment for name, told in reports.items() for one in told.figures}
    return [
        filled(
            ObservedAnswer,
            one,
            area_sq=places[one.area].name_sq,
            area_en=places[one.area].name_en,
            codes=split(one.codes),
            rate=rate_of(one),
            comment=said.get((one.report or "", one.indicator), ""),
        )
        for one in rows
    ]


def series(session: Session, key: str, asked: SeriesQuery, today: date) -> SeriesAnswer:
    """One place over the periods that were over on `on`, as the office knew it by `known`; the whole alone, split by nothing.

    Raises `NotFound` for no such indicator, `ContentViolation` for no such place and for a day to come.
    """
    _check(key)
    on, known = _day(asked.on, today, "on"), _day(asked.known, today, "known")
    level, place = areas.find(session, asked.area)
    here = (FigureObserved.level == level.value, FigureObserved.area == asked.area)
    rows = as_known(session, (*here, FigureObserved.indicator == key, FigureObserved.period_ends <= on), known)
    rows.sort(key=lambda one: (one.period_ends, one.version))
    versions = [None, *(one.version for one in rows)]
    breaks = [before is not None and before != now for before, now in pairwise(versions)]
    points = (
        filled(PointAnswer, one, rate=rate_of(one), breaks=broken) for one, broken in zip(rows, breaks, strict=True)
    )
    return SeriesAnswer(
        indicator=key,
        level=level.value,
        area=asked.area,
        area_sq=place.name_sq,
        area_en=place.name_en,
        on=on,
        known=known,
        points=tuple(points)[-MOST_PERIODS:],
    )


def places(session: Session, key: str, asked: PlacesQuery, today: date) -> PlacesAnswer:
    """One period over every place of a level, and what they are together. Raises as `series`."""
    _check(key)
    known = _day(asked.known, today, "known")
    periods = periods_of(session, key, asked.level)
    period = asked.period or next(iter(periods), None)
    here = (FigureObserved.indicator == key, FigureObserved.level == asked.level.value, FigureObserved.period == period)
    rows = as_known(session, here, known) if period else []
    said = {one.area: one for one in sorted(rows, key=lambda row: row.version)}
    known_places = {one.key: one for one in areas.of_level(session, asked.level)}
    found = known_places | {key: one for key, one in areas.named(session, said).items() if key in said}
    return PlacesAnswer(
        indicator=key,
        level=asked.level.value,
        period=period,
        known=known,
        periods=tuple(periods),
        places=tuple(_place(area, said.get(area.key)) for area in found.values()),
        together=together(rows),
    )


def together(rows: Iterable[FigureObserved]) -> tuple[TogetherAnswer, ...]:
    """What places are together, by version: never an average of their rates, and never two methods in one sum."""
    by_version: dict[int, list[FigureObserved]] = {}
    for one in rows:
        by_version.setdefault(one.version, []).append(one)
    found = []
    for version, of_version in sorted(by_version.items()):
        counts = [count for one in of_version if (count := count_of(one))]
        whole = total(counts)
        if whole is not None:
            per = data.card_of(of_version[0].indicator, version).per
            found.append(filled(TogetherAnswer, whole, version=version, counted=len(counts), rate=_float(whole, per)))
    return tuple(found)


def as_known(session: Session, here: Iterable[ColumnElement[bool]], known: date) -> list[FigureObserved]:
    """Of each cell that is no part of another the latest row that the office had at the end of that day."""
    cell = (FigureObserved.area, FigureObserved.period, FigureObserved.version)
    rows = select(FigureObserved).where(
        *here, FigureObserved.codes == "", FigureObserved.known_at < first_instant_late(known)
    )
    rows = rows.order_by(*cell, FigureObserved.known_at.desc(), FigureObserved.id.desc()).ext(distinct_on(*cell))
    return list(session.execute(rows).scalars())


def periods_of(session: Session, key: str, level: Level) -> list[str]:
    """The periods of which there are figures, the latest first; found by walking from one to the next, however many rows each has."""
    found: list[str] = []
    here = (FigureObserved.indicator == key, FigureObserved.level == level.value, FigureObserved.codes == "")
    latest = select(FigureObserved.period).where(*here).order_by(FigureObserved.period.desc()).limit(1)
    while len(found) < MOST_PERIODS:
        period = session.execute(latest.where(FigureObserved.period < found[-1]) if found else latest).scalar()
        if period is None:
            break
        found.append(period)
    return found


def count_of(row: FigureObserved) -> Count | None:
    """What a row counts, none where it says no number."""
    return Count(row.numerator, row.denominator) if row.numerator is not None else None


def rate_of(row: FigureObserved) -> float | None:
    """What a row says by the version that it stands on."""
    count = count_of(row)
    return _float(count, data.card_of(row.indicator, row.version).per) if count else None


def split(codes: str) -> dict[str, str]:
    """The codes of a row, by split."""
    pairs = (one.partition("=") for one in codes.split(";") if one)
    return {name: code for name, _, code in pairs}


def joined(codes: dict[str, str]) -> str:
    """The same as the row keeps them: in one order, so that a cell has one writing."""
    return ";".join(f"{name}={code}" for name, code in sorted(codes.items()))


def _float(count: Count, per: int) -> float | None:
    found = count.rate(per)
    return None if found is None else float(found)


def _place(area: areas.Area, row: FigureObserved | None) -> AreaAnswer:
    return AreaAnswer(
        area=area.key,
        area_sq=area.name_sq,
        area_en=area.name_en,
        county=area.county,
        version=row.version if row else None,
        state=State(row.state).value if row else None,
        numerator=row.numerator if row else None,
        denominator=row.denominator if row else None,
        rate=rate_of(row) if row else None,
        quality=row.quality if row else None,
    )


def _check(key: str) -> None:
    if key not in data.indicator_keys():
        raise NotFound


def _day(asked: date | None, today: date, field: str) -> date:
    if asked is not None and asked > today:
        raise ContentViolation("a day that has been", code="figure.day_ahead", field=field)
    return asked or today
