"""A body is told by when its measure is to be done: the day and the sentence that the office's own page and API have."""

from datetime import timedelta

from services.cases import data, timers
from shared import clock
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import after
from tests.cases.test_clock_changes import correction, edited, run
from tests.cases.test_elsewhere import BACK, COURT, promise, school, step, whole

__all__ = ["school"]


def told(school):
    """What the body of the first item was told so far: the day, and why in both languages."""
    timers.tell_days(school.bench.platform, clock.utc_now())
    events = school.bench.told(catalogue.ObligationDated, obligation_id=school.owed[0]["id"])
    return [(one.get("by"), school.bench.platform.documents.get_json(one["why"])) for one in events]


def test_a_promised_day_that_a_hold_moves_is_told_with_why_as_the_page_and_api_say_it(school):
    promised = promise(school, 40)
    first = told(school)
    assert first[-1] == (first[-1][0], whole(school)["why_by"])
    assert first[-1][0] >= promised.isoformat()
    with school.on(today() + timedelta(days=4)):
        step(school, COURT)
        assert told(school)[-1] == (None, whole(school)["why_by"])
    with school.on(today() + timedelta(days=24)):
        step(school, BACK)
        moved = told(school)
        assert moved[-1] == (after(promised, 20).isoformat(), whole(school)["why_by"])
        assert told(school) == moved, "once for each day"


def test_a_saturday_on_which_work_is_decreed_pulls_a_told_day_forward_and_the_words_say_why(
    school, monkeypatch, tmp_path
):
    calendar = data.calendar_of(today())
    ahead = next(n for n in range(30, 60) if _is_plain_saturday(calendar, today() + timedelta(days=n)))
    with school.bench.platform.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE obligation SET issued_on = issued_on - 20")
    saturday = promise(school, ahead)
    assert told(school)[-1][0] == calendar.next_working(saturday).isoformat()
    with edited(monkeypatch, tmp_path, "holidays", correction("worked", saturday, "për urën e nëntorit")):
        run(school.bench)
        by, why = told(school)[-1]
    assert by == saturday.isoformat()
    assert why["en"].endswith("is a day of rest on which work was decreed, so it counts as a working day.")
    assert "ditë pushimi në të cilën u vendos të punohet" in why["sq"]


def _is_plain_saturday(calendar, day):
    return day.weekday() == 5 and calendar.why_free(day) == "weekend"
