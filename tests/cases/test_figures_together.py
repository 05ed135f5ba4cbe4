"""Who has the figures of all bodies and of each that is named finds no small number of a body by taking one from the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import example, given
from hypothesis import strategies as st

from services.cases.domain.standing import SHARES
from services.cases.register.domain.compliance import Counts, CountUnit, Figures, figures_of
from services.cases.register.queries.beside_total import together_beside
from services.cases.register.queries.by_name import shown_by_name

LEAST = 5
STATES = [state.value for state in SHARES[:4]]
#: What is owed to bodies in each state; the last row: in acts that are not public.
Table = list[list[int]]


def figures(row: Sequence[int]) -> Figures:
    stands = dict(zip(STATES, row, strict=True))
    return figures_of(Counts(stands=dict.fromkeys(CountUnit, stands), delivered=sum(row)))


@dataclass
class Attacker:
    """What a reader knows of every cell: not less and not more than. `rows` and `all` with the whole as the last number. That nothing is
    left beside the named ones (`rest`, which nobody publishes) may be known from elsewhere: that all acts of a year are public.
    """

    rows: list[list[int | None]]
    all: list[int | None]
    rest: Sequence[int]

    def __post_init__(self) -> None:
        most = 10_000
        known = [[(0, most) if cell is None else (cell, cell) for cell in row] for row in self.rows]
        known.append([(0, most if left else 0) for left in (*self.rest, sum(self.rest))])
        known.append([(0, most) if cell is None else (cell, cell) for cell in self.all])
        self.known = known
        while self._learn():
            pass

    def _learn(self) -> bool:
        before = [list(row) for row in self.known]
        for row in self.known:
            self._sum([(row, place) for place in range(len(row) - 1)], (row, len(row) - 1))
        for place in range(len(self.all)):
            self._sum([(row, place) for row in self.known[:-1]], (self.known[-1], place))
        return before != self.known

    @staticmethod
    def _sum(parts, whole) -> None:
        """Parts and whole bound each other."""
        row, place = whole
        lows, highs = (sum(one[at][end] for one, at in parts) for end in (0, 1))
        row[place] = max(row[place][0], lows), min(row[place][1], highs)
        for one, at in parts:
            low, high = one[at]
            one[at] = (max(low, row[place][0] - (highs - high)), min(high, row[place][1] - (lows - low)))

    def found(self, truth: Table) -> list[tuple[int, int]]:
        """Small numbers of bodies that are not shown and yet known."""
        return [
            (body, place)
            for body, row in enumerate(self.rows)
            for place in range(len(STATES))
            if row[place] is None
            and 0 < truth[body][place] < LEAST
            and self.known[body][place][0] == self.known[body][place][1]
        ]


def shares(shown: Figures) -> list[int | None]:
    split = shown.splits[-1]
    told = {one.key: one.numerator for one in split.shares}
    return [*(told[state] for state in STATES), split.denominator]


cells = st.one_of(st.integers(0, 7), st.integers(0, 60))
tables = st.lists(st.lists(cells, min_size=4, max_size=4), min_size=2, max_size=6)


@given(tables)
@example([[20, 3, 0, 0], [40, 10, 0, 0], [0, 0, 0, 0]])
@example([[2, 0, 0, 0], [0, 0, 30, 10], [0, 0, 0, 0]])
def test_no_small_number_of_a_body_is_found_from_the_figures_of_all(table: Table) -> None:
    each = [figures(row) for row in table[:-1]]
    together = figures([sum(column) for column in zip(*table, strict=True)])
    shown = together_beside(together, each, LEAST)
    attacker = Attacker([shares(shown_by_name(one, LEAST)) for one in each], shares(shown), table[-1])
    assert attacker.found(table) == []


def test_the_attacker_finds_what_is_given_away_where_the_figures_of_all_are_whole() -> None:
    table = [[20, 3, 0, 0], [40, 10, 0, 0], [0, 0, 0, 0]]
    rows = [shares(shown_by_name(figures(row), LEAST)) for row in table[:-1]]
    given_away = Attacker(rows, [60, 13, 0, 0, 73], table[-1])
    assert given_away.found(table) == [(0, 1)]


def test_where_nothing_of_a_body_is_hidden_the_figures_of_all_are_whole() -> None:
    each = [figures([20, 8, 0, 5]), figures([40, 10, 9, 0])]
    together = figures([61, 20, 9, 5])
    assert together_beside(together, each, LEAST) == together


def test_of_a_body_that_owes_all_that_is_counted_neither_figure_tells_the_small_number() -> None:
    only = figures([20, 3, 0, 0])
    assert shares(together_beside(only, [only], LEAST))[:2] == [None, None]


def few_left(rows: Sequence[Sequence[int | None]], whole: Sequence[int | None]) -> list[int]:
    """What is left of each sum that is shown without those of its parts that are, where it is a small number."""
    sums = [(row[:-1], row[-1]) for row in (*rows, whole)]
    sums += [([row[place] for row in rows], told) for place, told in enumerate(whole)]
    left = [told - sum(part or 0 for part in parts) for parts, told in sums if told is not None and None in parts]
    return [count for count in left if 0 < count < LEAST]


@given(tables)
@example([[20, 9, 0, 0], [2, 0, 0, 0], [0, 2, 0, 0], [0, 0, 0, 0]])
@example([[20, 2, 0, 0], [40, 2, 0, 0], [0, 0, 0, 0]])
def test_what_is_left_of_the_figures_of_all_without_the_named_ones_is_no_small_number(table: Table) -> None:
    each = [figures(row) for row in table[:-1]]
    together = figures([sum(column) for column in zip(*table[:-1], strict=True)])
    rows = [shares(shown_by_name(one, LEAST)) for one in each]
    assert few_left(rows, shares(together_beside(together, each, LEAST))) == []


@given(tables)
@example([[0, 0, 2, 0], [20, 20, 1, 0], [0, 0, 0, 0]])
def test_no_small_number_stands_among_the_figures_of_all(table: Table) -> None:
    each = [figures(row) for row in table[:-1]]
    together = figures([sum(column) for column in zip(*table[:-1], strict=True)])
    shown = together_beside(together, each, LEAST)
    assert not [one for one in shares(shown) if one is not None and 0 < one < LEAST]


def of_units(letters: Sequence[int], obligations: Sequence[int]) -> Figures:
    stands = {unit: dict(zip(STATES, obligations, strict=True)) for unit in CountUnit}
    stands[CountUnit.LETTERS] = dict(zip(STATES, letters, strict=True))
    return figures_of(Counts(stands=stands, delivered=sum(obligations)))


def test_of_few_letters_to_several_bodies_their_number_is_not_told_and_the_obligations_are() -> None:
    """Three letters, each to both: their sum is six, so that neither number is found, and yet it is three."""
    both = [of_units([3, 0, 0, 0], [9, 0, 0, 0]), of_units([3, 0, 0, 0], [9, 0, 0, 0])]
    shown = together_beside(of_units([3, 0, 0, 0], [18, 0, 0, 0]), both, LEAST)
    letters = shown.splits[0]
    assert (shown.letters, letters.denominator, {one.numerator for one in letters.shares}) == (None, None, {None})
    assert (shown.obligations, shown.items, shares(shown)) == (18, 18, [18, 0, 0, 0, 18])
