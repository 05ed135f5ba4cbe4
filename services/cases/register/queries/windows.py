"""The figures of all that was issued in one period, beside those of every other period and of all together.

Who takes the periods from the whole has what is not shown of one of them, or of the whole. So all are looked at together: where one
number that is not shown could be worked out, no period is shown at all, only the whole. No body is named within a period.
"""

from collections.abc import Sequence
from functools import cache

from services.cases import data
from services.cases.register.domain.bounds import tells_hidden
from services.cases.register.domain.compliance import Figures
from services.cases.register.domain.windows import Windows, read_windows
from services.cases.register.queries.beside_total import Cell, cells_of
from services.cases.register.queries.by_name import blank


@cache
def windows() -> Windows:
    """The periods that the public may ask about."""
    return read_windows(data.entries("figures", "windows"))


def within(place: int, periods: Sequence[Figures], whole: Figures) -> Figures:
    """One of `periods` as it is published; they and `whole`, which they make up, as each would be by itself."""
    return blank(periods[place]) if _is_told(periods, whole) else periods[place]


def _is_told(periods: Sequence[Figures], whole: Figures) -> bool:
    together = cells_of(whole)
    rows = [cells_of(one) for one in periods]
    return any(
        tells_hidden([[row.get(cell) for cell in table] for row in rows], [together[cell] for cell in table])
        for table in _tables(whole)
    )


def _tables(figures: Figures) -> list[list[Cell]]:
    """Cells, the last of which is the sum of the others."""
    tables: list[list[Cell]] = []
    for split in figures.splits:
        unit = split.unit.value
        tables.append([*((unit, one.key) for one in split.shares), (unit, "whole")])
        tables.append([*((unit, one.key) for one in split.beside), (unit, "left_out")])
        tables.append([(unit, "whole"), (unit, "left_out"), (unit, "all")])
    answers = "answers"
    tables.append(
        [*((answers, name) for name in ("answered_in_time", "answered_late", "silent")), (answers, "expected")]
    )
    obligations = figures.splits[-1].unit.value
    tables.append([(answers, "delivered"), (answers, "not_delivered"), (obligations, "all")])
    parts = ("accepted", "refused_without_reasons")
    tables += ([(answers, name), (answers, f"not_{name}"), (answers, "answered")] for name in parts)
    tables += (
        [*((late.state.value, age) for age in late.ages), (obligations, late.state.value)] for late in figures.late
    )
    return tables
