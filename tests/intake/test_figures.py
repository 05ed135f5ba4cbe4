"""The figures of intake: unit and denominator said, and the same for a past period tomorrow."""

import json
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import pytest
import time_machine

from services.intake import data
from services.intake.domain.figures import figure, period
from services.intake.domain.terms import local_day
from shared.percentages import percent_of
from shared.rules import ContentViolation
from tests.intake.conftest import ADMISSIBLE, BASE, CHILD, PARENT, WORDS, complaint

URL, PAGE = f"{BASE}/figures", "/intake/staff/figures"


@cache
def first_day():
    """Each test begins on this day: later than the accounts of the fixture, so that their tokens are good on it."""
    return local_day(datetime.now(UTC)) + timedelta(days=40)


def day(number):
    return first_day() + timedelta(days=number)


def at(number, hour=10):
    return time_machine.travel(datetime.combine(day(number), time(hour), UTC), tick=True)


def asked(world, first=0, last=0, by="approver"):
    query = {"from": day(first).isoformat(), "to": day(last).isoformat()}
    return world.client.get(URL, query_string=query, headers=world.bearer(by))


def counted(world, first=0, last=0, by="approver"):
    """The figures as {key: {part: count}} without the parts that are zero."""
    found = asked(world, first, last, by).get_json()["figures"]
    return {one["key"]: {part["key"]: part["count"] for part in one["parts"] if part["count"]} for one in found}


def registered(world, **changes):
    headers = world.bearer("intake_officer")
    return world.client.post(f"{BASE}/complaints", json=complaint(**changes), headers=headers).get_json()


def advise(world, **changes):
    body = {"channel": "phone", "role": "parent", "life_area": "school", "way_out": "free_legal_aid"} | changes
    return world.client.post(f"{BASE}/counselling", json=body, headers=world.bearer("intake_officer"))


def test_contacts_are_counselling_and_complaints_by_channel_and_by_regional_office(world):
    with at(0):
        world.complain()
        registered(world, channel="letter")
        registered(world, channel="regional_office", regional_office="kukes")
        advise(world)
        advise(world, channel="regional_office", regional_office="kukes")
        advise(world, channel="regional_office", regional_office="vlore", way_out="come_back")
    with at(1):
        figures = counted(world)
        assert figures["contacts_by_channel"] == {"form": 1, "letter": 1, "regional_office": 3, "phone": 1}
        assert figures["contacts_by_regional_office"] == {"kukes": 2, "vlore": 1}
        assert figures["counselling_and_complaints"] == {"counselling": 3, "complaints": 3}
        assert figures["counselling_by_advice"] == {"free_legal_aid": 2, "come_back": 1}
        assert figures["counselling_by_life_area"] == {"school": 3}


def test_rule_18_every_figure_says_its_unit_and_denominator_its_counts_sum_to_it_and_the_same_count_has_the_same_percentage(
    world,
):
    with at(0):
        for _ in range(3):
            world.complain()
        for _ in range(4):
            advise(world)
        answer = asked(world).get_json()
    assert answer["final"] is False
    # Those of children are there of a whole year that is over; what is shown of them says tests/intake/test_profile.py.
    assert {one["key"] for one in answer["figures"]} == {
        key for key, entry in data.figures().items() if "profile" not in entry
    }
    for one in answer["figures"]:
        assert one["unit"] in data.figure_units()
        assert one["of_sq"] and one["of_en"]
        assert sum(part["count"] for part in one["parts"]) == one["denominator"]
        for part in one["parts"]:
            percent = percent_of(part["count"], one["denominator"])
            assert part["percent"] == (None if percent is None else float(percent))
    whole = next(one for one in answer["figures"] if one["key"] == "counselling_and_complaints")
    assert (whole["unit"], whole["denominator"]) == ("contacts", 7)
    assert [part["percent"] for part in whole["parts"]] == [57.0, 43.0]


def test_a_complaint_counts_as_it_stood_on_the_last_day_of_the_period(world):
    with at(0):
        told = [world.complain() for _ in range(4)]
    with at(2):
        world.decide(told[0]["id"], **ADMISSIBLE)
        world.decide(told[1]["id"], outcome="inadmissible", ground="no_public_body")
        world.decide(told[2]["id"], outcome="joined", joined_to=told[0]["id"], ground="duplicate")
        assert counted(world, 0, 1)["complaints_by_outcome"] == {"undecided": 4}
        now = counted(world, 0, 2)
        assert now["complaints_by_outcome"] == {"admissible": 1, "inadmissible": 1, "joined": 1, "undecided": 1}
        assert now["complaints_by_ground"] == {"no_public_body": 1, "duplicate": 1}
        assert now["complaints_joined"] == {"on_its_own": 3, "joined_to_another": 1}


def test_in_term_late_running_and_over_are_told_apart_by_days_in_tirana(world):
    with at(0):
        told = [world.complain() for _ in range(4)]
    with at(30, hour=20):
        world.decide(told[0]["id"], outcome="counselled")
        assert counted(world, 0, 30)["complaints_in_term"] == {"in_term": 1, "running": 3}
    with at(31):
        world.decide(told[1]["id"], outcome="counselled")
        assert counted(world, 0, 31)["complaints_in_term"] == {"in_term": 1, "late": 1, "overdue": 2}
    with at(32):
        assert counted(world, 0, 30)["complaints_in_term"] == {"in_term": 1, "running": 3}


def test_a_letter_is_in_term_by_the_day_it_arrived_and_counted_on_the_day_it_was_registered(world):
    with at(29):
        told = registered(world, channel="letter", received_on=day(0).isoformat())
        assert counted(world, 0, 28)["contacts_by_channel"] == {}
    with at(31):
        world.decide(told["id"], outcome="counselled")
        assert counted(world, 29, 31)["complaints_in_term"] == {"late": 1}


def test_rule_18_a_past_period_has_the_same_figures_whatever_happens_later(world):
    with at(0):
        told = [world.complain() for _ in range(3)]
        advise(world)
        world.decide(told[0]["id"], outcome="inadmissible", ground="no_public_body")
        world.decide(told[1]["id"], **ADMISSIBLE)
    with at(1):
        before = asked(world).get_json()
        assert before["final"] is True
    with at(5):
        world.complain()
        advise(world, channel="visit")
        world.decide(told[2]["id"], outcome="counselled")
        headers = world.bearer("approver")
        reopened = world.client.post(
            f"{BASE}/complaints/{told[0]['id']}/reopening", json={"reason": "new_facts"}, headers=headers
        )
        assert reopened.status_code == 201, reopened.get_json()
        world.decide(told[0]["id"], **ADMISSIBLE)
    with at(40):
        assert asked(world).get_json() == before
        assert counted(world, 0, 5)["complaints_by_outcome"] == {"admissible": 2, "counselled": 1, "undecided": 1}


def test_a_reopened_complaint_is_undecided_until_it_is_decided_again(world):
    with at(0):
        told = world.complain()
        world.decide(told["id"], outcome="counselled")
    with at(3):
        world.client.post(
            f"{BASE}/complaints/{told['id']}/reopening", json={"reason": "came_back"}, headers=world.bearer("approver")
        )
        assert counted(world, 0, 3)["complaints_by_outcome"] == {"undecided": 1}
        # The term of the first decision was kept, whatever comes after it.
        assert counted(world, 0, 3)["complaints_in_term"] == {"in_term": 1}
        assert counted(world, 0, 2)["complaints_by_outcome"] == {"counselled": 1}


def test_the_period_is_the_year_so_far_unless_days_are_given(world):
    answer = world.client.get(URL, headers=world.bearer("intake_officer")).get_json()
    today = local_day(datetime.now(UTC))
    assert (answer["from"], answer["to"]) == (date(today.year, 1, 1).isoformat(), today.isoformat())


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("from=2026-02-30", "/from"),
        ("to=tomorrow", "/to"),
        ("to=2099-01-01", "/to"),
        ("from=2020-02-01&to=2020-01-01", "/from"),
        ("from=1950-01-01", "/from"),
        ("by=name", "/by"),
    ],
)
def test_days_that_cannot_be_counted_are_refused(world, query, pointer):
    answer = world.client.get(f"{URL}?{query}", headers=world.bearer("intake_officer"))
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize("role", ["publisher", "auditor", "admin"])
def test_who_sees_no_complaints_sees_no_figures_of_them(world, role):
    assert world.client.get(URL, headers=world.bearer(role)).status_code == 403


def test_no_identity_is_in_the_figures(world):
    world.complain(submitter={"role": "parent", "name": PARENT})
    answer = json.dumps(world.client.get(URL, headers=world.bearer("approver")).get_json(), ensure_ascii=False)
    page = world.as_staff("approver").get(PAGE).text
    for secret in (PARENT, CHILD, WORDS):
        assert secret not in answer + page


def test_the_page_says_the_same_with_unit_and_denominator_beneath_each_table(world):
    advise(world)
    world.complain()
    officer = world.as_staff("commissioner")
    page = officer.get(PAGE).text
    assert "50 %" in page and "Njësia: kontakte. Pjesët llogariten mbi 2: të gjitha kontaktet" in page
    past = {"from-day": "1", "from-month": "2", "from-year": "2020", "to-day": "1", "to-month": "3", "to-year": "2020"}
    assert "këto shifra nuk ndryshojnë më" in officer.get(PAGE, query_string=past).text


@pytest.mark.parametrize(
    "query",
    [
        {"from-day": "31", "from-month": "2", "from-year": "2020"},
        {"to-day": "1", "to-month": "1", "to-year": "2199"},
        {"from-day": "1", "from-month": "1", "from-year": "0001"},
        {"from-day": "x", "from-month": "١", "from-year": "9" * 5000},
    ],
)
def test_a_date_that_is_none_is_said_at_its_boxes(world, query):
    page = world.as_staff("commissioner").get(PAGE, query_string=query)
    assert page.status_code == 422
    assert "govuk-error-summary" in page.text


def test_equal_counts_have_equal_percentages_also_where_they_do_not_sum_to_100():
    assert [str(part.percent) for part in figure("x", {"a": 1, "b": 1, "c": 1}).parts] == ["33", "33", "33"]
    assert [str(part.percent) for part in figure("x", {"a": 100, "b": 100, "c": 100}).parts] == ["33.3", "33.3", "33.3"]


def test_nothing_to_divide_by_gives_no_percentage():
    assert [part.percent for part in figure("x", {"a": 0, "b": 0}).parts] == [None, None]


def test_a_period_ends_today_at_the_latest():
    today = date(2026, 11, 25)
    assert period(None, None, today) == (date(2026, 1, 1), today)
    assert period(None, date(2025, 6, 30), today) == (date(2025, 1, 1), date(2025, 6, 30))
    with pytest.raises(ContentViolation):
        period(None, date(2026, 11, 26), today)
