"""Days of issue that the public may ask about: whole years, of which none is found from another or from the whole."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import event

from services.cases.register.domain.windows import Window, Windows, read_windows
from services.cases.register.queries.beside_total import together_beside
from services.cases.register.queries.windows import within
from tests.cases.bench import today
from tests.cases.test_figures_together import LEAST, STATES, Attacker, cells, figures, shares

API = "/cases/api/v1"
#: What is owed to each body in each state, in each year.
years = st.lists(st.lists(st.lists(cells, min_size=4, max_size=4), min_size=2, max_size=2), min_size=2, max_size=4)


def summed(rows: Sequence[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


@given(years)
@example([[[3, 0, 0, 0], [0, 0, 0, 0]], [[20, 9, 8, 7], [30, 30, 30, 30]]])
@example([[[9, 8, 7, 6], [7, 7, 7, 7]], [[20, 3, 0, 0], [40, 10, 0, 0]]])
def test_no_number_that_is_not_shown_is_found_by_taking_years_from_the_whole(years: list[list[list[int]]]) -> None:
    alone = [together_beside(figures(summed(rows)), [figures(row) for row in rows], LEAST) for rows in years]
    whole_of_each = [summed([rows[body] for rows in years]) for body in range(2)]
    whole = together_beside(figures(summed(whole_of_each)), [figures(row) for row in whole_of_each], LEAST)
    shown = [within(place, alone, whole) for place in range(len(years))]
    attacker = Attacker([shares(one) for one in shown], shares(whole), [0] * len(STATES))
    found = [
        (told, low)
        for row, bounds in zip([*attacker.rows, attacker.all], [*attacker.known[:-2], attacker.known[-1]], strict=True)
        for told, (low, high) in zip(row, bounds, strict=True)
        if told is None and low == high > 0
    ]
    assert found == []


def test_where_nothing_is_hidden_each_year_is_shown() -> None:
    alone = [figures([20, 8, 7, 6]), figures([9, 9, 9, 9])]
    assert [within(place, alone, figures([29, 17, 16, 15])) for place in range(2)] == alone


@given(st.sampled_from([1, 2, 3, 4, 6, 12]), st.dates(date(1999, 1, 1), date(2100, 1, 1)))
def test_periods_lie_side_by_side(months: int, day: date) -> None:
    windows = Windows(months)
    window = windows.around(day)
    assert window.first <= day <= window.last
    after = windows.around(window.last + timedelta(days=1))
    assert after.first == window.last + timedelta(days=1)
    assert windows.whole(window.first, window.last, [window]) == window
    assert list(windows.between(day, after.last)) == [window, after]


def test_two_lengths_or_none_that_fills_a_year_are_refused() -> None:
    assert read_windows([{"key": "year", "months": 12}]).around(date(2026, 5, 1)) == Window(
        date(2026, 1, 1), date(2026, 12, 31)
    )
    for lengths in ([], [12, 3], [5], [0]):
        with pytest.raises(ValueError, match="windows"):
            read_windows([{"key": "x", "months": months} for months in lengths])


class TestDoors:
    @pytest.fixture
    def owed(self, bench, story):
        """Six items to a municipality and three to a school, published."""
        story.with_findings()
        for body_class, items in (("municipality", 6), ("school", 3)):
            body = bench.body(body_class)
            act = story.issue(body, items=items)
            bench.deliver(act, body)
            decided = bench.person("publisher").post(
                f"/recommendations/{act['id']}/publication", {"decision": "publish", "reason": "x"}
            )
            assert decided.status_code == 200, decided.json

    def test_the_public_asks_about_a_whole_year_and_no_body_is_named(self, bench, owed):
        year = today().year
        asked = f"issued_from={year}-01-01&issued_to={year}-12-31"
        answer = bench.app.test_client().get(f"{API}/public/compliance?{asked}")
        assert answer.status_code == 200, answer.json
        assert answer.json["bodies"] == []
        assert "vit kalendarik" in answer.json["method"]["sq"]
        assert "calendar year" in answer.json["method"]["en"]

    @pytest.mark.parametrize("days", [("-01-01", "-06-30"), ("-01-01", None), (None, "-12-31"), ("-01-02", "-12-31")])
    def test_any_other_days_are_refused_to_the_public_and_free_for_the_office(self, bench, officer, owed, days):
        asked = "&".join(
            f"{name}={today().year}{day}" for name, day in zip(("issued_from", "issued_to"), days, strict=True) if day
        )
        refused = bench.app.test_client().get(f"{API}/public/compliance?{asked}")
        assert (refused.status_code, refused.json["code"]) == (422, "compliance.no_such_window")
        assert refused.json["errors"][0]["pointer"].startswith("/issued_")
        assert officer.get(f"/compliance?{asked}").status_code == 200
        assert bench.app.test_client().get(f"{API}/compliance?{asked}").status_code == 401

    def test_only_years_in_which_something_was_issued_are_counted_and_each_once(self, bench, owed):
        year = today().year
        with bench.platform.database.transaction() as session:
            session.connection().exec_driver_sql(
                "UPDATE obligation SET issued_on = issued_on - interval '2 years' WHERE institution_class = 'school'"
            )
        status, counted = self.asked(bench, year, year)
        # Two years ago, last year, this year and all together: of all, of the register, of each body, and of what was unread at the last month's end.
        assert (status, counted) == (200, 4 * (3 + 1))
        assert self.asked(bench, year - 2, year - 2) == (200, counted)
        for refused in (1, 1900, year - 3, year + 1, 9998, 9999):
            assert self.asked(bench, refused, refused) == (422, 0), refused

    @staticmethod
    def asked(bench, first: int, last: int) -> tuple[int, int]:
        """What the public is answered, and how many counts it cost."""
        engine, counts = bench.platform.database.engine, []

        def note(*told):
            counts.append("percentile_cont" in told[2])

        event.listen(engine, "before_cursor_execute", note)
        days = f"issued_from={first:04}-01-01&issued_to={last:04}-12-31"
        answer = bench.app.test_client().get(f"{API}/public/compliance?{days}")
        event.remove(engine, "before_cursor_execute", note)
        return answer.status_code, sum(counts)
