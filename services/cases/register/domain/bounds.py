"""What a reader can work out of hidden numbers whose sums are shown: between which bounds each lies (interval arithmetic over the
rows and columns of one table, until nothing more is learnt).

The rule that chooses what to hide looks at one sum after the other; this looks at all of them together, as a reader would.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

#: Cells of one row and, last, their whole; none where it is not shown.
Shown: TypeAlias = Sequence[int | None]
_Bounds: TypeAlias = list[list[int]]
_MOST = 10**9
#: Bounds of a large table may creep by one a round for very long; what a reader finds is found within the first few.
_ROUNDS = 6


def gives_away(rows: Sequence[Shown], together: Shown, rest: Sequence[int], least: int) -> bool:
    """Whether a hidden number of `rows` that is over 0 and under `least` can be worked out, or a sum of hidden ones that is as small.

    `together`: the sums of the rows' columns and of `rest`, which is shown nowhere, but of which 0 may be known from elsewhere.
    """
    table, _whole = _learnt(rows, together, rest)
    return _leaves_few(rows, together, least) or any(
        cell is None and bounds[0] == bounds[1] and 0 < bounds[0] < least
        for row, known in zip(rows, table, strict=True)
        for cell, bounds in zip(row[:-1], known[:-1], strict=True)
    )


def tells_hidden(rows: Sequence[Shown], together: Shown, least: int) -> bool:
    """Whether any number over 0 that is not shown, of `rows` or of `together`, their sum, can be worked out: each may be hidden for the
    sake of another; or a sum of hidden ones under `least`.
    """
    table, whole = _learnt(rows, together, [0] * len(together))
    return _leaves_few(rows, together, least) or any(
        cell is None and bounds[0] == bounds[1] > 0
        for row, known in ((*zip(rows, table, strict=True), (together, whole)))
        for cell, bounds in zip(row, known, strict=True)
    )


def _leaves_few(rows: Sequence[Shown], together: Shown, least: int) -> bool:
    """Whether a sum less those of its parts that are shown is over 0 and under `least`, where some are not."""
    sums = [(row[:-1], row[-1]) for row in (*rows, together)]
    sums += [([row[place] for row in rows], total) for place, total in enumerate(together)]
    return any(
        0 < total - sum(part or 0 for part in parts) < least
        for parts, total in sums
        if total is not None and None in parts
    )


def _learnt(rows: Sequence[Shown], together: Shown, rest: Sequence[int]) -> tuple[list[_Bounds], _Bounds]:
    """What is known in the end of each cell of the rows and of their sums."""
    table = [[_known(cell) for cell in row] for row in rows]
    beside = [[0, _MOST if left else 0] for left in rest]
    whole = [_known(cell) for cell in together]
    for _round in range(_ROUNDS):
        if not _learn(table, beside, whole):
            break
    return table, whole


def _known(cell: int | None) -> list[int]:
    return [0, _MOST] if cell is None else [cell, cell]


def _learn(table: Sequence[_Bounds], beside: _Bounds, whole: _Bounds) -> bool:
    """One round over all sums; whether any bound moved."""
    moved = [_narrow(parts, total) for parts, total in _sums(table, beside, whole)]
    return any(moved)


def _sums(table: Sequence[_Bounds], beside: _Bounds, whole: _Bounds) -> Iterator[tuple[_Bounds, list[int]]]:
    for row in (*table, beside, whole):
        yield row[:-1], row[-1]
    for place, total in enumerate(whole):
        yield [*(row[place] for row in table), beside[place]], total


def _narrow(parts: _Bounds, total: list[int]) -> bool:
    """Parts and their sum bound each other."""
    low, high = sum(one[0] for one in parts), sum(one[1] for one in parts)
    before = [*total, low, high]
    total[:] = [max(total[0], low), min(total[1], high)]
    for one in parts:
        one[:] = [max(one[0], total[0] - (high - one[1])), min(one[1], total[1] - (low - one[0]))]
    return before != [*total, sum(one[0] for one in parts), sum(one[1] for one in parts)]
