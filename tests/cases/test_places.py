"""What the office knows of each municipality: a place from which nothing came for two years is silent, until something does."""

from datetime import timedelta
from uuid import uuid4

import pytest

from shared import clock
from shared.events.catalogue import ActivityHeld
from tests.cases.bench import today
from tests.cases.test_incoming import at
from tests.cases.test_pages_visits import Browser
from tests.cases.test_visits_plan import places, prepared

__all__ = ["places"]
SILENT = "E heshtur"


@pytest.fixture
def monitor(bench):
    return bench.person("monitor")


def known(person, query=""):
    """Each place by its key, as the API says it; the page says the same of which are silent."""
    answer = person.get(f"/places{query}")
    assert answer.status_code == 200, answer.json
    found = {one["key"]: one for one in answer.json["places"]}
    page = Browser(person).get(f"/cases/staff/places{query}").text
    for key, one in found.items():
        sheet = Browser(person).get(f"/cases/staff/places/{key}").text
        assert f"/cases/staff/places/{key}" in page and (SILENT in sheet) is one["silent"]
    assert page.count(SILENT) == sum(one["silent"] for one in found.values())
    return found


def hold(bench, place, day):
    """An activity is held there."""
    bench.hear(
        ActivityHeld,
        activity := uuid4(),
        activity_id=activity,
        number="E-2026-00001-0",
        kind="school_lesson",
        clusters=["8"],
        municipality=place,
        held_on=day,
        children=20,
        adults=1,
        copies=0,
        revision=1,
    )


def test_a_new_complaint_takes_a_place_off_the_silent_ones(bench, officer, places):
    there, elsewhere, _home = places
    assert {key for key, one in known(officer).items() if one["silent"]} == {there, elsewhere}
    bench.complaint(municipality=there)
    found = known(officer)
    assert (found[there]["complaints"], found[there]["silent"]) == ({"count": 1, "last_on": str(today())}, False)
    assert list(known(officer, "?silent=yes")) == [elsewhere]
    assert list(found) == [elsewhere, there], "the silent ones first"


def test_who_sees_no_complaints_learns_of_a_few_only_that(bench, officer, monitor, places):
    there = places[0]
    for number in range(1, 6):
        bench.complaint(municipality=there)
        one = known(monitor)[there]
        assert (one["complaints"], one["silent"]) == ({"count": None if number < 5 else 5, "last_on": None}, False)
    assert known(officer)[there]["complaints"]["count"] == 5


def test_so_does_a_visit_once_it_has_begun(monitor, officer, places):
    there, _elsewhere, home = places
    visit = prepared(officer, home)
    assert known(monitor)[there]["silent"]
    officer.post(f"/visits/{visit['visit']['id']}/beginning")
    assert known(monitor)[there]["visits"] == {"count": 1, "last_on": str(today())}


@pytest.mark.parametrize(("days", "silent"), [(0, False), (700, False), (760, True)])
def test_what_was_more_than_two_years_ago_counts_no_more_and_is_still_named(bench, monitor, places, days, silent):
    there = places[0]
    held = today() - timedelta(days=days)
    hold(bench, there, held)
    one = known(monitor)[there]
    assert (one["silent"], one["activities"]) == (silent, {"count": 0 if silent else 1, "last_on": str(held)})


def test_what_is_still_to_be_held_breaks_no_silence(bench, monitor, places):
    there = places[0]
    hold(bench, there, today() + timedelta(days=3))
    assert known(monitor)[there]["silent"]


def test_what_bodies_there_owe_is_counted_of_what_the_reader_may_see(bench, story, monitor, places):
    there, _elsewhere, home = places
    act = story.with_findings().issue(home, items=2)
    bench.deliver(act, home)
    assert (known(story.officer)[there]["open"], known(monitor)[there]["open"]) == (2, 0)
    at(today() + timedelta(days=90), story.officer)
    try:
        assert known(story.officer)[there]["late"] == 2
    finally:
        clock.travel_to(None)


def test_nobody_finds_a_place_that_there_is_not(officer, places):
    assert Browser(officer).get("/cases/staff/places/nowhere").status_code == 404
    assert Browser(officer).get("/cases/staff/places?silent=perhaps").status_code == 422
    assert officer.get("/places?silent=perhaps").status_code == 422


def test_an_unannounced_visit_changes_nothing_before_it_begins(bench, officer, monitor, places):
    before = known(monitor)
    prepared(officer, places[2], announced=False)
    assert known(monitor) == before
