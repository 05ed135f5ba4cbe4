"""Open data: which sets there are and how they are taken, as anyone sees them."""

from datetime import date, timedelta

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from shared import clock
from tests.cases.bench import API as CASES
from tests.cases.bench import today
from tests.cases.open_data_world import SMALL, at, by_area, enter, enter_all, get, keep, monitor_on, rows, towns

SET = "indicator-preschool"
HIDDEN = ("suppressed", "")


@pytest.fixture
def told(bench):
    """Figures that were entered in March and published at its end."""
    towns(bench)
    with monitor_on(bench, date(2025, 3, 10)) as monitor:
        enter_all(monitor)
    keep(bench, date(2025, 4, 2))
    return bench


def test_without_anything_published_there_is_a_catalogue_without_sets(bench):
    graph = Graph().parse(data=get(bench, "catalog.ttl").text, format="turtle")
    assert "dcat#Dataset>" not in graph.serialize(format="nt")
    assert get(bench, "datapackage.json").json["resources"] == []
    assert "asnjë tabelë" in bench.app.test_client().get("/cases/open-data").text


class TestIndicators:
    def test_a_small_number_is_not_shown_nor_what_would_give_it_away(self, told):
        found = by_area(told, SET)
        assert found[SMALL] == HIDDEN
        assert [found[key] for key in ("bashkia-b", "bashkia-c")].count(HIDDEN) == 1
        assert found["kukes"] == ("counted", "553")
        assert (found["bashkia-d"], found["al"]) == (("counted", "120"), ("counted", "753"))

    def test_a_row_has_numerator_denominator_and_the_rate_out_of_them(self, told):
        [row] = [one for one in rows(told, SET) if one["area"] == "bashkia-d"]
        assert (row["numerator"], row["denominator"], row["rate"]) == ("120", "300", "40.0")
        assert (row["known"], row["quality"], row["county"]) == ("2025-03-31", "checked", "diber")

    def test_what_is_entered_later_is_published_at_the_end_of_its_month_and_the_past_stays(self, told):
        before = rows(told, SET)
        with monitor_on(told, date(2025, 4, 10)) as monitor:
            enter(monitor, "bashkia-d", 110, 300)
            enter(monitor, "diber", 190, 500)
            enter(monitor, "al", 743, 2100)
        keep(told, date(2025, 4, 20))
        assert rows(told, SET) == before, "the month is not over"
        keep(told, date(2025, 5, 1))
        found = by_area(told, SET)
        assert found["bashkia-d"] == ("counted", "110")
        assert rows(told, SET, "?known=2025-04-29") == before

    def test_a_number_that_has_become_small_is_not_told_by_two_dates(self, told):
        before = rows(told, SET)
        with monitor_on(told, date(2025, 4, 10)) as monitor:
            enter(monitor, "bashkia-d", 2, 300)
            enter(monitor, "diber", 82, 500)
            enter(monitor, "al", 635, 2100)
        keep(told, date(2025, 5, 1))
        assert rows(told, SET) == before, "less what did not change, the sums would tell the two"

    def test_a_number_that_has_become_large_stays_hidden(self, told):
        before = by_area(told, SET)
        with monitor_on(told, date(2025, 4, 10)) as monitor:
            enter(monitor, SMALL, 30, 400)
            enter(monitor, "kukes", 580, 1600)
            enter(monitor, "al", 780, 2100)
        keep(told, date(2025, 5, 1))
        after = by_area(told, SET)
        assert after["kukes"] == ("counted", "580")
        assert {key for key, cell in after.items() if cell == HIDDEN} == {
            key for key, cell in before.items() if cell == HIDDEN
        }

    def test_a_figure_whose_source_nobody_has_read_and_one_of_an_institution_are_not_published(self, bench):
        home = bench.body("social_care", key="shtepia")
        with monitor_on(bench, date(2025, 3, 10)) as monitor:
            enter(monitor, "al", 900, 2000, quality="contested")
            enter(monitor, home.key, 90, 200, indicator="review", period="2024-Q1")
        keep(bench, date(2025, 4, 2))
        assert get(bench, f"{SET}.csv").status_code == 404
        assert get(bench, "indicator-review.csv").status_code == 404

    def test_workers_are_no_children(self, bench):
        towns(bench)
        with monitor_on(bench, date(2025, 3, 10)) as monitor:
            enter(monitor, SMALL, 2, 400, indicator="pmf", period="2024")
        keep(bench, date(2025, 4, 2))
        assert by_area(bench, "indicator-pmf")[SMALL] == ("counted", "2")

    def test_the_country_is_split_by_one_thing_at_a_time(self, bench):
        with monitor_on(bench, date(2025, 3, 10)) as monitor:
            enter(monitor, "al", 900, 2000)
            for code, number in (("female", 447), ("male", 451), ("not_said", 2)):
                enter(monitor, "al", number, 900 if number > 2 else 5, codes={"sex": code})
        keep(bench, date(2025, 4, 2))
        found = {row["code"]: (row["state"], row["numerator"]) for row in rows(bench, SET) if row["split"]}
        assert found["not_said"] == HIDDEN
        assert list(found.values()).count(HIDDEN) == 2


class TestTaken:
    def test_anyone_may_take_it_from_any_page_and_not_twice(self, told):
        client = told.app.test_client()
        for path in (
            f"/open-data/{SET}.csv",
            f"/open-data/{SET}.json",
            f"/open-data/{SET}.csv-metadata.json",
            "/open-data/catalog",
            "/open-data/catalog.jsonld",
            "/open-data/catalog.ttl",
            "/open-data/datapackage.json",
        ):
            answer = client.get(f"{CASES}{path}")
            assert answer.status_code == 200, path
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            assert answer.headers["Cache-Control"] == "public, no-cache"
            assert "licenses/by/4.0" in answer.headers["Link"]
            again = client.get(f"{CASES}{path}", headers={"If-None-Match": answer.headers["ETag"]})
            assert (again.status_code, again.data) == (304, b"")

    def test_what_has_changed_is_another_file(self, told):
        mark = get(told, f"{SET}.csv").headers["ETag"]
        with monitor_on(told, date(2025, 4, 10)) as monitor:
            enter(monitor, "bashkia-d", 130, 300)
            enter(monitor, "bashkia-e", 70, 200)
        keep(told, date(2025, 5, 1))
        assert get(told, f"{SET}.csv", headers={"If-None-Match": mark}).status_code == 200

    @pytest.mark.parametrize(
        "name", ["nothing.csv", "indicator-nothing.json", "acts-1998.csv", "acts-x.csv", "x.csv-metadata.json"]
    )
    def test_what_there_is_not_is_not_found(self, told, name):
        assert get(told, name).status_code == 404

    @pytest.mark.parametrize("query", ["?known=soon", "?on=2025-13-01", "?year=2025"])
    def test_what_cannot_be_asked_is_refused(self, told, query):
        assert get(told, f"{SET}.csv{query}").status_code == 422

    def test_only_what_speaks_of_days_until_one_is_given(self, told):
        assert rows(told, SET, "?on=2024-08-30") == []
        assert rows(told, SET, "?on=2024-08-31")
        assert rows(told, SET, "?known=2025-03-30") == []


class TestCatalogue:
    # rdflib 7 reads JSON-LD through a class of its own that it has deprecated.
    @pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
    def test_json_ld_and_turtle_say_the_same_and_each_is_had_by_asking(self, told):
        in_turtle = Graph().parse(data=get(told, "catalog.ttl").text, format="turtle")
        in_json = Graph().parse(data=get(told, "catalog.jsonld").text, format="json-ld")
        assert isomorphic(in_turtle, in_json)
        assert len(in_turtle) > 50
        asked = get(told, "catalog", headers={"Accept": "text/turtle"})
        assert (asked.mimetype, asked.headers["Vary"]) == ("text/turtle", "Accept")
        assert get(told, "catalog").mimetype == "application/ld+json"

    def test_every_address_in_it_leads_somewhere(self, told):
        graph = Graph().parse(data=get(told, "catalog.ttl").text, format="turtle")
        client, root = told.app.test_client(), told.platform.settings.public_url
        here = {str(one).partition("#")[0] for one in graph.objects() if str(one).startswith(f"{root}/cases")}
        # The address beneath which the service lies is no document.
        found = {
            one: client.get(one.removeprefix(root)).status_code
            for one in here
            if not one.endswith(("/open-data/", "/api/v1/open-data"))
        }
        assert found
        assert set(found.values()) == {200}, found

    def test_the_page_names_every_set_in_both_languages(self, told):
        client = told.app.test_client()
        page = client.get("/cases/open-data").text
        assert "Regjistrimi në kopsht" in page
        assert f"/cases/api/v1/open-data/{SET}.csv" in page
        client.get("/cases/public?lang=en")
        english = client.get("/cases/open-data", headers={"Accept-Language": "en"}).text
        assert "Enrolment in kindergarten" in english
        assert "1 September 2023 to 31 August 2024" in english
        assert 'href="/cases/open-data"' in client.get("/cases/public/compliance").text


class TestActs:
    def test_a_published_act_has_a_row_for_each_body_and_goes_when_it_is_taken_back(self, bench, story, publisher):
        body = bench.body()
        story.with_findings()
        act = story.issue(body, items=2)
        name = f"acts-{today().year}"
        assert get(bench, f"{name}.csv").status_code == 404, "nobody may read it yet"
        bench.deliver(act, body, clock.utc_now())
        decide(publisher, act, "publish")
        [row] = rows(bench, name)
        assert (row["number"], row["institution"]) == (act["number"], str(body.id))
        mark = get(bench, f"{name}.csv").headers["ETag"]
        decide(publisher, act, "withhold")
        assert get(bench, f"{name}.csv", headers={"If-None-Match": mark}).status_code == 404


class TestCompliance:
    def test_it_says_what_the_page_of_that_day_says(self, bench, story, publisher):
        body = bench.body()
        story.with_findings()
        act = story.issue(body, items=6)
        bench.deliver(act, body, clock.utc_now())
        decide(publisher, act, "publish")
        end = today().replace(day=1) + timedelta(days=31)
        end = end.replace(day=1) - timedelta(days=1)
        with at(end + timedelta(days=2)):
            keep(bench, end + timedelta(days=2))
            found = rows(bench, "compliance")
            page = bench.app.test_client().get(f"{CASES}/public/compliance?on={end}&known={end}").json
        [owed] = [one for one in found if (one["figure"], one["institution"]) == ("delivered", str(body.id))]
        [named] = page["bodies"]
        figure = named["figures"]["delivered"]
        assert (
            (owed["numerator"], owed["denominator"])
            == (str(figure["numerator"]), str(figure["denominator"]))
            == ("6", "6")
        )
        assert owed["day"] == owed["known"] == str(end)
        assert {one["institution"] for one in found} == {"all", str(body.id)}


@pytest.fixture
def publisher(bench):
    return bench.person("publisher")


def decide(publisher, act, decision):
    answer = publisher.post(f"/recommendations/{act['id']}/publication", {"decision": decision, "reason": "x"})
    assert answer.status_code == 200, answer.json
