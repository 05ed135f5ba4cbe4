"""What was announced is one answer as page, calendar, linked data and API, and what was not stands in none of them; no small number does."""

import html
import json
import re
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from services.partners.activities.domain.calendar import Calendar, Event, document
from services.partners.activities.domain.counting import Count, by_age, by_sex, shown, shown_whole
from services.partners.activities.domain.months import months_before
from tests.partners.activities import OPEN, PUBLIC, Person, announced, day, planned, step, today, wanted, word
from tests.partners.test_activities_held import came

CALENDARS = ("/partners/feeds/sq/activities.ics", "/partners/feeds/en/activities.ics")


@pytest.fixture
def writer(directory):
    return Person(directory)


@pytest.fixture
def second(directory):
    return Person(directory, "publisher")


@pytest.fixture
def anybody(directory):
    return directory.app.test_client()


def outlets(activity):
    """Every address at which anybody could read of it."""
    number, place = activity["number"], activity["municipality"]
    lists = [f"{at}?{query}municipality={place}" for at in (PUBLIC, OPEN) for query in ("", "when=past&", "lang=en&")]
    return [
        *[one for one in lists if "lang" not in one or one.startswith(PUBLIC)],
        f"{PUBLIC}/{number}", f"{PUBLIC}/{number}?lang=en", f"{OPEN}/{number}", *CALENDARS,
    ]  # fmt: skip


def read(anybody, paths):
    """The bytes of all of them, and their headers, as one text."""
    answers = [anybody.get(path) for path in paths]
    return "".join(html.unescape(answer.text) + str(answer.headers) for answer in answers)


def unfolded(calendar):
    return calendar.replace("\r\n ", "")


def entry(anybody, path, activity):
    """The lines of one event of a calendar."""
    events = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", unfolded(anybody.get(path).text), re.DOTALL)
    [found] = [one for one in events if f"UID:{activity['id']}" in one]
    return found.splitlines()


class TestCanary:
    def test_what_is_not_announced_stands_in_no_outlet_before_and_after_it_was_announced(self, anybody, writer, second):
        canary, body = word(), wanted()
        words = {"title_sq": f"Titull {canary}", "title_en": f"Title {canary}", "venue": f"Salla {canary}"}
        activity = planned(writer, **body | words, municipality="bashkia-has")
        paths = outlets(activity)
        assert canary not in read(anybody, paths) and activity["number"] not in read(
            anybody, [*CALENDARS, PUBLIC, OPEN]
        )
        out = step(second, activity, "announcement")
        found = read(anybody, paths)
        assert found.count(canary) >= 10 and all(
            canary in read(anybody, [path]) for path in paths if "past" not in path
        )
        back = step(second, out, "announcement", method="DELETE")
        assert canary not in read(anybody, paths)
        assert [
            anybody.get(path).status_code for path in (f"{PUBLIC}/{activity['number']}", f"{OPEN}/{activity['number']}")
        ] == [404, 404]
        step(writer, back, "calling-off", {"reason": canary})
        assert canary not in read(anybody, paths)

    def test_one_that_was_held_unannounced_is_counted_inside_and_told_nowhere(self, anybody, writer):
        activity = step(writer, planned(writer, municipality="bashkia-pustec"), "holding", came())
        rows = {one["key"]: one for one in writer.get("/coverage").json["places"]}
        assert rows["bashkia-pustec"]["held"] >= 1 and rows["bashkia-pustec"]["last_on"] == day(0)
        outside = {one["key"]: one for one in anybody.get(f"{OPEN}/coverage").json["places"]}
        assert (outside["bashkia-pustec"]["held"], outside["bashkia-pustec"]["last_on"]) == (0, None)
        assert activity["number"] not in read(anybody, outlets(activity))

    def test_why_it_is_not_held_and_who_leads_it_stay_inside(self, anybody, writer, second):
        canary = word()
        out = announced(writer, second, municipality="bashkia-has", led_by=str(writer.id))
        step(writer, out, "calling-off", {"reason": canary})
        found = read(anybody, outlets(out))
        assert canary not in found and str(writer.id) not in found and str(second.id) not in found
        assert "Nuk mbahet" in anybody.get(f"{PUBLIC}?municipality=bashkia-has&lang=sq").text
        assert "nuk mbahet" in anybody.get(f"{PUBLIC}/{out['number']}").text


class TestOutlets:
    def test_a_page_says_it_in_both_languages_with_linked_data(self, anybody, writer, second):
        title = f"Dita e hapur {word()}"
        out = announced(
            writer, second, kind="training", title_sq=title, title_en="Open day", starts="09:30", ends="11:00",
            venue="Salla 1", municipality="bashkia-has", planned_on=f"{today().year + 1}-01-15",
        )  # fmt: skip
        page = anybody.get(f"{PUBLIC}/{out['number']}?lang=en")
        assert page.status_code == 200 and "Open day" in page.text and "09:30–11:00" in page.text
        linked = json.loads(re.search(r'ld\+json"[^>]*>(.*?)</script>', page.text, re.DOTALL)[1])
        assert (linked["@type"], linked["identifier"]) == ("EducationEvent", out["number"])
        assert linked["startDate"] == f"{today().year + 1}-01-15T09:30:00+01:00"
        assert {one["@language"]: one["@value"] for one in linked["name"]} == {"sq": title, "en": "Open day"}
        assert linked["location"]["address"]["addressLocality"] == "Bashkia Has"
        assert linked["eventStatus"] == "https://schema.org/EventScheduled"
        assert title in anybody.get(f"{PUBLIC}/{out['number']}?lang=sq").text

    def test_the_api_is_for_pages_of_any_site_and_is_not_sent_twice(self, anybody, writer, second):
        out = announced(writer, second)
        for path in (f"{OPEN}/{out['number']}", OPEN, f"{OPEN}/coverage", CALENDARS[0]):
            first = anybody.get(path)
            assert (first.status_code, first.headers["Access-Control-Allow-Origin"]) == (200, "*")
            assert 'rel="license"' in first.headers["Link"]
            again = anybody.get(path, headers={"If-None-Match": first.headers["ETag"]})
            assert (again.status_code, again.data) == (304, b"")
        before = anybody.get(CALENDARS[0]).headers["ETag"]
        moved = writer.call(f"/{out['id']}", wanted(title_sq=out["title_sq"], planned_on=day(45)), "PUT", seen=2)
        assert moved.status_code == 200 and anybody.get(CALENDARS[0]).headers["ETag"] != before

    def test_a_list_shows_what_comes_first_and_what_is_over_by_request(self, anybody, writer, second):
        first = announced(writer, second, municipality="bashkia-dropull", planned_on=day(1), clusters=["5"])
        later = announced(writer, second, municipality="bashkia-dropull", planned_on=day(2), kind="campaign")
        over = step(
            writer, announced(writer, second, municipality="bashkia-dropull", planned_on=day(0)), "holding", came()
        )
        earlier = writer.call(f"/{over['id']}/holding", came(held_on=day(-3)), seen=over["revision"])
        assert earlier.status_code == 200

        def numbers(**only):
            query = {"municipality": "bashkia-dropull", **only}
            answer = anybody.get("/partners/api/v1/public/activities", query_string=query)
            page = anybody.get("/partners/activities", query_string=query)
            assert (answer.status_code, page.status_code) == (200, 200)
            found = [one["number"] for one in answer.json["items"]]
            assert all(f"{PUBLIC}/{number}" in page.text for number in found)
            return found

        coming = numbers()
        assert coming.index(first["number"]) < coming.index(later["number"])
        over_by_now = {"when": "past"}
        narrowed = [({"cluster": "5"}, first, later), ({"kind": "campaign"}, later, first)]
        for only, one, other in narrowed:
            assert one["number"] in numbers(**only) and other["number"] not in numbers(**only)
        assert not {first["number"], later["number"]} & set(numbers(**over_by_now))
        for path in (f"{OPEN}?when=never", f"{PUBLIC}?when=never", f"{OPEN}?cluster=11", f"{OPEN}?limit=0"):
            assert anybody.get(path).status_code == 422, path

    def test_coverage_names_every_municipality_as_page_data_and_file(self, anybody, writer, second):
        step(writer, announced(writer, second, municipality="bashkia-finiq"), "holding", came())
        page, answer = anybody.get(f"{PUBLIC}/coverage"), anybody.get(f"{OPEN}/coverage").json
        assert page.status_code == 200 and len(answer["places"]) == 61
        by_key = {one["key"]: one for one in answer["places"]}
        assert by_key["bashkia-finiq"]["held"] >= 1
        held = [one["held"] > 0 for one in answer["places"]]
        assert held == sorted(held) and answer["reached"] == sum(held)
        rows = anybody.get("/partners/activities/coverage.csv").text.splitlines()
        assert len(rows) == 62 and any(row.startswith("bashkia-finiq,") and row.endswith(f",{day(0)}") for row in rows)
        inside = writer.page("/coverage.csv").text.splitlines()
        assert len(inside) == 62 and "Bashkia Finiq" in writer.page("/coverage").text

    @pytest.mark.parametrize("number", ["E-2099-00001-0", "x", "E-2026-1", "%00", "é" * 300])
    def test_a_number_that_nobody_has_is_not_there(self, anybody, number):
        for path in (f"/partners/activities/{number}", f"/partners/api/v1/public/activities/{number}"):
            assert anybody.get(path).status_code == 404, path

    def test_a_calendar_is_kept_in_two_languages(self, anybody):
        for reader, status in (("sq", 200), ("en", 200), ("mk", 404), ("x" * 300, 404)):
            assert anybody.get(f"/partners/feeds/{reader}/activities.ics").status_code == status, reader
        assert anybody.get(CALENDARS[1]).headers["Content-Type"].startswith("text/calendar")


class TestChildren:
    def test_of_children_numbers_are_told_and_no_small_one(self, anybody, writer, second):
        some = [{"age_band": "under_6", "sex": "female", "count": 3}, {"age_band": "from_6_to_9", "sex": "male", "count": 20},
                {"age_band": "from_10_to_13", "sex": "male", "count": 30}]  # fmt: skip
        out = step(writer, announced(writer, second), "holding", came(children=some))
        told = anybody.get(f"{OPEN}/{out['number']}").json
        ages = {one["key"]: one["count"] for one in told["by_age"]}
        assert (told["children"], told["few"], ages["under_6"], ages["from_6_to_9"]) == (53, False, None, None)
        assert ages["from_10_to_13"] == 30
        assert {one["key"]: one["count"] for one in told["by_sex"]} == {
            "female": None,
            "male": None,
            "other": 0,
            "not_said": 0,
        }
        page = anybody.get(f"{PUBLIC}/{out['number']}").text
        assert "53" in page and html.unescape(page).count("shumë i vogël") == 4
        assert "adults" not in told and "materials" not in told

    def test_of_fewer_than_five_not_even_the_whole_is_told(self, anybody, writer, second):
        some = [{"age_band": "under_6", "sex": "female", "count": 4}]
        out = step(writer, announced(writer, second), "holding", came(children=some))
        told = anybody.get(f"{OPEN}/{out['number']}").json
        assert (told["children"], told["few"], told["by_age"], told["by_sex"]) == (None, True, [], [])
        assert "Erdhën më pak" in anybody.get(f"{PUBLIC}/{out['number']}").text

    def test_parts_add_up_and_small_ones_are_covered(self):
        counts = [Count("a", "f", 3), Count("a", "m", 4), Count("b", "f", 9)]
        assert by_age(counts, ["a", "b", "c"]) == {"a": 7, "b": 9, "c": 0} and by_sex(counts, ["m", "f"]) == {
            "m": 4,
            "f": 12,
        }
        assert shown([7, 9, 0], 5) == (7, 9, 0) and shown([4, 12], 5) == (None, None)
        assert [shown_whole(count, 5) for count in (0, 4, 5)] == [0, None, 5]


class TestCalendar:
    EVENT = Event(
        UUID(int=7), "Të drejtat; sot, nesër", date(2027, 3, 28), "09:30", "11:00", "Salla e madhe\nkati 2",
        "https://example.org/x", ["A, b", "C"], datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC), 3, called_off=False,
    )  # fmt: skip

    def lines(self, **change):
        made = document(
            Calendar("Emri, i gjatë", "https://example.org/c.ics", "sq", [Event(**vars(self.EVENT) | change)])
        )
        assert made.endswith(b"\r\n") and b"\n" not in made.replace(b"\r\n", b"")
        assert max(len(line) for line in made.split(b"\r\n")) <= 75
        return unfolded(made.decode()).split("\r\n")

    def test_hours_are_those_of_albania_and_marks_are_escaped(self):
        lines = self.lines()
        # The night before, clocks went forward: 09:30 is two hours ahead.
        assert "DTSTART:20270328T073000Z" in lines and "DTEND:20270328T090000Z" in lines
        assert "DTSTART:20270327T083000Z" in self.lines(day=date(2027, 3, 27))
        assert "SUMMARY;LANGUAGE=sq:Të drejtat\\; sot\\, nesër" in lines
        assert "LOCATION;LANGUAGE=sq:Salla e madhe\\nkati 2" in lines and "CATEGORIES;LANGUAGE=sq:A\\, b,C" in lines
        assert {"SEQUENCE:2", "STATUS:CONFIRMED", "DTSTAMP:20270102T030405Z", f"UID:{UUID(int=7)}"} <= set(lines)

    def test_without_an_hour_it_lasts_the_day_and_without_an_end_it_has_none(self):
        lines = self.lines(starts=None, ends=None)
        assert "DTSTART;VALUE=DATE:20270328" in lines and "DTEND;VALUE=DATE:20270329" in lines
        assert not any(line.startswith("DTEND") for line in self.lines(ends=None))
        assert "STATUS:CANCELLED" in self.lines(called_off=True)

    @pytest.mark.parametrize("title", ["ë" * 150, "x" * 150, "👧" * 70, "a" * 74 + "ë", ""])
    def test_long_lines_are_folded_and_no_letter_is_cut(self, title):
        assert f"SUMMARY;LANGUAGE=sq:{title}" in self.lines(title=title)

    def test_the_same_events_give_the_same_bytes(self):
        assert self.lines() == self.lines()
        assert document(Calendar("x", "u", "en", [])).count(b"BEGIN:VEVENT") == 0

    def test_what_is_called_off_says_so_in_the_calendar_of_whoever_has_it(self, anybody, writer, second):
        out = announced(writer, second, title_en="Lesson, one")
        assert "STATUS:CONFIRMED" in entry(anybody, CALENDARS[1], out)
        step(writer, out, "calling-off", {"reason": "Pse jo."})
        lines = entry(anybody, CALENDARS[1], out)
        assert "STATUS:CANCELLED" in lines and "SUMMARY;LANGUAGE=en:Lesson\\, one" in lines and "SEQUENCE:2" in lines


@pytest.mark.parametrize(
    ("day_", "months", "expected"),
    [("2026-11-29", 24, "2024-11-29"), ("2026-03-31", 1, "2026-02-28"), ("2026-01-15", 1, "2025-12-15"), ("2024-02-29", 12, "2023-02-28")],
)  # fmt: skip
def test_months_are_counted_back_by_the_calendar(day_, months, expected):
    assert months_before(date.fromisoformat(day_), months) == date.fromisoformat(expected)


def test_an_unknown_id_leads_nowhere(anybody):
    assert anybody.get(f"{PUBLIC}/{uuid4()}").status_code == 404
