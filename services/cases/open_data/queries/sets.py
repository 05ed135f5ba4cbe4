"""Which sets there are today, and the catalogue of them; a set of which nothing was published is none."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.models import Recommendation
from services.cases.open_data import data
from services.cases.open_data.domain.sets import Catalogue, DataSet, Words
from services.cases.open_data.models import OpenTable
from services.cases.queries.public_acts import shown
from shared.rules import NotFound

ACTS = "acts"
_INDICATORS = "indicators"


def catalogue(session: Session, root: str, today: date) -> Catalogue:
    """`root`: the address of the installation."""
    sets = tuple(every(session, today))
    parts = {one.series for one in sets if one.series}
    return Catalogue(
        root=root.rstrip("/"),
        title=data.words("catalogues", "catalogue"),
        text=data.words("catalogues", "catalogue", "text"),
        publisher=data.words("publishers", "office"),
        sets=sets,
        series={key: (data.words("data_sets", key), data.words("data_sets", key, "text")) for key in sorted(parts)},
    )


def find(session: Session, name: str, today: date) -> DataSet:
    """Raises `NotFound`."""
    for one in every(session, today):
        if one.name == name:
            return one
    raise NotFound


def every(session: Session, today: date) -> Iterator[DataSet]:
    yield from _acts(session, today)
    kept = (
        select(OpenTable.data_set, func.min(OpenTable.of_day), func.max(OpenTable.of_day), func.max(OpenTable.known))
        .where(OpenTable.part != "")
        .group_by(OpenTable.data_set)
    )
    published = {row[0]: row[1:] for row in session.execute(kept)}
    for name in ("compliance", "children"):
        if name in published:
            yield _set(
                name, name, None, data.words("data_sets", name), data.words("data_sets", name, "text"), published[name]
            )
    for key in data.open_indicators():
        if (name := f"{data.OF_INDICATOR}{key}") in published:
            yield _set(_INDICATORS, name, _INDICATORS, data.title_of(key), data.text_of(key), published[name])


def _acts(session: Session, today: date) -> Iterator[DataSet]:
    """A set for each year, so that nobody has to take all of them to have the newest."""
    spans = select(func.min(Recommendation.issued_on), func.max(Recommendation.issued_on)).where(shown(today))
    first, last = session.execute(spans).one()
    title, text = data.words("data_sets", ACTS), data.words("data_sets", ACTS, "text")
    if first is None or last is None:
        return
    for year in range(first.year, last.year + 1):
        named = Words(f"{title.sq}, {year}", f"{title.en}, {year}")
        days = date(year, 1, 1), min(date(year, 12, 31), today), today
        yield _set(ACTS, f"{ACTS}-{year}", ACTS, named, text, days)


def _set(kind: str, name: str, series: str | None, title: Words, text: Words, days: tuple[date, date, date]) -> DataSet:
    entry = data.entry("data_sets", kind)
    return DataSet(
        name=name,
        series=series,
        title=title,
        text=text,
        frequency=entry["frequency"],
        theme=entry["theme"],
        method=entry["method"],
        first=days[0],
        last=days[1],
        known=days[2],
        columns=data.columns(kind),
    )
