"""The figures of all bodies together beside those of named ones: what is not shown of a body is not found from the sum either.

Whoever takes the bodies that are shown from the figures of all keeps the sum of those that are not, together with what nobody may
read (acts that are not public). Where one of them could be worked out from that sum, the cell of all is not shown, nor a second one from
which it would be found. The figures of a body do not depend on it: its own page says the same.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeAlias

from services.cases.register.domain.bounds import gives_away
from services.cases.register.domain.compliance import FIRST, Figure, Figures, LateOnes, Split
from services.cases.register.queries.by_name import blank, shown_by_name, silent, without_undelivered
from shared.small_numbers import is_open

#: What a cell is of and its name, such as ("obligations", "refused").
Cell: TypeAlias = tuple[str, str]
_RATES = (*(name for name in FIRST if name != "implemented"), "refused_without_reasons")
_OF_ANSWERED = ("accepted", "refused_without_reasons")
_ANSWERED: Cell = ("answers", "answered")
#: What is expected: the first two are the answered.
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
    if away & set(_ANSWERS):
        away.add(_ANSWERED)
    elif not is_open(parts[_ANSWERED], least):
        away |= {*_ANSWERS, _ANSWERED}
    return _unless_found(together, each, away, least)


def _unless_found(together: Figures, each: Sequence[Figures], away: Collection[Cell], least: int) -> Figures:
    """The figures without these cells; where what is left tells a small number after all, with nothing."""
    shown = _without(together, away)
    if _answers_tell(shown, together, each, least):
        shown = _without(together, {*away, *_ANSWERS, _ANSWERED})
    if _answers_tell(shown, together, each, least) or _is_found(shown, together, each, least):
        return blank(together)
    return shown


def _answers_tell(shown: Figures, together: Figures, each: Sequence[Figures], least: int) -> bool:
    """Whether what is shown of the answers tells a small number of a body: a number of the answered is a sum of two of them."""
    table = [*_ANSWERS, ("answers", "expected")]
    by_name = [[cells_of(shown_by_name(one, least))[cell] for cell in table] for one in each]
    whole, known = cells_of(together), [cells_of(one) for one in each]
    rest = [max((whole[cell] or 0) - sum(row[cell] or 0 for row in known), 0) for cell in table]
    cells = cells_of(shown)
    return gives_away(by_name, [cells[cell] for cell in table], rest, least)


def _is_found(shown: Figures, together: Figures, each: Sequence[Figures], least: int) -> bool:
    """Whether all that is shown, taken together, tells a small number of a body: to whoever knows which states are nobody's, too."""
    by_name = [shown_by_name(one, least) for one in each]
    for place, split in enumerate(shown.splits):
        whole = _row(together.splits[place])
        some = [at for at, cell in enumerate(whole) if cell or at == len(whole) - 1]
        known = [_row(one.splits[place]) for one in each]
        rest = [max((whole[at] or 0) - sum(row[at] or 0 for row in known), 0) for at in some]
        rows = [_row(one.splits[place], some) for one in by_name]
        if gives_away(rows, _row(split, some), rest, least):
            return True
    return False


def _row(split: Split, places: Sequence[int] | None = None) -> list[int | None]:
    row = [*(one.numerator for one in split.shares), split.denominator]
    return row if places is None else [row[at] for at in places]


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
        *((split.unit.value, name) for split in figures.splits for name in ("whole", "left_out", "all")),
        ("answers", "expected"),
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


def _without(figures: Figures, away: Collection[Cell]) -> Figures:
    """Where the rest of a whole may not be found, neither may the part."""
    splits = tuple(_split(split, away) for split in figures.splits)
    gone = {name for kind, name in away if kind == "answers"}
    rates = {
        name: replace(rate, numerator=None, percent=None)
        for name, rate in ((name, getattr(figures, name)) for name in _RATES)
        if gone & {name, f"not_{name}"}
    }
    if _ANSWERED in away:
        rates |= {
            name: replace(getattr(figures, name), numerator=None, denominator=None, percent=None)
            for name in _OF_ANSWERED
        }
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
