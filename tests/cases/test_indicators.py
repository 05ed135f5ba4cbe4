"""Indicators: figures that documents say, as they were known on a day, and sums that no rate is averaged for."""

from datetime import UTC, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.cases.indicators.domain.figures import Count, total
from services.cases.indicators.domain.periods import read_period
from tests.cases.bench import today
from tests.cases.test_list_filters import both

#: An indicator of municipalities, by school year.
PRESCHOOL = "preschool"


@pytest.fixture
def monitor(bench):
    return bench.person("monitor", name="Shembull Monitoruesi")


@pytest.fixture
def towns(bench):
    return [bench.body("municipality") for _ in range(3)]


def at(day):
    """As if it were noon of that day."""
    return time_machine.travel(datetime.combine(day, time(12), tzinfo=UTC), tick=True)


def figure(area="al", **more):
    wanted = {
        "indicator": "preschool",
        "area": area,
        "period": f"{today().year - 2}-{today().year - 1}",
        "numerator": 30,
        "denominator": 40,
        "citation": "Vjetari, faqja 12",
        **more,
    }
    return {name: value for name, value in wanted.items() if value is not None}


def enter(person, area="al", **more):
    answer = person.post("/figures", figure(area, **more))
    assert answer.status_code == 201, answer.json
    return answer.json


def series(person, key="preschool", **asked):
    answer = person.get(f"/indicators/{key}/series", query_string=asked)
    assert answer.status_code == 200, answer.json
    return answer.json


class TestEntered:
    def test_a_figure_is_kept_with_its_counts_and_its_rate_is_worked_out(self, bench, monitor):
        row = enter(monitor)
        assert (row["numerator"], row["denominator"], row["rate"], row["version"]) == (30, 40, 75.0, 1)
        assert (row["quality"], row["replaces"]) == ("contested", None)
        assert bench.audited("figure.entered", row["id"]) == 1
        assert monitor.get("/figures").json["items"] == [row]

    @pytest.mark.parametrize(
        ("wrong", "field", "code"),
        [
            ({"indicator": "no_such"}, "indicator", "figure.indicator_unknown"),
            ({"period": "soon"}, "period", "figure.period"),
            ({"period": "2020-2022"}, "period", "figure.period"),
            ({"period": "2020"}, "period", "figure.period_kind"),
            ({"period": "2098-2099"}, "period", "figure.period_not_over"),
            ({"area": "atlantis"}, "area", "figure.area_unknown"),
            ({"codes": {"sex": "martian"}}, "codes", "figure.code_unknown"),
            ({"codes": {"age_band": "under_6"}}, "codes", "figure.code_unknown"),
            ({"denominator": None}, "denominator", "figure.denominator"),
            ({"numerator": None, "denominator": None}, "numerator", "figure.no_number"),
            ({"state": "not_known"}, "numerator", "figure.number_beside_none"),
            ({"indicator": "assist", "numerator": 41}, "numerator", "figure.part_above_whole"),
            ({"indicator": "helpline", "period": "2020"}, "denominator", "figure.denominator"),
            ({"version": 7}, "indicator", "figure.indicator_unknown"),
            ({"numerator": -1}, "numerator", None),
            ({"numerator": "30"}, "numerator", None),
            ({"citation": " "}, "citation", None),
            ({"codes": ["sex"]}, "codes", None),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_written(self, bench, monitor, wrong, field, code):
        answer = monitor.post("/figures", figure(**wrong))
        assert answer.status_code == 422, answer.json
        [error] = answer.json["errors"]
        assert error["pointer"].startswith(f"/{field}")
        assert code is None or answer.json["code"] == code or error["code"] == code
        assert bench.scalar("SELECT count(*) FROM figure_observed") == 0

    def test_a_municipality_has_totals_alone_and_a_county_may_be_split(self, monitor, towns):
        refused = monitor.post("/figures", figure(towns[0].key, codes={"sex": "female"}))
        assert (refused.status_code, refused.json["code"]) == (422, "figure.split_of_small_place")
        row = enter(monitor, "kukes", codes={"sex": "female"})
        assert row["codes"] == {"sex": "female"}
        # A part is no point of the series of the whole.
        assert series(monitor, area="kukes")["points"] == []

    def test_zero_nobody_unknown_and_not_shown_are_four_answers(self, monitor):
        wanted = {
            "2017": {"numerator": 0, "denominator": 40},
            "2018": {"state": "none_asked", "numerator": None, "denominator": None},
            "2019": {"state": "not_known", "numerator": None, "denominator": None},
            "2020": {"state": "suppressed", "numerator": None, "denominator": None},
        }
        for period, said in wanted.items():
            enter(monitor, indicator="birth60", period=period, **said)
        points = series(monitor, "birth60")["points"]
        assert [(one["state"], one["rate"]) for one in points] == [
            ("counted", 0.0),
            ("none_asked", None),
            ("not_known", None),
            ("suppressed", None),
        ]

    @pytest.mark.parametrize(
        "query",
        [
            "/figures?q=organi", "/figures?q=kukes", "/figures?area=kukes", "/figures?level=county", "/figures?period=2018",
            "/figures?quality=checked", "/figures?state=not_known", "/figures?indicator=birth60", "/figures?known={yesterday}",
        ],
    )  # fmt: skip
    def test_figures_are_found_through_both_doors(self, bench, monitor, towns, query):
        with at(today() - timedelta(days=3)):
            first = bench.person("monitor")
            enter(first, towns[0].key, indicator="birth60", period="2018", quality="checked")
            nothing = {"state": "not_known", "numerator": None, "denominator": None}
            enter(first, "kukes", indicator="imm2", period="2018", quality="checked", **nothing)
        enter(monitor, indicator="pov", period="2019", numerator=11, denominator=50)
        listed, page = both(bench, monitor, query.format(yesterday=today() - timedelta(days=1)))
        assert {one["indicator"] for one in listed} < {"birth60", "imm2", "pov"}
        assert listed
        assert "11 nga 50" not in page
        assert "30 nga 40" in page or "Nuk dihet" in page

    def test_who_does_not_observe_enters_nothing(self, bench):
        assert bench.person("publisher").post("/figures", figure()).status_code == 403
        assert bench.person("intake_officer").get("/figures").status_code == 403


class TestMany:
    def test_many_are_entered_together_or_none(self, bench, monitor, towns):
        rows = [figure(town.key, numerator=place) for place, town in enumerate(towns)]
        assert monitor.post("/figures/batches", {"figures": rows}).json == {"entered": 3}
        refused = monitor.post("/figures/batches", {"figures": [*rows, figure("atlantis")]})
        assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/figures/3/area")
        assert monitor.post("/figures/batches", {"figures": []}).status_code == 422
        assert bench.scalar("SELECT count(*) FROM figure_observed") == 3
        again = [figure(towns[0].key, numerator=7), figure(towns[0].key, numerator=8)]
        assert monitor.post("/figures/batches", {"figures": again}).status_code == 201
        # The later word of one cell stands, and each replaces the one before it.
        newest, second, first = monitor.get(f"/figures?area={towns[0].key}").json["items"]
        assert [one["numerator"] for one in (newest, second, first)] == [8, 7, 0]
        assert (newest["replaces"], second["replaces"]) == (second["id"], first["id"])
        assert [one["numerator"] for one in series(monitor, area=towns[0].key)["points"]] == [8]


class TestTwoTimes:
    def test_what_was_known_on_a_day_is_the_same_whatever_is_entered_later(self, bench, monitor):
        with at(today() - timedelta(days=20)):
            first = enter(bench.person("monitor"))
        before = series(monitor, known=str(today() - timedelta(days=10)))
        with at(today() - timedelta(days=5)):
            second = enter(bench.person("monitor"), numerator=35, quality="checked")
        enter(monitor, state="not_known", numerator=None, denominator=None)
        assert series(monitor, known=str(today() - timedelta(days=10))) == before
        assert [one["numerator"] for one in before["points"]] == [30]
        assert [one["numerator"] for one in series(monitor, known=str(today() - timedelta(days=5)))["points"]] == [35]
        assert [one["state"] for one in series(monitor)["points"]] == ["not_known"]
        assert series(monitor, known=str(today() - timedelta(days=21)))["points"] == []
        assert second["replaces"] == first["id"]
        assert len(monitor.get("/figures").json["items"]) == 3
        assert len(monitor.get(f"/figures?known={today() - timedelta(days=10)}").json["items"]) == 1

    def test_periods_that_were_not_over_on_the_day_are_left_out(self, monitor):
        for period in ("2018", "2019"):
            enter(monitor, indicator="birth60", period=period)
        assert [one["period"] for one in series(monitor, "birth60", on="2019-06-01")["points"]] == ["2018"]

    def test_nobody_asks_about_a_day_to_come(self, monitor):
        for name in ("on", "known"):
            answer = monitor.get(f"/indicators/preschool/series?{name}={today() + timedelta(days=2)}")
            assert (answer.status_code, answer.json["code"]) == (422, "figure.day_ahead")
        assert monitor.get("/indicators/no_such/series").status_code == 404
        assert monitor.get("/indicators/preschool/series?area=atlantis").status_code == 422

    def test_no_row_is_changed_or_removed(self, bench, monitor):
        enter(monitor)
        for statement in ("UPDATE figure_observed SET numerator = 1", "DELETE FROM figure_observed"):
            with (
                pytest.raises(DBAPIError, match=r"append-only|permission denied"),
                bench.platform.database.transaction() as session,
            ):
                session.execute(text(statement))


class TestMethod:
    def test_a_changed_method_is_a_break_and_old_values_stay_on_their_version(self, monitor):
        enter(monitor, indicator="imr", period="2019", numerator=300, denominator=28_000)
        enter(monitor, indicator="imr", period="2020", numerator=281, denominator=28_000)
        enter(monitor, indicator="imr", period="2021", numerator=229, denominator=27_200)
        enter(monitor, indicator="imr", version=1, period="2021", numerator=228, denominator=27_200)
        points = series(monitor, "imr")["points"]
        assert [(one["period"], one["version"], one["breaks"]) for one in points] == [
            ("2019", 1, False),
            ("2020", 1, False),
            ("2021", 1, False),
            ("2021", 2, True),
        ]

    def test_the_cards_are_public_and_no_figure_is(self, bench, monitor):
        enter(monitor)
        cards = bench.app.test_client().get("/cases/api/v1/public/indicators").json["items"]
        assert len({one["key"] for one in cards}) == 25
        assert [one["version"] for one in cards if one["key"] == "imr"] == [1, 2]
        assert "30" not in {str(value) for one in cards for value in one.values()}


class TestPlaces:
    def test_places_together_are_sums_and_never_two_methods_in_one(self, monitor, towns):
        for town, (part, whole) in zip(towns, [(1, 10), (90, 100), (0, 890)], strict=True):
            enter(monitor, town.key, numerator=part, denominator=whole)
        found = monitor.get(f"/indicators/{PRESCHOOL}/places").json
        assert {one["area"]: one["rate"] for one in found["places"] if one["rate"] is not None} == {
            towns[0].key: 10.0,
            towns[1].key: 90.0,
            towns[2].key: 0.0,
        }
        # The mean of 10, 90 and 0 would be 33.3.
        assert [(one["numerator"], one["denominator"], one["rate"], one["counted"]) for one in found["together"]] == [
            (91, 1000, 9.1, 3)
        ]

    def test_what_is_no_number_is_summed_nowhere(self, monitor, towns):
        enter(monitor, towns[0].key, numerator=1, denominator=10)
        enter(monitor, towns[1].key, state="not_known", numerator=None, denominator=None)
        found = monitor.get(f"/indicators/{PRESCHOOL}/places").json
        assert [(one["denominator"], one["counted"]) for one in found["together"]] == [(10, 1)]
        assert [one["state"] for one in found["places"] if one["area"] == towns[2].key] == [None]


COUNTS = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)).map(lambda pair: Count(min(pair), max(pair))), min_size=1
)


class TestSums:
    @given(COUNTS, st.sampled_from([1, 100, 1000, 3000]))
    def test_a_rate_of_several_is_that_of_their_sums(self, counts, per):
        whole = total(counts)
        exact = Decimal(sum(one.numerator for one in counts)) * per / sum(one.denominator for one in counts)
        assert whole.rate(per) == exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
        # However they are grouped on the way up.
        half = len(counts) // 2
        parts = [one for one in (total(counts[:half]), total(counts[half:])) if one]
        assert total(parts) == whole

    @given(COUNTS)
    def test_it_lies_between_the_lowest_and_the_highest(self, counts):
        rates = [one.rate(100) for one in counts]
        assert min(rates) <= total(counts).rate(100) <= max(rates)

    def test_nobody_to_count_has_no_rate(self):
        assert Count(0, 0).rate(100) is None
        assert total([]) is None


@pytest.mark.parametrize(
    ("written", "begins", "ends", "before"),
    [
        ("2025", "2025-01-01", "2025-12-31", "2024"),
        ("2024-2025", "2024-09-01", "2025-08-31", "2023-2024"),
        ("2025-Q1", "2025-01-01", "2025-03-31", "2024-Q4"),
        ("2025-Q4", "2025-10-01", "2025-12-31", "2025-Q3"),
    ],
)
def test_a_period_has_a_first_and_a_last_day_and_one_before(written, begins, ends, before):
    period = read_period(written)
    assert (str(period.begins), str(period.ends), period.before) == (begins, ends, before)
