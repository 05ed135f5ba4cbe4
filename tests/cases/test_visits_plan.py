"""The plan of visits: what its list is narrowed by, through both doors, and where the office has been."""

from datetime import timedelta

import pytest

from tests.cases.bench import today
from tests.cases.test_pages_visits import Browser
from tests.cases.test_visits import begun, planned, prepared


@pytest.fixture
def places(bench):
    """Two municipalities, and a home in the first."""
    there, elsewhere = "bashkia-shembull-a", "bashkia-shembull-b"
    for key in (there, elsewhere):
        bench.body("municipality", key=key, municipality=key, county_name="Kukës")
    return (
        there,
        elsewhere,
        bench.body("social_care", key="shtepia-shembull", name_sq="Shtëpia Shembull", municipality=there),
    )


class TestList:
    @pytest.fixture
    def two(self, bench, officer, places):
        """One of a home elsewhere in three days, and an urgent unannounced one today that another officer leads."""
        first = planned(officer, bench.body("social_care"))
        lead = bench.person("case_officer", name="Shembull Tjetri")
        urgent = {"kind": "urgent", "announced": False, "planned_on": str(today()), "team": [str(officer.id)]}
        second = begun(lead, places[2], **urgent)
        return first["visit"]["id"], second["visit"]["id"]

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("/visits?limit=5", "both"),
            ("/visits?q=Shtepia+Shembull", "second"),
            ("/visits?municipality=bashkia-shembull-a", "second"),
            ("/visits?state=planned", "first"),
            ("/visits?kind=urgent", "second"),
            ("/visits?announced=no", "second"),
            ("/visits?made_by=me", "both"),
            ("/visits?planned_from={tomorrow}", "first"),
            ("/visits?planned_to={today}", "second"),
            ("/visits?state=called_off", "none"),
        ],
    )
    def test_it_is_narrowed_by_body_place_state_kind_and_period(self, officer, two, asked, found):
        address = asked.format(today=today(), tomorrow=today() + timedelta(days=1))
        wanted = {"both": [*two], "first": [two[0]], "second": [two[1]], "none": []}[found]
        assert [one["id"] for one in officer.get(address).json["items"]] == wanted
        page = Browser(officer).get(f"/cases/staff{address}").text
        assert [one for one in two if f"/cases/staff/visits/{one}" in page] == wanted

    def test_an_officer_who_is_not_asked_finds_only_what_is_theirs_by_made_by(self, bench, two):
        other = bench.person("case_officer")
        assert other.get("/visits?made_by=me").json["items"] == []


class TestCoverage:
    def shown(self, person):
        answer = person.get("/visits/coverage")
        assert answer.status_code == 200
        assert "Ku ka qenë zyra" in Browser(person).get("/cases/staff/visits/coverage").text
        return {one["key"]: (one["visits"], one["last_on"]) for one in answer.json["places"]}

    def test_a_place_is_visited_once_a_visit_began_there_and_not_by_being_planned(self, officer, places):
        there, elsewhere, home = places
        visit = prepared(officer, home)
        assert self.shown(officer) == {there: (0, None), elsewhere: (0, None)}
        officer.post(f"/visits/{visit['visit']['id']}/beginning")
        assert self.shown(officer) == {there: (1, str(today())), elsewhere: (0, None)}
        assert list(self.shown(officer)) == [elsewhere, there]

    def test_a_visit_before_the_window_is_named_and_not_counted(self, bench, officer, places):
        there, _elsewhere, home = places
        begun(officer, home)
        bench.platform.database.run(
            lambda session: session.connection().exec_driver_sql(
                "UPDATE visit SET begun_at = begun_at - interval '25 months'"
            )
        )
        count, last = self.shown(officer)[there]
        assert (count, last[:4]) == (0, str(today().year - 2))
