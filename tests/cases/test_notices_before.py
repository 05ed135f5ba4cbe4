"""Before the last day a body is reminded of it: once, while it has time, and never by what could press somebody."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.cases import data, timers
from services.cases.domain.bodies import UNPRESSED, BodyClass
from services.cases.domain.notices_before import NoticeBefore, notice_on, read_notice
from shared import clock
from shared.events import catalogue
from shared.staff import issue_token
from tests.cases.bench import SIGNING, today

ONE_DAY = timedelta(days=1)


@pytest.fixture
def owed(story, bench):
    """Two obligations of one letter, delivered today: (act, body)."""
    body = bench.body()
    act = story.with_findings().issue(body, items=2)
    bench.deliver(act, body)
    return act, body


def due_of(story, owed):
    due = story.obligations(*owed)[0]["reply_due"]
    return due and date.fromisoformat(due)


def remind(bench, day):
    """The timer runs, twice, at nine on that day; returns how many days before the end a notice was sent, in all so far."""
    for _ in range(2):
        timers.send_notices_before(bench.platform, datetime.combine(day, time(9), UTC))
    return [one["days_before"] for one in bench.told(catalogue.ObligationDueSoon)]


@contextmanager
def on_day(day, person):
    clock.travel_to(datetime.combine(day, time(9), UTC))
    try:
        person.token = issue_token(SIGNING, person.id)
        yield
    finally:
        clock.travel_to(None)
        person.token = issue_token(SIGNING, person.id)


def test_a_body_is_reminded_a_week_and_two_days_before_and_never_twice(story, bench, owed):
    due = due_of(story, owed)
    assert remind(bench, due - 8 * ONE_DAY) == []
    assert remind(bench, due - 7 * ONE_DAY) == [7, 7]
    assert remind(bench, due - 3 * ONE_DAY) == [7, 7]
    assert remind(bench, due - 2 * ONE_DAY) == [7, 7, 2, 2]
    assert remind(bench, due) == [7, 7, 2, 2]
    assert remind(bench, due + ONE_DAY) == [7, 7, 2, 2]
    [told, *_] = bench.told(catalogue.ObligationDueSoon)
    one = next(each for each in story.obligations(*owed) if each["id"] == told["clock"]["obligation_id"])
    assert told["clock"]["due"] == due.isoformat() == one["reply_due"]
    assert (one["no_reply"], story.officer.get(f"/obligations/{one['id']}/rungs").json["sent"]) == (False, [])


def test_the_notice_stands_in_the_history_and_in_the_trail(story, bench, owed):
    due = due_of(story, owed)
    remind(bench, due - 7 * ONE_DAY)
    lines = story.officer.get(f"/cases/{story.case_id}").json["history"]
    said = [line["details"] for line in lines if line["code"] == "obligation.due_soon"]
    assert {line["due"] for line in said} == {due.isoformat()}
    assert all(bench.audited("obligation.due_soon", one["id"]) == 1 for one in story.obligations(*owed))


def test_a_timer_that_did_not_run_sends_the_nearest_alone(story, bench, owed):
    due = due_of(story, owed)
    assert remind(bench, due - ONE_DAY) == [2, 2]
    assert remind(bench, due) == [2, 2]


def test_who_has_answered_or_whose_clock_stands_or_was_closed_is_not_reminded(story, bench, owed):
    act, body = owed
    first, second = story.obligations(*owed)
    due = due_of(story, owed)
    bench.reply(act, body, {"item_id": first["item_id"], "position": "accepted"})
    entered = {"effective": today().isoformat(), "reason": "Pushim."}
    with on_day(today() + ONE_DAY, story.officer):
        paused = story.officer.post(
            f"/obligations/{second['id']}/clock-entries",
            {"kind": "paused", **entered, "effective": (today() + ONE_DAY).isoformat()},
        )
    assert paused.status_code == 201, paused.json
    assert remind(bench, due - 7 * ONE_DAY) == []
    with on_day(today() + 2 * ONE_DAY, story.officer):
        closed = story.officer.post(
            f"/obligations/{second['id']}/clock-entries",
            {"kind": "closed", **entered, "effective": (today() + 2 * ONE_DAY).isoformat()},
        )
    assert closed.status_code == 201, closed.json
    assert remind(bench, due - 2 * ONE_DAY) == []


def test_a_last_day_that_moved_is_one_of_its_own(story, bench, owed):
    due = due_of(story, owed)
    assert remind(bench, due - 7 * ONE_DAY) == [7, 7]
    for one in story.obligations(*owed):
        until = (due + 28 * ONE_DAY).isoformat()
        answer = story.officer.post(f"/obligations/{one['id']}/extensions", {"granted": True, "until": until})
        assert answer.status_code == 201
    assert remind(bench, due - 2 * ONE_DAY) == [7, 7]
    assert remind(bench, due_of(story, owed) - 7 * ONE_DAY) == [7, 7, 7, 7]


def test_a_letter_that_was_not_delivered_or_that_lies_on_paper_brings_no_notice(story, bench):
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    assert due_of(story, (act, body)) is None, "no clock begins with the issue"
    assert [remind(bench, today() + days * ONE_DAY) for days in (23, 28)] == [[], []]
    sent = {"recommendation_id": act["id"], "institution_id": body.id, "at": datetime.now(UTC), "way": "post"}
    dispatch = uuid4()
    for event, content in (
        (catalogue.DispatchPosted, {"step": "sent", "day": today()}),
        (catalogue.DispatchDelivered, {"channel": "paper"}),
    ):
        bench.hear(event, dispatch, dispatch_id=dispatch, **sent, **content)
        assert remind(bench, due_of(story, (act, body)) - 2 * ONE_DAY) == []


def test_a_body_of_the_judiciary_is_reminded_only_if_the_data_say_so(story, bench, monkeypatch):
    office = bench.body("prosecution")
    act = story.with_findings().issue(office, kind="prosecution_referral", items=1)
    bench.deliver(act, office)
    due = date.fromisoformat(story.obligations(act, office)[0]["reply_due"])
    assert remind(bench, due - 2 * ONE_DAY) == []
    notices = (NoticeBefore(key="two_days_before", days_before=2, to_unpressed=True),)
    monkeypatch.setattr(data, "notices_before", lambda: notices)
    assert remind(bench, due - 2 * ONE_DAY) == [2]


NOTICES = st.lists(
    st.builds(
        NoticeBefore,
        key=st.uuids().map(str),
        days_before=st.integers(1, 40),
        to_unpressed=st.booleans(),
        valid_from=st.none() | st.dates(date(2027, 1, 1), date(2027, 3, 1)),
        valid_to=st.none() | st.dates(date(2027, 3, 2), date(2027, 6, 1)),
    ),
    max_size=5,
)


@given(
    NOTICES,
    st.dates(date(2027, 1, 1), date(2027, 5, 1)),
    st.integers(0, 60),
    st.integers(-5, 70),
    st.sampled_from(BodyClass),
)
@settings(deadline=None, max_examples=400)
def test_a_notice_comes_after_the_start_and_not_after_the_last_day_and_is_the_nearest_of_those_in_force(
    notices: list[NoticeBefore], started: date, length: int, passed: int, body_class: BodyClass
) -> None:
    due, day = started + length * ONE_DAY, started + passed * ONE_DAY
    found = notice_on(day, notices, started=started, due=due, body_class=body_class)
    if found is None:
        assert day > due or not any(
            one.in_force(day)
            and started < due - one.days_before * ONE_DAY <= day
            and (one.to_unpressed or body_class not in UNPRESSED)
            for one in notices
        )
        return
    assert started < due - found.days_before * ONE_DAY <= day <= due
    assert found.in_force(day)
    assert found.to_unpressed or body_class not in UNPRESSED
    nearer = [one for one in notices if one.days_before < found.days_before]
    assert all(
        not one.in_force(day) or due - one.days_before * ONE_DAY > day or body_class in UNPRESSED for one in nearer
    )


def test_a_notice_on_the_last_day_or_after_it_is_no_notice_before() -> None:
    with pytest.raises(ValueError, match="at least one day before"):
        read_notice({"key": "late", "confirmed": False, "days_before": 0, "to_unpressed": False})
