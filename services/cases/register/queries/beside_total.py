"""The figures of all bodies together beside those of named ones: what is not shown of a body is not found from the sum either.

Whoever takes the bodies that are shown from the figures of all keeps the sum of those that are not, together with what nobody may
read (acts that are not public). Where one of them could be worked out from that sum, the cell of all is not shown, nor a second one from
which it would be found. The figures of a body do not depend on it: its own page says the same.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeAlias

from services.cases.domain.standing import State
from services.cases.register.domain.bounds import gives_away
from services.cases.register.domain.compliance import FIRST, Figure, Figures, LateOnes, Split
from services.cases.register.queries.by_name import blank, not_told, shown_by_name, silent, without_undelivered
from shared.small_numbers import is_open

#: What a cell is of and its name, such as ("obligations", "refused").
Cell: TypeAlias = tuple[str, str]
_Cells: TypeAlias = Mapping[Cell, int | None]
_RATES = (*(name for name in FIRST if name != "implemented"), "refused_without_reasons")
_OF_ANSWERED = ("accepted", "refused_without_reasons")
ANSWERED: Cell = ("answers", "answered")
_EXPECTED: Cell = ("answers", "expected")
#: What the wholes of a unit are called: its shares, what stands beside them, and both.
WHOLES = ("whole", "left_out", "all")
#: What makes up the expected; the first two are the answered.
_ANSWERS: Sequence[Cell] = [("answers", name) for name in ("answered_in_time", "answered_late", "silent")]


def together_beside(together: Figures, each: Iterable[Figures], least: int) -> Figures:
    """The figures of all with none in the place of what would give away a body; `each`: of those that are named, whole."""
    each = list(each)
    parts = _unknown(together, each, least)
    if any(not is_open(parts[cell], least) for cell in _wholes(together)):
        return blank(together)
    away: set[Cell] = set()
    for table in _tables(together):
        found = _taken(table, parts, cells_of(together), least)
        if found is None:
            return blank(together)
        away |= found
    for cell in (ANSWERED, _EXPECTED):
        if not is_open(parts[cell], least):
            away |= {*_ANSWERS, cell}
    return _unless_found(together, each, frozenset(away), least)


def _unless_found(together: Figures, each: Sequence[Figures], away: frozenset[Cell], least: int) -> Figures:
    """The figures without these cells; without the parts of a sum that tells a small number after all, and where that does not do
    with nothing.
    """
    by_name = [cells_of(shown_by_name(one, least)) for one in each]
    reader = _Reader(cells_of(together), [cells_of(one) for one in each], by_name, least)
    for _once in range(2):
        shown = without_cells(together, away)
        told = cells_of(shown)
        found = [table for table in sums_of(together) if reader.finds(table, told)]
        if not found:
            return shown
        away = away.union(*(table[:-1] for table in found))
    return blank(together)


@dataclass(frozen=True)
class _Reader:
    """Who takes all that is shown of one sum together, and knows besides which of its parts are nobody's."""

    together: _Cells
    each: Sequence[_Cells]
    by_name: Sequence[_Cells]
    least: int

    def finds(self, table: Sequence[Cell], told: _Cells) -> bool:
        """Whether the sum (`told`: of all) tells a small number of a body."""
        some = [*(cell for cell in table[:-1] if self.together[cell]), table[-1]]
        rest = [max((self.together[cell] or 0) - sum(row.get(cell) or 0 for row in self.each), 0) for cell in some]
        rows = [[row.get(cell) for cell in some] for row in self.by_name]
        return gives_away(rows, [told[cell] for cell in some], rest, self.least)


def _unknown(together: Figures, each: Sequence[Figures], least: int) -> Mapping[Cell, list[int]]:
    """For each cell the numbers that a reader does not know: those of bodies that are not shown, and what is nobody's by name."""
    cells = cells_of(together)
    left = {cell: count or 0 for cell, count in cells.items()}
    parts: dict[Cell, list[int]] = {cell: [] for cell in cells}
    for figures in each:
        shown = cells_of(shown_by_name(figures, least))
        for cell, count in cells_of(figures).items():
            left[cell] = left.get(cell, 0) - (count or 0)
            if shown[cell] is None and count is not None and cell in parts:
                parts[cell].append(count)
    # A letter to several bodies is one of all and one of each, so that nothing may be left.
    return {cell: [*found, left[cell]] if found and left[cell] > 0 else found for cell, found in parts.items()}


def _taken(
    table: Sequence[Cell], parts: Mapping[Cell, list[int]], cells: Mapping[Cell, int | None], least: int
) -> set[Cell] | None:
    """The cells of one table that are not shown; none if nothing of it may be."""
    taken = {cell for cell in table if not is_open(parts[cell], least)}
    others = sorted(set(table) - taken, key=lambda cell: (not parts[cell], cells[cell] or 0, cell))
    while taken and (len(taken) < 2 or not is_open(list(chain.from_iterable(parts[one] for one in taken)), least)):
        if not others:
            return None
        taken.add(others.pop(0))
    return taken


def _wholes(figures: Figures) -> list[Cell]:
    return [
        *((split.unit.value, name) for split in figures.splits for name in WHOLES),
    ]


def _tables(figures: Figures) -> Iterable[list[Cell]]:
    """Cells that make up a whole which is shown."""
    for split in figures.splits:
        yield [(split.unit.value, one.key) for one in split.shares]
        yield [(split.unit.value, one.key) for one in split.beside]
    yield list(_ANSWERS)
    for name in ("delivered", "accepted", "refused_without_reasons"):
        yield [("answers", name), ("answers", f"not_{name}")]
    for late in figures.late:
        yield [(late.state.value, age) for age in late.ages]


def sums_of(figures: Figures) -> list[list[Cell]]:
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


def cells_of(figures: Figures) -> dict[Cell, int | None]:
    """Each number by what it is of and its name; none where it is not shown, nor can be said from two that are."""
    cells: dict[Cell, int | None] = {}
    for split in figures.splits:
        cells |= _of_split(split)
    rates: dict[str, Figure] = {name: getattr(figures, name) for name in _RATES}
    cells |= {("answers", name): rate.numerator for name, rate in rates.items()}
    cells |= {("answers", f"not_{name}"): _rest(rate) for name, rate in rates.items()}
    cells["answers", "silent"] = silent(figures)
    cells["answers", "expected"] = figures.answered_late.denominator
    cells["answers", "answered"] = figures.accepted.denominator
    cells |= {(late.state.value, age): count for late in figures.late for age, count in late.ages.items()}
    return cells


def _of_split(split: Split) -> dict[Cell, int | None]:
    unit, whole, left_out = split.unit.value, split.denominator, split.left_out
    every = None if whole is None or left_out is None else whole + left_out
    return {
        (unit, "whole"): whole,
        (unit, "left_out"): left_out,
        (unit, "all"): every,
        **{(unit, one.key): one.numerator for one in split.shares},
        **{(unit, one.key): one.count for one in split.beside},
    }


def _rest(rate: Figure) -> int | None:
    return None if rate.numerator is None or rate.denominator is None else rate.denominator - rate.numerator


def without_cells(figures: Figures, away: frozenset[Cell]) -> Figures:
    """The figures without these. Where the rest of a whole may not be found, neither may the part."""
    splits = tuple(_split(split, away) for split in figures.splits)
    if not_told(splits[-1], State.NO_REPLY, State.AWAITING_REPLY):
        away |= set(_ANSWERS)
    if not_told(splits[-1], State.AWAITING_REPLY):
        away |= {_EXPECTED}
    gone = {name for kind, name in away if kind == "answers"}
    rates = {
        name: replace(rate, numerator=None, percent=None)
        for name, rate in ((name, getattr(figures, name)) for name in _RATES)
        if gone & {name, f"not_{name}"}
    }
    if away & set(_ANSWERS):
        rates |= {
            name: replace(getattr(figures, name), numerator=None, denominator=None, percent=None)
            for name in _OF_ANSWERED
        }
    if _EXPECTED in away:
        rates |= {name: replace(rates[name], denominator=None) for name in ("answered_in_time", "answered_late")}
    rates["delivered"] = without_undelivered(rates.get("delivered", figures.delivered), splits[-1])
    shown = next(one for one in splits[-1].shares if one.key == figures.implemented.key)
    return replace(
        figures,
        splits=splits,
        implemented=shown,
        late=tuple(_late(one, splits[-1], away) for one in figures.late),
        **rates,
    )


def _split(split: Split, away: Collection[Cell]) -> Split:
    unit = split.unit.value
    shares = tuple(
        replace(one, numerator=None, percent=None) if (unit, one.key) in away else one for one in split.shares
    )
    words = split.historical
    if any(one.numerator is None for one in shares):
        words = tuple(replace(one, numerator=None, percent=None) for one in words)
    beside = tuple(replace(one, count=None) if (unit, one.key) in away else one for one in split.beside)
    return replace(split, shares=shares, beside=beside, historical=words)


def _late(late: LateOnes, split: Split, away: Collection[Cell]) -> LateOnes:
    """The ages of a share that is not shown would sum to it."""
    hidden = next(one.numerator is None for one in split.shares if one.key == late.state)
    ages = {age: None if hidden or (late.state.value, age) in away else count for age, count in late.ages.items()}
    return replace(late, ages=ages)
