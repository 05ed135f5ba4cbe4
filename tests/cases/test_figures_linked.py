"""A number that stands in two places of one report is hidden in both, or in neither: the attacker takes one place from the other."""

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.cases.domain.standing import BESIDE, SHARES, State
from services.cases.register.domain.compliance import Counts, CountUnit, Figures, figures_of
from services.cases.register.queries.beside_total import cells_of, together_beside
from services.cases.register.queries.by_name import shown_by_name
from tests.cases.test_figures_together import LEAST, Attacker, Table, cells

#: Of a report, the states beside the shares that the attacker looks at; the first: not delivered.
LOOKED_AT = [state.value for state in BESIDE[:4]]


def summed(table: Table) -> list[int]:
    return [sum(column) for column in zip(*table, strict=True)]


class TestNotDelivered:
    """How many were not delivered is told beside the shares, and as what is left of the delivered."""

    @staticmethod
    def figures(row: Sequence[int]) -> Figures:
        *apart, implemented = row
        stands = {**dict(zip(LOOKED_AT, apart, strict=True)), SHARES[0].value: implemented}
        return figures_of(Counts(stands=dict.fromkeys(CountUnit, stands), delivered=sum(row) - apart[0]))

    @staticmethod
    def seen(shown: Figures) -> list[int | None]:
        """What stands beside the shares, and all of it; not delivered: from either place."""
        split, delivered = shown.splits[-1], shown.delivered
        told = {one.key: one.count for one in split.beside}
        row = [told[state] for state in LOOKED_AT]
        if row[0] is None and delivered.numerator is not None and delivered.denominator is not None:
            row[0] = delivered.denominator - delivered.numerator
        return [*row, split.left_out]

    def test_the_delivered_do_not_tell_what_is_hidden_beside_the_shares(self) -> None:
        shown = shown_by_name(self.figures([6, 2, 0, 0, 5]), LEAST)
        assert self.seen(shown) == [None, None, 0, 0, 8]
        assert (shown.delivered.numerator, shown.delivered.percent, shown.delivered.denominator) == (None, None, 13)

    @given(st.lists(st.lists(cells, min_size=5, max_size=5), min_size=2, max_size=4))
    @example([[6, 2, 0, 0, 5], [0, 0, 0, 0, 0]])
    @example([[6, 2, 0, 0, 5], [9, 8, 0, 0, 50], [0, 0, 0, 0, 0]])
    @example([[4, 0, 3, 0, 1], [0, 4, 4, 4, 6], [0, 0, 0, 0, 2], [0, 0, 0, 8, 6], [0, 0, 0, 0, 0]])
    @example([[11, 0, 1, 30, 3], [8, 8, 0, 8, 1], [0, 0, 0, 0, 1], [5, 3, 4, 5, 4], [0, 0, 0, 0, 0]])
    def test_no_small_number_is_found_through_them(self, table: Table) -> None:
        each = [self.figures(row) for row in table[:-1]]
        together = together_beside(self.figures(summed(table)), each, LEAST)
        rows = [self.seen(shown_by_name(one, LEAST)) for one in each]
        attacker = Attacker(rows, self.seen(together), table[-1][:-1])
        assert attacker.found([row[:-1] for row in table]) == []

    @given(st.lists(st.lists(cells, min_size=5, max_size=5), min_size=2, max_size=4))
    def test_beside_the_total_they_are_hidden_together(self, table: Table) -> None:
        each = [self.figures(row) for row in table[:-1]]
        shown = together_beside(self.figures(summed(table)), each, LEAST)
        apart = next(one for one in shown.splits[-1].beside if one.key == State.NOT_DELIVERED)
        assert apart.count is not None or shown.delivered.numerator is None


class TestExpected:
    """The silent stand among the shares too, and so do those that are awaited, which are what is not expected yet."""

    STATES = (State.NO_REPLY, State.AWAITING_REPLY, State.REFUSED, State.IMPLEMENTED)

    def figures(self, row: Sequence[int]) -> Figures:
        silent, _awaited, *answered = row
        stands = {state.value: count for state, count in zip(self.STATES, row, strict=True)}
        of_all = dict.fromkeys(CountUnit, stands)
        return figures_of(Counts(stands=of_all, in_time=sum(answered), silent=silent, delivered=sum(row)))

    def seen(self, shown: Figures) -> list[int | None]:
        """The shares and their whole, those of the silent and the awaited from either place."""
        split, told = shown.splits[-1], cells_of(shown)
        shares = {one.key: one.numerator for one in split.shares}
        row = [shares[state] for state in self.STATES]
        row[0] = told["answers", "silent"] if row[0] is None else row[0]
        expected = told["answers", "expected"]
        if row[1] is None and split.denominator is not None and expected is not None:
            row[1] = split.denominator - expected
        return [*row, split.denominator]

    @pytest.mark.parametrize("row", [[6, 0, 2, 20], [0, 6, 2, 20], [2, 6, 0, 20]])
    def test_the_answers_do_not_tell_what_is_hidden_among_the_shares(self, row: list[int]) -> None:
        shown = shown_by_name(self.figures(row), LEAST)
        assert self.seen(shown) == [count if count in {0, 20} else None for count in row] + [28]

    @given(st.lists(st.lists(cells, min_size=4, max_size=4), min_size=2, max_size=4))
    @example([[6, 0, 2, 20], [9, 0, 8, 50], [0, 0, 0, 0]])
    def test_no_small_number_of_a_body_is_found(self, table: Table) -> None:
        each = [self.figures(row) for row in table[:-1]]
        together = together_beside(self.figures(summed(table)), each, LEAST)
        rows = [self.seen(shown_by_name(one, LEAST)) for one in each]
        assert Attacker(rows, self.seen(together), table[-1]).found(table) == []


class TestAnswers:
    """In time, late and silent are what is expected; in time and late are the answered, of which the accepted are told."""

    @staticmethod
    def figures(row: Sequence[int]) -> Figures:
        in_time, late, silent = row
        stands = {SHARES[0].value: sum(row)}
        counts = Counts(
            stands=dict.fromkeys(CountUnit, stands), in_time=in_time, late=late, silent=silent, delivered=sum(row)
        )
        return figures_of(counts)

    @staticmethod
    def seen(shown: Figures) -> list[int | None]:
        """In time, late, silent and the answered, and their sum, in which the answered are counted a second time."""
        told = cells_of(shown)
        return [
            told["answers", name] for name in ("answered_in_time", "answered_late", "silent", "answered", "expected")
        ]

    def found(self, table: Table) -> list[tuple[int, int]]:
        """What is found from sums over the bodies, and from both sums of every row, until nothing more is."""
        each = [self.figures(row) for row in table[:-1]]
        together = together_beside(self.figures(summed(table)), each, LEAST)
        rows = [self.seen(shown_by_name(one, LEAST)) for one in each]
        in_time, late, silent = table[-1]
        return Answers(rows, self.seen(together), [in_time, late, silent, in_time + late]).found(table)

    def test_the_answered_do_not_tell_what_is_hidden_of_a_body(self) -> None:
        assert self.found([[3, 3, 0], [2, 5, 1], [0, 0, 0]]) == []

    @given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=2, max_size=6))
    @example([[3, 3, 0], [2, 5, 1], [0, 0, 0]])
    @example([[3, 3, 0], [2, 5, 1], [1, 0, 4]])
    def test_no_small_number_of_a_body_is_found(self, table: Table) -> None:
        assert self.found(table) == []

    def test_the_attacker_finds_it_where_the_answered_are_told(self) -> None:
        rows = [[None, None, None, None, 6], [None, 5, None, None, 8]]
        assert (0, 1) in Answers(rows, [5, None, None, 13, 14], [0, 0, 0, 0]).found([[3, 3, 0], [2, 5, 1]])

    def test_where_nothing_is_hidden_of_a_body_the_figures_of_all_are_whole(self) -> None:
        together = self.figures([30, 20, 15])
        assert together_beside(together, [self.figures([10, 9, 0]), self.figures([20, 11, 15])], LEAST) == together


class Answers(Attacker):
    """Of every row the first two are the fourth, which with the third is the last."""

    def _learn(self) -> bool:
        before = [list(row) for row in self.known]
        for row in self.known:
            self._sum([(row, 0), (row, 1)], (row, 3))
            self._sum([(row, 2), (row, 3)], (row, 4))
        for place in range(len(self.all)):
            self._sum([(row, place) for row in self.known[:-1]], (self.known[-1], place))
        return before != self.known

    def found(self, truth: Table) -> list[tuple[int, int]]:
        """Small numbers of bodies that are not shown and yet known."""
        return [
            (body, place)
            for body, row in enumerate(self.rows)
            for place, count in enumerate(truth[body])
            if row[place] is None and 0 < count < LEAST and self.known[body][place] == (count, count)
        ]
