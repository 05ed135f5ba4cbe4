"""What was late before a court or a prosecutor had the matter is late by the days that are the body's, and not by those of the court."""

import re
from datetime import date, timedelta
from html import unescape

import pytest

from shared.clock_words import day_words
from shared.lateness import days_late
from tests.cases.bench import today
from tests.cases.ladder_world import after, day_of
from tests.cases.test_elsewhere import BACK, COURT, clock_of, figures, page, promise, school, step

__all__ = ["school"]

DUE = date(2026, 3, 10)


def march(day):
    return DUE.replace(day=day)


@pytest.mark.parametrize(
    ("holds", "days"),
    [
        ((), 20),
        (((march(15), march(20)),), 15),
        (((march(15), march(20)), (march(25), None)), 9),
        (((date(2026, 2, 1), march(5)),), 20),
        (((march(1), march(16)),), 15),
        (((march(28), date(2026, 4, 20)),), 17),
        (((march(11), None),), 1),
        (((march(15), march(15)),), 20),
        (((march(15), march(20)), (march(18), march(25))), 10),
        (((march(18), march(20)), (march(15), march(25))), 10),
        (((march(15), None), (march(20), march(25))), 4),
    ],
)
def test_days_of_a_hold_after_the_last_day_are_nobodys(holds, days):
    assert days_late(DUE, march(30), holds) == days


def ages(school, state, on=None):
    [told] = [one["ages"] for one in figures(school, on)["late"] if one["state"] == state]
    return {one["key"]: one["count"] for one in told if one["count"]}


def late_by(school, what):
    return {(one["timeliness"][what]["word"], one["timeliness"][what]["days"]) for one in school.owed}


def away(school, last, days):
    """From the second day after the last the matter is away for so many days."""
    with school.on(last + timedelta(days=2)):
        step(school, COURT)
    with school.on(last + timedelta(days=2 + days)):
        step(school, BACK)


def test_a_silence_is_as_long_as_the_office_waited_in_api_page_and_figure(school):
    due = day_of(school.owed[0]["reply_due"])
    away(school, due, 50)
    with school.on(due + timedelta(days=55)):
        assert late_by(school, "reply") == {("late", 5)}
        assert "5 ditë me vonesë" in page(school, f"/staff/obligations/{school.owed[0]['id']}")
        assert "5 ditë me vonesë" in page(school, "/staff/obligations")
        [(age, count)] = ages(school, "no_reply").items()
        assert (age, count) == (next(one["key"] for one in figures(school)["late"][0]["ages"]), 2)
        kept = figures(school)
    with school.on(due + timedelta(days=200)):
        assert figures(school, due + timedelta(days=55)) == kept
        assert age not in ages(school, "no_reply")


def test_a_broken_promise_is_as_old_as_the_days_that_were_the_bodys(school):
    promised = promise(school, 5)
    away(school, after(promised), 50)
    with school.on(after(promised) + timedelta(days=55)):
        [(word, days)] = late_by(school, "implementation")
        assert (word, days) == ("late", (after(promised) - promised).days + 5)
        assert sum(ages(school, "promise_broken").values()) == 2
        [age] = ages(school, "promise_broken")
        kept = figures(school)
        assert age == kept["late"][0]["ages"][0]["key"]
    with school.on(today() + timedelta(days=300)):
        assert figures(school, after(promised) + timedelta(days=55)) == kept


def test_an_answer_after_the_matter_came_back_is_late_by_those_days_too(school):
    due = day_of(school.owed[0]["reply_due"])
    away(school, due, 50)
    with school.on(due + timedelta(days=55)):
        promise(school, 30)
    with school.on(due + timedelta(days=60)):
        assert late_by(school, "reply") == {("late", 5)}
        reply = school.story.officer.get(f"/obligations/{school.owed[0]['id']}").json
        assert [one["late_by"] for one in reply["replies"]] == [5]


@pytest.mark.parametrize("language", ["sq", "en"])
def test_why_a_silence_is_late_by_so_many_days_stands_with_its_clock_in_page_and_api(school, language):
    due, owed = day_of(school.owed[0]["reply_due"]), school.owed[0]["id"]
    away(school, due, 50)
    now = due + timedelta(days=55)
    with school.on(now):
        said = clock_of(school)["words"][language]
        assert unescape(page(school, f"/staff/obligations/{owed}?lang={language}")).count(said[-1]) == 1
    numbers = [int(one) for one in re.findall(r"\d+", said[-1].replace(day_words(due, language), ""))]
    assert day_words(due, language) in said[-1]
    assert day_words(now, language) in said[-1]
    assert {55, 50, 5} <= set(numbers)


def test_of_what_no_hold_touched_nothing_of_it_is_said(school):
    with school.on(day_of(school.owed[0]["reply_due"]) + timedelta(days=55)):
        assert not any("(0)" in one or "nobody's" in one for one in clock_of(school)["words"]["en"])
