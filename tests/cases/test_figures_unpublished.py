"""Whoever takes the register from what is published of all finds no small number of acts that nobody may read, and bodies keep their figures."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.cases import data
from services.cases.domain.standing import SHARES
from services.cases.register.domain.compliance import Counts, CountUnit, Figures, Scope, figures_of, rest_of
from services.cases.register.queries.beside_register import Counted, scope_of, shown_beside_register
from services.cases.register.queries.beside_total import Cell, cells_of, sums_of
from services.cases.register.queries.by_name import blank
from shared import clock
from tests.cases.bench import today
from tests.cases.pages_world import said
from tests.cases.test_figures_by_name import LEAST, counted, publish

API = "/cases/api/v1"


def scaled(counts: Counts, times: int) -> Counts:
    """So many times as much of everything, that also large numbers come up."""
    return replace(
        counts,
        stands={unit: {key: n * times for key, n in stands.items()} for unit, stands in counts.stands.items()},
        delivered=counts.delivered * times,
        in_time=counts.in_time * times,
        late=counts.late * times,
        silent=counts.silent * times,
        accepted=(counts.accepted or 0) * times,
        bare=counts.bare * times,
        ages={state: {key: n * times for key, n in ages.items()} for state, ages in counts.ages.items()},
    )


def added(one: Counts, other: Counts) -> Counts:
    def sums(a, b):
        return {key: a.get(key, 0) + b.get(key, 0) for key in {*a, *b}}

    return replace(
        one,
        stands={unit: sums(one.stands[unit], other.stands[unit]) for unit in CountUnit},
        delivered=one.delivered + other.delivered,
        in_time=one.in_time + other.in_time,
        late=one.late + other.late,
        silent=one.silent + other.silent,
        accepted=(one.accepted or 0) + (other.accepted or 0),
        bare=one.bare + other.bare,
        ages={state: sums(one.ages.get(state, {}), other.ages.get(state, {})) for state in {*one.ages, *other.ages}},
    )


def subtracted(shown: Figures, register: Figures) -> dict[Cell, int]:
    """Each number of what is not in the register that is known: taken from a sum that is shown, and, where one part of a sum alone is missing,
    from the others.
    """
    own, told = cells_of(register), cells_of(shown)
    known = {cell: count - (own[cell] or 0) for cell, count in told.items() if count is not None}
    for table in sums_of(shown):
        missing = [cell for cell in table if cell not in known]
        if len(missing) == 1:
            parts = sum(known.get(cell, 0) for cell in table[:-1])
            known[missing[0]] = parts if missing[0] == table[-1] else known[table[-1]] - parts
    return known


def small(numbers: dict[Cell, int]) -> dict[Cell, int]:
    return {cell: count for cell, count in numbers.items() if 0 < count < LEAST}


few = st.builds(scaled, counted(), st.sampled_from([0, 1, 1, 7]))


def whole(row: list[int]) -> Counts:
    stands = {state.value: count for state, count in zip(SHARES, row, strict=False)}
    return Counts(stands=dict.fromkeys(CountUnit, stands), delivered=sum(row))


class TestAdversary:
    @given(few, few)
    @example(whole([20, 9]), whole([3, 0]))
    @example(whole([20, 9]), whole([30, 2]))
    @example(whole([20, 9]), whole([0, 0]))
    def test_no_small_number_of_acts_that_nobody_may_read_is_found(self, open_ones: Counts, others: Counts) -> None:
        register, together = figures_of(open_ones), figures_of(added(open_ones, others))
        both = Counted(together, register, [register])
        shown = shown_beside_register(both, scope_of(both, LEAST), LEAST)
        assert small(subtracted(shown, register)) == {}

    @given(few, few)
    def test_none_and_so_few_that_they_are_not_told_look_alike(self, open_ones: Counts, others: Counts) -> None:
        register = figures_of(open_ones)
        together = figures_of(added(open_ones, others))
        both, alone = Counted(together, register, [register]), Counted(register, register, [register])
        assert scope_of(alone, LEAST) is Scope.REGISTER
        if scope_of(both, LEAST) is Scope.REGISTER:
            shown = [shown_beside_register(one, Scope.REGISTER, LEAST) for one in (both, alone)]
            assert shown[0] == shown[1]

    @given(few, few, few, few)
    def test_nor_by_taking_years_from_each_other(
        self, first: Counts, second: Counts, hid: Counts, late: Counts
    ) -> None:
        """Both years are told in the scope of the narrower; their sum less the register is the rest of both."""
        years = [(first, hid), (second, late)]
        both = [Counted(figures_of(added(a, b)), figures_of(a), [figures_of(a)]) for a, b in years]
        scopes = {scope_of(one, LEAST) for one in both}
        scope = Scope.REGISTER if Scope.REGISTER in scopes else Scope.ALL
        for one in both:
            assert one.register is not None
            assert small(subtracted(shown_beside_register(one, scope, LEAST), one.register)) == {}

    def test_the_adversary_finds_what_is_given_away_where_the_figures_of_all_are_whole(self) -> None:
        register, together = figures_of(whole([20, 9])), figures_of(whole([20, 12]))
        assert small(subtracted(together, register))["obligations", "whole"] == 3

    @given(few, few)
    def test_the_rest_is_what_was_added(self, one: Counts, other: Counts) -> None:
        rest = rest_of(figures_of(added(one, other)), figures_of(one))
        assert cells_of(rest) == cells_of(figures_of(other)) | {cell: 0 for cell, n in cells_of(rest).items() if n == 0}

    def test_a_day_that_was_kept_without_the_register_tells_nothing_of_all(self) -> None:
        together = figures_of(whole([20, 9]))
        kept = Counted(together, None, [])
        assert shown_beside_register(kept, scope_of(kept, LEAST), LEAST) == blank(together)

    def test_of_many_the_figures_of_all_are_of_every_act(self) -> None:
        register, together = figures_of(whole([20, 9])), figures_of(whole([26, 15]))
        both = Counted(together, register, [register])
        assert scope_of(both, LEAST) is Scope.ALL
        assert shown_beside_register(both, Scope.ALL, LEAST) == together


@contextmanager
def next_month():
    clock.travel_to(clock.utc_now() + timedelta(days=31))
    try:
        yield
    finally:
        clock.travel_to(None)


class TestDoors:
    @pytest.fixture
    def body(self, bench, story, commissioner):
        """A school with ten items in five letters that anyone may read."""
        body = bench.body("school")
        story.with_findings()
        for _letter in range(data.small_number()):
            self.owe(bench, story, body, 2, commissioner)
        return body

    @staticmethod
    def owe(bench, story, body, items, publisher=None):
        act = story.issue(body, items=items)
        bench.deliver(act, body)
        if publisher:
            publish(publisher, act)
        return act

    @staticmethod
    def asked(bench, address=f"{API}/public/compliance"):
        return bench.app.test_client().get(address)

    @pytest.mark.parametrize("items", range(5))
    def test_up_to_four_that_nobody_may_read_change_nothing_that_anyone_reads(self, bench, story, body, items):
        today_is = today()
        addresses = [
            f"{API}/public/compliance",
            f"{API}/public/compliance?issued_from={today_is.year}-01-01&issued_to={today_is.year}-12-31",
            f"{API}/public/institutions/{body.id}/compliance",
            f"{API}/public/compliance?on={today_is}",
        ]
        before = [self.asked(bench, address).json for address in addresses]
        page = said(self.asked(bench, "/cases/public/compliance").text)
        if items:
            self.owe(bench, story, body, items)
        assert [self.asked(bench, address).json for address in addresses] == before
        assert before[0]["scope"] == "register"
        assert before[0]["figures"]["obligations"] == before[0]["bodies"][0]["figures"]["obligations"] == 10
        assert "Numërohen vetëm aktet që publiku mund t'i lexojë" in page
        assert said(self.asked(bench, "/cases/public/compliance").text) == page

    def test_many_are_counted_with_the_others_and_the_page_says_so(self, bench, story, body):
        for _letter in range(data.small_number()):
            self.owe(bench, story, body, 2)
        assert self.asked(bench).json["scope"] == "register", "told from the next month on"
        with next_month():
            answer = self.asked(bench).json
            assert (answer["scope"], answer["figures"]["obligations"]) == ("all", 20)
            assert "edhe ato që publiku nuk mund t'i lexojë" in said(self.asked(bench, "/cases/public/compliance").text)

    def test_the_office_counts_all_of_them_and_who_works_on_cases_reads_small_numbers_with_a_mark(
        self, bench, story, body, officer, commissioner
    ):
        act = self.owe(bench, story, body, 2)
        answer = officer.get("/compliance").json
        assert (answer["scope"], answer["figures"]["obligations"]) == ("all", 12)

        self.owe(bench, story, bench.body("school"), 1, commissioner)

        def hidden(reader):
            told = reader.get("/compliance").json
            splits = [one for each in (told, *told["bodies"]) for one in each["figures"]["splits"]]
            return sum(one["numerator"] is None for split in splits for one in split["shares"])

        leader = story.approver
        for reader in (officer, leader, commissioner):
            assert not hidden(reader)
            told = reader.get("/compliance").json
            shown = {one["public"]["obligations"] for one in told["bodies"]}
            assert told["public"]["obligations"] != told["figures"]["obligations"] and None in shown
            reader.client.set_cookie("besa_staff", reader.token)
            page = said(reader.client.get("/cases/staff/compliance").text)
            assert "* Publiku nuk e sheh këtë numër" in page
        outside = bench.person("auditor")
        assert hidden(outside) and outside.get("/compliance").json["public"] is None
        excluded = {"staff_id": str(leader.id), "excluded": True, "reason": "Lidhje familjare."}
        assert commissioner.post(f"/cases/{act['case_id']}/exclusions", excluded).status_code in {200, 201}
        assert hidden(leader) == hidden(outside), "who is excluded from one does not"
