"""By how many days a letter is late at the doors of its body: as the office told of each item which days are nobody's."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.partners import domain
from shared.clock import utc_now
from shared.events.catalogue import ObligationDated, RecommendationIssued
from tests.partners.bench import Sent
from tests.partners.test_dues import Clocks, clocks, letter, machine
from tests.partners.test_pages import page

__all__ = ["clocks", "machine"]


def ago(days):
    return domain.local_date(utc_now()) - timedelta(days=days)


def say(clocks, item, due, *free, cause="started", **more):
    days = [{"since": since, "until": until} for since, until in free]
    clocks.say(item, cause, due.isoformat(), free=days, **more)


def late(machine):
    return [one["days_late"] for one in letter(machine)["reply_dues"]]


def shown(bench, body):
    return [int(days) for days in re.findall(r"(\d+) ditë me vonesë", page(bench.browser(body), "/partners/inbox"))]


def test_days_that_the_office_names_are_left_out_and_an_older_event_that_names_none_leaves_them(
    bench, pair, machine, clocks
):
    say(clocks, 0, ago(20), (ago(10), ago(6)))
    say(clocks, 1, ago(20), (ago(15), ago(5)))
    assert late(machine) == [16, 10]
    assert shown(bench, pair[0]) == [16], "that of the item which is late by most"
    clocks.say(0, "corrected", ago(18).isoformat(), ago(20).isoformat())
    assert late(machine) == [14, 10], "as before"
    say(clocks, 0, ago(18), cause="corrected")
    assert late(machine) == [18, 10], "none is said, and not nothing"


def test_days_that_go_on_are_counted_by_nobody(machine, clocks):
    say(clocks, 0, ago(20), (ago(8), None))
    assert late(machine) == [11]


def test_of_an_event_of_before_every_day_counts(bench, pair, machine, clocks):
    for item in (0, 1):
        clocks.say(item, "started", ago(20).isoformat())
    assert late(machine) == [20, 20]
    assert shown(bench, pair[0]) == [20]


def test_an_answer_in_time_is_not_late_and_one_that_came_late_stays_so(machine, clocks):
    term = {"value": 30, "unit": "calendar_days"}
    day = {"why": "counted", "first": ago(50), "last": ago(20), "days": 30, "count": 30}
    free = [{"since": ago(15), "until": ago(11)}]
    for item, answered in ((0, ago(20)), (1, ago(8))):
        clocks.say(item, "started", ago(20).isoformat(), term=term, explanation=[day])
        more = {"term": term, "explanation": [day], "answered_on": answered, "free": free}
        clocks.say(item, "closed", None, ago(20).isoformat(), **more)
    assert late(machine) == [0, 8]


def test_what_the_office_closed_is_late_no_more(machine, clocks):
    say(clocks, 0, ago(20))
    clocks.say(0, "closed", None, ago(20).isoformat(), closed_on=ago(3))
    assert late(machine) == [0]


@pytest.mark.parametrize("free", [None, []])
def test_the_days_of_a_measure_are_its_own(bench, pair, machine, clocks, free):
    for item in (0, 1):
        answered = {"answered_on": ago(30), "free": [{"since": ago(20), "until": ago(1)}]}
        clocks.say(item, "closed", None, ago(30).isoformat(), **answered)

    def dated(**more):
        about = {"recommendation_id": clocks.sent.recommendation_id, "item_id": clocks.sent.items[0]}
        why = bench.platform.documents.put_json({"sq": "Sipas pikës.", "en": "As the item says."})
        obligation = uuid4()
        bench.hear(
            ObligationDated, obligation, obligation_id=obligation, institution_id=pair[0].id, by=ago(9), why=why,
            **about, **more,
        )  # fmt: skip

    dated(free=[{"since": ago(7), "until": ago(3)}])
    assert shown(bench, pair[0]) == [5]
    dated(**({} if free is None else {"free": free}))
    assert shown(bench, pair[0]) == ([5] if free is None else [9])


def test_what_was_said_before_the_letter_came_counts_for_it_too(bench, pair):
    early = Sent(uuid4(), "R-2026-00014-7", [uuid4(), uuid4()])
    told = Clocks(bench, pair[0], early)
    say(told, 0, ago(20), (date(2020, 1, 1), ago(12)))
    bench.hear(RecommendationIssued, early.recommendation_id, **bench.issued(early, pair[0]))
    assert late(bench.machine(pair[0])) == [13]
