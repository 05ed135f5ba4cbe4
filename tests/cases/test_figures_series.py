"""Who asks the public figures of any two days and takes one from the other finds no number that both hide: past days lie a month apart, and of the
present no number moves within a month but by acts that anyone may read.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cases import data
from services.cases.register.domain.compliance import Counts, CountUnit, figures_of, joined, rest_of
from services.cases.register.domain.two_times import Asked
from services.cases.register.queries.windows import public_days
from shared.rules import ContentViolation
from tests.cases import test_figures_unpublished
from tests.cases.bench import today
from tests.cases.ladder_world import Silence

API = "/cases/api/v1/public"
DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31))


@given(st.lists(DAYS, min_size=3, max_size=3).map(sorted), DAYS)
def test_two_questions_that_the_public_may_ask_lie_a_month_apart_or_are_the_same(days, other):
    """Every pair of (on, known) that is answered of past days: the difference of two tables is of a month of facts or of none."""
    on, known, now = days
    answered = []
    for asked in (Asked(on, known), Asked(on, now), Asked(min(other, now), now)):
        try:
            answered.append(public_days().settled(asked, now))
        except ContentViolation as refused:
            assert refused.code == "compliance.day_not_kept"
    ends = {day for one in answered for day in (one.on, one.known) if day != now and (day.month, day.day) != (3, 15)}
    assert all((day + timedelta(days=1)).day == 1 for day in ends)
    assert all(one.known != now or one.on == now for one in answered)


@pytest.mark.parametrize("door", ["compliance", "institutions/{}/compliance"])
def test_neither_yesterday_nor_what_was_known_yesterday_is_told_and_the_refusal_names_a_day(bench, door):
    body = bench.body()
    path = f"{API}/{door.format(body.id)}"
    client = bench.app.test_client()
    last = today().replace(day=1) - timedelta(days=1)
    between = last - timedelta(days=3)
    for query in (f"on={between}", f"on={between}&known={between}", f"on={between}&known={last}"):
        refused = client.get(f"{path}?{query}")
        assert (refused.status_code, refused.json["code"]) == (422, "compliance.day_not_kept"), query
        assert "known=" in refused.json["detail"]
    told = client.get(f"{path}?on={last}")
    assert (told.status_code, told.json["day"], told.json["known"]) == (200, str(last), str(last))
    assert bench.office().get(f"/cases/api/v1/compliance?on={between}").status_code == 200, "the office asks any day"


def test_an_act_that_nobody_may_read_moves_no_public_number_before_the_next_month(bench, story, commissioner):
    """What a journalist has who asks each day and takes the register, which anyone can count, from the figures of all."""
    body, doors = bench.body("school"), test_figures_unpublished.TestDoors()
    story.with_findings()
    for _letter in range(data.small_number()):
        doors.owe(bench, story, body, 2, commissioner)
        doors.owe(bench, story, body, 2)
    people = Silence(story, body, {}, commissioner, bench.person("publisher"))
    later = (today().replace(day=28) + timedelta(days=4)).replace(day=6)
    with people.on(later):
        before = doors.asked(bench).json
        assert (before["scope"], before["figures"]["obligations"]) == ("all", 20)
        doors.owe(bench, story, body, 2)
        assert doors.asked(bench).json == before
    with people.on(later + timedelta(days=31)):
        assert doors.asked(bench).json["figures"]["obligations"] == 22


COUNTS = st.builds(
    lambda numbers: Counts(stands={unit: dict(zip(("implemented", "refused", "no_reply"), numbers, strict=True)) for unit in CountUnit}, delivered=sum(numbers)),
    st.lists(st.integers(0, 30), min_size=3, max_size=3),
)  # fmt: skip


@given(COUNTS, COUNTS)
def test_what_is_joined_is_parted_again(one, other):
    register, rest = figures_of(one), figures_of(other)
    assert rest_of(joined(register, rest), register) == rest
