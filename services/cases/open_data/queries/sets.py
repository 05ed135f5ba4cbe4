"""Which sets there are today, and the catalogue of them; a set of which nothing was published is none."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Select, Text, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from services.cases.domain.both_languages import Words
from services.cases.indicators.domain.periods import read_period
from services.cases.models import Recommendation
from services.cases.open_data import data
from services.cases.open_data.domain.sets import Catalogue, DataSet
from services.cases.open_data.models import OpenTable
from services.cases.open_data.queries import owed
from services.cases.queries.public_acts import shown
from shared.rules import NotFound

ACTS, COMMITMENTS = "acts", "commitments"
_INDICATORS = "indicators"
#: The sets that are no part of a series.
_ALONE = ("compliance", "children", "places")


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
    if name in _ALONE or name.removeprefix(data.OF_INDICATOR) in data.open_indicators():
        found = _kept(session, [name])
    else:
        found = _commitments(session, today) if name == COMMITMENTS else _acts(session, today)
    for one in found:
        if one.name == name:
            return one
    raise NotFound


def every(session: Session, today: date) -> Iterator[DataSet]:
    yield from _acts(session, today)
    yield from _commitments(session, today)
    yield from _kept(session, [*_ALONE, *(f"{data.OF_INDICATOR}{key}" for key in data.open_indicators())])


def _kept(session: Session, names: Sequence[str]) -> Iterator[DataSet]:
    """Those of these of which something was published."""
    days = {name: (part, last, known) for name, part, last, known in session.execute(_days_of(names))}
    for name in names:
        part, last, known = days[name]
        if part is None or last is None or known is None:
            continue
        first = _begins(part)
        if name in _ALONE:
            title, text = data.words("data_sets", name), data.words("data_sets", name, "text")
            yield _set(name, name, None, title, text, (first, last, known))
        else:
            key = name.removeprefix(data.OF_INDICATOR)
            yield _set(_INDICATORS, name, _INDICATORS, data.title_of(key), data.text_of(key), (first, last, known))


def _begins(part: str) -> date:
    """The first day that a table speaks of, out of the name of the table: that of its period, or the day itself."""
    text = part.partition("/")[0]
    return date.fromisoformat(text) if text.count("-") == 2 else read_period(text).begins


def _days_of(names: Sequence[str]) -> Select[str, str | None, date | None, date | None]:
    """Each name with its first table, the last day that it speaks of and as known on which, by the ends of two indexes: however many tables it has."""
    asked = func.unnest(literal(list(names), ARRAY(Text()))).table_valued("name").alias("asked")
    here = OpenTable.data_set == asked.c.name, OpenTable.part != ""
    ends = [
        select(column).where(*here).order_by(order).limit(1).correlate(asked).scalar_subquery()
        for column, order in (
            (OpenTable.part, OpenTable.of_day),
            (OpenTable.of_day, OpenTable.of_day.desc()),
            (OpenTable.known, OpenTable.known.desc()),
        )
    ]
    return select(asked.c.name, *ends)


def _acts(session: Session, today: date) -> Iterator[DataSet]:
    """A set for each year, so that nobody has to take all of them to have the newest."""
    by_issue = (Recommendation.issued_at, Recommendation.id)
    first, last = (
        session.execute(select(Recommendation.issued_on).where(shown(today)).order_by(*order).limit(1)).scalar()
        for order in (by_issue, [column.desc() for column in by_issue])
    )
    title, text = data.words("data_sets", ACTS), data.words("data_sets", ACTS, "text")
    if first is None or last is None:
        return
    for year in range(first.year, last.year + 1):
        named = Words(f"{title.sq}, {year}", f"{title.en}, {year}")
        days = date(year, 1, 1), min(date(year, 12, 31), today), today
        yield _set(ACTS, f"{ACTS}-{year}", ACTS, named, text, days)


def _commitments(session: Session, today: date) -> Iterator[DataSet]:
    first = owed.first_day(session)
    if first is not None:
        title, text = data.words("data_sets", COMMITMENTS), data.words("data_sets", COMMITMENTS, "text")
        yield _set(COMMITMENTS, COMMITMENTS, None, title, text, (min(first, today), today, today))


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
