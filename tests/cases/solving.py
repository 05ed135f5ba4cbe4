"""What somebody finds who solves a system of sums: between which bounds each unknown lies, exactly (simplex over fractions, Bland's rule)."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

Row: TypeAlias = list[Fraction]


class Sums:
    """Unknowns that are not under 0, each up to its cap, and sums of them that are known."""

    def __init__(self, caps: Mapping[str, int | None], sums: Sequence[tuple[Sequence[str], int]]) -> None:
        self.names = list(caps)
        place = {name: at for at, name in enumerate(self.names)}
        capped = [(name, cap) for name, cap in caps.items() if cap is not None]
        self.width = len(self.names) + len(capped)
        rows: list[Row] = []
        for parts, total in sums:
            row = [Fraction(0)] * self.width
            for name in parts:
                row[place[name]] += 1
            rows.append([*row, Fraction(total)])
        for at, (name, cap) in enumerate(capped):
            row = [Fraction(0)] * self.width
            row[place[name]] = row[len(self.names) + at] = Fraction(1)
            rows.append([*row, Fraction(cap)])
        self.rows, self.basis = self._start(rows)

    def bounds(self, *names: str) -> tuple[Fraction, Fraction | None]:
        """The least and the most that it can be, or several together; none: without end."""
        places = [self.names.index(name) for name in names]
        low, high = self._most(places, -1), self._most(places, 1)
        assert low is not None
        return -low, high

    def _start(self, rows: list[Row]) -> tuple[list[Row], list[int]]:
        """A first solution, found by driving out one unknown more for each sum."""
        count = len(rows)
        wide = [[*row[:-1], *(Fraction(at == other) for other in range(count)), row[-1]] for at, row in enumerate(rows)]
        basis = [self.width + at for at in range(count)]
        price = [Fraction(0)] * self.width + [Fraction(-1)] * count
        assert _climb(wide, basis, price) == 0, "the sums contradict each other"
        for at in range(count):
            if (
                basis[at] >= self.width
                and (into := next((c for c in range(self.width) if wide[at][c]), None)) is not None
            ):
                _pivot(wide, basis, at, into)
        kept = [at for at in range(count) if basis[at] < self.width]
        return [[*wide[at][: self.width], wide[at][-1]] for at in kept], [basis[at] for at in kept]

    def _most(self, places: Sequence[int], sign: int) -> Fraction | None:
        price = [Fraction(sign if at in places else 0) for at in range(self.width)]
        return _climb([list(row) for row in self.rows], list(self.basis), price)


def _climb(rows: list[Row], basis: list[int], price: Sequence[Fraction]) -> Fraction | None:
    """The most of the price; none where there is no end to it."""
    while True:
        gain = next(
            (
                column
                for column in range(len(price))
                if column not in basis
                and price[column] > sum(price[of] * row[column] for of, row in zip(basis, rows, strict=True))
            ),
            None,
        )
        if gain is None:
            return sum((price[of] * row[-1] for of, row in zip(basis, rows, strict=True)), Fraction(0))
        ratios = [(row[-1] / row[gain], basis[at], at) for at, row in enumerate(rows) if row[gain] > 0]
        if not ratios:
            return None
        _pivot(rows, basis, min(ratios)[2], gain)


def _pivot(rows: list[Row], basis: list[int], at: int, into: int) -> None:
    by = rows[at][into]
    rows[at] = [one / by for one in rows[at]]
    for other, row in enumerate(rows):
        if other != at and (times := row[into]):
            rows[other] = [one - times * two for one, two in zip(row, rows[at], strict=True)]
    basis[at] = into
