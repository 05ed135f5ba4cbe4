"""What partners tells of activities stands beside the complaints by children from the same places, without small numbers."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.cases.activities import domain
from shared.clock import utc_now
from shared.events.catalogue import ActivityHeld
from tests.cases.bench import today

PATH, PAGE = "/cases/api/v1/activities/afterwards", "/cases/staff/activities/afterwards"


@pytest.fixture
def place(bench):
    """A municipality of its own."""
    return bench.body("municipality").key


def hold(bench, place, days_ago=10, revision=2, activity_id=None, **more):
    told = {
        "activity_id": activity_id or uuid4(),
        "number": "E-2026-00001-0",
        "kind": "school_lesson",
        "clusters": ("8",),
        "municipality": place,
        "held_on": today() - timedelta(days=days_ago),
        "children": 25,
        "adults": 2,
        "copies": 0,
        "revision": revision,
        **more,
    }
    bench.hear(ActivityHeld, told["activity_id"], **told)
    return str(told["activity_id"])


def complain(bench, place, days_ago, times=1, **more):
    for _ in range(times):
        complaint = bench.complaint(municipality=place, **more)
        change = "UPDATE complaint SET received_at = :at WHERE id = :id"
        with bench.platform.database.transaction() as session:
            session.execute(text(change), {"at": utc_now() - timedelta(days=days_ago), "id": complaint})


def beside(bench, place, roles=("case_officer",)):
    reader = bench.person(*roles)
    answer = reader.get(f"/activities/afterwards?municipality={place}")
    assert answer.status_code == 200, answer.text
    return answer.json["items"]


def test_the_windows_are_ninety_days_and_leave_out_the_day_itself():
    day = today()
    (since, until), (from_, to) = domain.after(day), domain.before(day)
    assert (since - day, (until - since).days + 1) == (timedelta(days=1), 90)
    assert (day - to, (to - from_).days + 1) == (timedelta(days=1), 90)


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_small_numbers_are_few(count, shown):
    found = domain.shown(count, 5)
    assert (found.count, found.few) == (shown, shown is None)


def test_complaints_by_children_of_the_place_are_counted_before_and_after(bench, place):
    activity = hold(bench, place, days_ago=30)
    complain(bench, place, 20, times=5)
    complain(bench, place, 20, by_child=False, submitter_role="parent")
    complain(bench, place, 50, times=2)
    complain(bench, place, 30)
    complain(bench, place, 130)
    complain(bench, bench.body("municipality").key, 20)
    [one] = beside(bench, place)
    assert (one["id"], one["children"], one["over"]) == (activity, 25, False)
    assert one["after"] == {"complaints": 5, "few": False}
    assert one["before"] == {"complaints": None, "few": True}


def test_the_page_says_it_without_claiming_a_cause(bench, place):
    hold(bench, place, days_ago=120)
    complain(bench, place, 100, times=2)
    page = bench.office().get(f"{PAGE}?municipality={place}").text
    assert "më pak se 5" in page and "nuk tregojnë shkak" in page and "E-2026-00001-0" in page
    assert "deri sot" not in page
    assert bench.office().get(f"{PAGE}?municipality=").status_code == 200


def test_a_later_revision_stands_in_whichever_order_they_come_and_also_twice(bench, place):
    activity = uuid4()
    hold(bench, place, activity_id=activity, revision=4, children=7)
    hold(bench, place, activity_id=activity, revision=3, children=9)
    hold(bench, place, activity_id=activity, revision=4, children=7)
    assert [one["children"] for one in beside(bench, place)] == [7]
    hold(bench, place, activity_id=activity, revision=5, children=8)
    assert [one["children"] for one in beside(bench, place)] == [8]


def test_one_of_the_whole_country_has_no_place_to_count_in(bench):
    activity = hold(bench, None, days_ago=0)
    answer = bench.person("commissioner").get("/activities/afterwards?limit=200")
    [one] = [one for one in answer.json["items"] if one["id"] == activity]
    assert one["after"] == one["before"] == {"complaints": None, "few": False}


@pytest.mark.parametrize("role", ["publisher", "monitor", "auditor", "intake_officer", "admin"])
def test_whoever_sees_no_complaints_sees_no_windows(bench, role):
    assert bench.person(role).get(PATH.removeprefix("/cases/api/v1")).status_code == 403
