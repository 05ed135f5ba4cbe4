"""What the office did in each municipality, for anyone: counted once a year, and of few complaints no number."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from tests.cases.open_data_world import NUMBERS, keep, rows, towns
from tests.cases.test_places import hold

#: So many complaints of each municipality.
COMPLAINTS = {"bashkia-a": 2, "bashkia-b": 7, "bashkia-c": 6, "bashkia-d": 8, "bashkia-e": 9}
MARCH = date(2026, 3, 20)


@pytest.fixture
def counted(bench):
    towns(bench)
    for place, many in COMPLAINTS.items():
        for _ in range(many):
            bench.complaint(municipality=place)
    with bench.platform.database.transaction() as session:
        session.execute(text("UPDATE complaint SET received_at = :at"), {"at": datetime(2025, 5, 1, tzinfo=UTC)})
    hold(bench, "bashkia-a", date(2025, 6, 1))
    hold(bench, "bashkia-a", date(2026, 1, 1))
    keep(bench, MARCH)
    return bench


def told(bench):
    return {one["area"]: one for one in rows(bench, "places")}


def test_of_few_complaints_no_number_is_given_nor_what_would_tell_it(counted):
    found = told(counted)
    states = {key: found[key]["state"] for key in COMPLAINTS}
    assert states["bashkia-a"] == "suppressed"
    assert [states["bashkia-b"], states["bashkia-c"]].count("suppressed") == 1, "one more, since the county is shown"
    assert (found["kukes"]["complaints"], found["al"]["complaints"]) == ("15", "32")
    assert found["bashkia-d"]["complaints"] == "8"


def test_what_the_office_did_is_told_by_year(counted):
    found = told(counted)
    assert (found["bashkia-a"]["activities"], found["kukes"]["activities"], found["diber"]["activities"]) == (
        "1",
        "1",
        "0",
    )
    assert found["bashkia-a"]["year"] == "2025"


def test_a_year_is_counted_once(counted):
    before = told(counted)
    hold(counted, "bashkia-d", date(2025, 9, 1))
    counted.complaint(municipality="bashkia-d")
    keep(counted, MARCH + timedelta(days=40))
    assert told(counted) == before


def test_before_the_day_of_counting_nothing_is_told(bench):
    towns(bench)
    hold(bench, "bashkia-a", date(2025, 6, 1))
    keep(bench, date(2026, 3, 14))
    client = bench.app.test_client()
    assert client.get("/cases/api/v1/open-data/places.csv").status_code == 404
    assert "Ende nuk" in client.get("/cases/places").text
    assert "Ende nuk" in client.get("/cases/places/bashkia-a").text


def test_the_pages_say_what_the_file_says(counted):
    client = counted.app.test_client()
    page, one = client.get("/cases/places").text, client.get("/cases/places/bashkia-a").text
    assert all(f'href="/cases/places/{key}"' in page for those in NUMBERS.values() for key in those)
    assert page.count(">*<") == sum(
        one["state"] == "suppressed" for key, one in told(counted).items() if key in COMPLAINTS
    )
    assert ("2025" in one, ">*<" in one) == (True, True)
    assert client.get("/cases/places/none-such").status_code == 404
    assert 'href="/cases/places"' in client.get("/cases/open-data").text
