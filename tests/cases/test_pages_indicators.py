"""The pages of indicators: the list, one with its course and its places, the figures there are, and entering one."""

import csv
import io
import re

import pytest

from tests.cases.bench import today
from tests.cases.test_indicators import enter
from tests.cases.test_pages_visits import Browser

LIST = "/cases/staff/indicators"
IMR, PRESCHOOL = "imr", "preschool"


@pytest.fixture
def monitor(bench):
    return bench.person("monitor", name="Shembull Monitoruesi")


@pytest.fixture
def browser(monitor):
    return Browser(monitor)


def rows(answer):
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_the_list_leads_to_each_indicator_with_its_method(browser):
    page = browser.get(LIST).text
    assert len(set(re.findall(rf'href="{LIST}/(\w+)"', page))) == 25
    one = browser.get(f"{LIST}/imr").text
    # The file is there also where it is empty: a link that comes and goes is looked for in vain.
    assert f"{LIST}/imr/series.csv" in one
    assert "Vdekshmëria foshnjore" in one
    assert one.count("për t&#39;u konfirmuar") == 2, "each version says that nobody has read its source"
    assert browser.get(f"{LIST}/no_such").status_code == 404


def test_a_series_is_drawn_beside_its_table_and_a_break_is_seen(browser, monitor):
    for period, version, part in (("2019", 1, 300), ("2020", 1, 281), ("2021", 2, 229)):
        enter(monitor, indicator="imr", period=period, version=version, numerator=part, denominator=28_000)
    page = browser.get(f"{LIST}/imr").text
    [drawing] = re.findall(r"<svg[^>]*role=\"img\".*?</svg>", page, re.DOTALL)
    assert 'aria-label="Ecuria: Shqipëria"' in drawing
    assert len(re.findall("<polyline", drawing)) == 2, "one line for each method"
    assert len(re.findall("stroke-dasharray", drawing)) == 1
    assert "10,7" in page, "the rate of 300 of 28,000, as Albanian writes it"
    assert "Metoda ndryshoi" in page
    assert rows(browser.get(f"/cases/staff/indicators/{IMR}/series.csv"))[0]["rate"] == "10.7"


def test_municipalities_stand_side_by_side_with_what_they_are_together(bench, browser, monitor):
    tirana = bench.body("municipality", key="bashkia-tirane")
    other = bench.body("municipality")
    enter(monitor, tirana.key, numerator=1, denominator=10)
    enter(monitor, other.key, numerator=90, denominator=100)
    page = browser.get(f"/cases/staff/indicators/{PRESCHOOL}").text
    assert "Harta me katrorë" in page
    assert "82,7" in page, "91 of 110"
    found = rows(browser.get(f"/cases/staff/indicators/{PRESCHOOL}/places.csv"))
    assert {one["area"]: one["rate"] for one in found} == {tirana.key: "10.0", other.key: "90.0"}
    assert browser.get(f"{LIST}/preschool?area={tirana.key}").text.count("<polyline") == 1


@pytest.mark.parametrize("query", ["area=atlantis", "known=2999-01-01", "known=soon", "on=x"])
def test_an_address_that_asks_for_what_is_not_is_told_so(browser, query):
    answer = browser.get(f"{LIST}/preschool?{query}")
    assert answer.status_code == 422
    assert "govuk-warning-text" in answer.text
    assert browser.get(f"{LIST}/preschool/series.csv?{query}").status_code == 422


def test_a_figure_is_entered_and_what_is_refused_is_said_at_its_field(bench, browser):
    period = f"{today().year - 2}-{today().year - 1}"
    typed = {
        "version": "1",
        "area": "al",
        "period": period,
        "state": "counted",
        "numerator": "50",
        "denominator": "",
        "quality": "checked",
        "citation": "Vjetari, faqja 12",
    }
    new = f"/cases/staff/indicators/{PRESCHOOL}/figures/new"
    refused = browser.post(new, typed, seen=new)
    assert refused.status_code == 422
    assert "shkruani të dy" in refused.text
    assert bench.scalar("SELECT count(*) FROM figure_observed") == 0
    kept = browser.post(new, {**typed, "denominator": "80"}, seen=new)
    assert kept.status_code == 303
    page = browser.get(kept.location).text
    assert "62,5" in page
    listed = browser.get("/cases/staff/figures?indicator=preschool").text
    assert "Vjetari, faqja 12" in listed
    assert "50 nga 80" in listed
    assert browser.get("/cases/staff/figures?indicator=imr").text.count("50 nga 80") == 0
    assert browser.get("/cases/staff/figures?indicator=nothing").status_code == 422
    assert browser.get(new.replace("preschool", "no_such")).status_code == 404


def test_cells_that_a_spreadsheet_would_run_are_no_formulas(bench, browser, monitor):
    body = bench.body("municipality", name_sq="=Organi")
    enter(monitor, body.key)
    assert rows(browser.get(f"/cases/staff/indicators/{PRESCHOOL}/places.csv"))[0]["area_sq"] == "'=Organi"
