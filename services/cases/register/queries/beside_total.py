"""The figures of all bodies together beside those of named ones: what is not shown of a body is not found from the sum either.

Whoever takes the bodies that are shown from the figures of all keeps the sum of those that are not, together with what nobody may
read (acts that are not public). Where one of them could be worked out from that sum, the cell of all is not shown, nor a second one from
which it would be found; nor is a number of all that is small itself, as that of three letters to several bodies. The figures of a body do
not depend on it: its own page says the same.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, TypeAlias

from services.cases.domain.standing import State
from services.cases.register.domain.bounds import gives_away
from services.cases.register.domain.compliance import FIRST, CountUnit, Figure, Figures, LateOnes, Split
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
    known = _Known(cells_of(together), _unknown(together, each, least), least)
    if known.is_closed((CountUnit.OBLIGATIONS.value, "whole")):
        return blank(together)
    away = _closed_wholes(together, known)
    for table in _tables(together):
        found = set(table) if away.issuperset(table) else known.taken(table)
        if found is None:
            return blank(together)
        away |= found
    for cell in (ANSWERED, _EXPECTED):
        if known.is_closed(cell):
            away |= {*_ANSWERS, cell}
    return _unless_found(together, each, frozenset(away), least)


@dataclass(frozen=True)
class _Known:
    """The numbers of all, and of each cell those that a reader does not know."""

    cells: _Cells
    parts: Mapping[Cell, list[int]]
    least: int

    def is_closed(self, cell: Cell) -> bool:
        """Whether it may not be shown."""
        return 0 < (self.cells[cell] or 0) < self.least or not is_open(self.parts[cell], self.least)

    def taken(self, table: Sequence[Cell]) -> set[Cell] | None:
        """The cells of one table that are not shown; none if nothing of it may be."""
        taken = {cell for cell in table if self.is_closed(cell)}
        others = sorted(set(table) - taken, key=lambda cell: (not self.parts[cell], self.cells[cell] or 0, cell))
        while taken and not self._hide_each_other(taken):
            if not others:
                return None
            taken.add(others.pop(0))
        return taken

    def _hide_each_other(self, taken: Collection[Cell]) -> bool:
        of_bodies = list(chain.from_iterable(self.parts[one] for one in taken))
        of_all = [self.cells[one] or 0 for one in taken]
        return len(taken) > 1 and is_open(of_bodies, self.least) and is_open(of_all, self.least)


def _closed_wholes(figures: Figures, known: _Known) -> set[Cell]:
    """The sums that are not shown."""
    away: set[Cell] = set()
    for split in figures.splits:
        whole, left_out, every = ((split.unit.value, name) for name in WHOLES)
        if known.is_closed(whole):
            away |= {whole, left_out, every}
        elif known.is_closed(left_out) or known.is_closed(every):
            away |= {left_out, every}
        away |= _below(split, away)
    return away


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
    away = away.union(*(_below(split, away) for split in figures.splits))
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
    if (CountUnit.OBLIGATIONS.value, "all") in away:
        rates["delivered"] = replace(rates["delivered"], numerator=None, denominator=None, percent=None)
    shown = next(one for one in splits[-1].shares if one.key == figures.implemented.key)
    wholes: dict[str, Any] = {unit.value: None for unit in CountUnit if (unit.value, "all") in away}
    return replace(
        figures,
        splits=splits,
        implemented=shown,
        late=tuple(_late(one, splits[-1], away) for one in figures.late),
        **rates,
        **wholes,
    )


def _below(split: Split, away: Collection[Cell]) -> set[Cell]:
    """The parts of a sum that is not shown, and the sum of both where one is not."""
    unit = split.unit.value
    parts = {"whole": [one.key for one in split.shares], "left_out": [one.key for one in split.beside]}
    return {(unit, key) for sum_of, keys in parts.items() if (unit, sum_of) in away for key in (*keys, "all")}


def _split(split: Split, away: Collection[Cell]) -> Split:
    unit = split.unit.value
    whole = None if (unit, "whole") in away else split.denominator
    shares = tuple(
        replace(one, numerator=None, percent=None) if (unit, one.key) in away else one for one in split.shares
    )
    words = split.historical
    if any(one.numerator is None for one in shares):
        words = tuple(replace(one, numerator=None, percent=None) for one in words)
    beside = tuple(replace(one, count=None) if (unit, one.key) in away else one for one in split.beside)
    return replace(
        split,
        denominator=whole,
        left_out=None if (unit, "left_out") in away else split.left_out,
        shares=tuple(replace(one, denominator=whole) for one in shares),
        beside=beside,
        historical=tuple(replace(one, denominator=whole) for one in words),
    )


def _late(late: LateOnes, split: Split, away: Collection[Cell]) -> LateOnes:
    """The ages of a share that is not shown would sum to it."""
    hidden = next(one.numerator is None for one in split.shares if one.key == late.state)
    ages = {age: None if hidden or (late.state.value, age) in away else count for age, count in late.ages.items()}
    return replace(late, ages=ages)
