"""The figures of children as the API and the file give them."""

from collections.abc import Iterator, Mapping

from services.cases import data
from services.cases.data import Entry
from services.cases.register.domain.children import Shown, total
from services.cases.register.queries.children import Edition
from services.cases.register.queries.compliance import method
from services.cases.register.schemas import ChildrenAnswer, CodeAnswer, DimensionAnswer, EndingAnswer

COLUMNS = ("year", "dimension", "code", "name_sq", "name_en", "ending", "count")
#: In the place of a number that is not shown.
HIDDEN = "*"


def answer(found: Edition | None) -> ChildrenAnswer:
    if found is None:
        return ChildrenAnswer(
            year=None,
            counted_on=None,
            years=(),
            method=method("children"),
            least=data.small_number(),
            whole=None,
            endings=(),
            dimensions=(),
        )
    return ChildrenAnswer(
        year=found.year,
        counted_on=found.counted_on,
        years=tuple(found.years),
        method=method("children"),
        least=data.small_number(),
        whole=found.figures.whole,
        endings=_endings(found.figures.endings),
        dimensions=tuple(_dimension(entry, found) for entry in data.entries("profile", "dimensions")),
    )


def _dimension(entry: Entry, found: Edition) -> DimensionAnswer:
    table, named = found.figures.tables[entry["key"]], names(entry["key"])
    return DimensionAnswer(
        key=entry["key"],
        name_sq=entry["name_sq"],
        name_en=entry["name_en"],
        codes=tuple(_code(code, named, row) for code, row in table.items()),
    )


def names(dimension: str) -> Mapping[str, Entry]:
    """The entries of the codes of a dimension, by their key."""
    return data.profile_codes(dimension)


def _code(code: str, named: Mapping[str, Entry], row: Shown) -> CodeAnswer:
    # A code that came after this list was written is told as it is.
    entry = named.get(code) or {"name_sq": code, "name_en": code}
    return CodeAnswer(
        key=code, name_sq=entry["name_sq"], name_en=entry["name_en"], total=total(row), endings=_endings(row)
    )


def _endings(row: Shown) -> tuple[EndingAnswer, ...]:
    return tuple(EndingAnswer(key=ending.value, count=count) for ending, count in row.items())


def file_rows(found: Edition | None) -> Iterator[tuple[object, ...]]:
    """A row for each number, those of all children under the dimension `all`, below their heads."""
    yield COLUMNS
    told = answer(found)
    for one in told.endings:
        yield told.year, "all", "all", "Të gjithë", "All", one.key, shown(one.count)
    for dimension in told.dimensions:
        for code in dimension.codes:
            for one in code.endings:
                yield told.year, dimension.key, code.key, code.name_sq, code.name_en, one.key, shown(one.count)


def shown(count: int | None) -> str:
    return HIDDEN if count is None else str(count)
