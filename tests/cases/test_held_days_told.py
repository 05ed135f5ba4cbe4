"""The portal counts a delay as the office does: it is told on which days the matter was elsewhere, which are nobody's."""

from datetime import timedelta

from services.cases.domain.timeliness import local_date
from shared import clock
from shared.events.catalogue import MatterHeld
from shared.lateness import days_late
from tests.cases.ladder_world import after, day_of
from tests.cases.test_elsewhere import BACK, COURT, school, step

__all__ = ["school"]


def told(school):
    return school.bench.told(MatterHeld)[-1]


def test_with_the_matter_come_back_its_days_are_told_and_the_delay_of_both_is_one(school):
    due = day_of(school.owed[0]["reply_due"])
    away, back, now = after(due, 3), after(due, 9), after(due, 14)
    with school.on(away):
        step(school, COURT)
        assert (told(school).get("before", []), told(school)["since"]) == ([], str(away))
    with school.on(back):
        step(school, BACK)
        days = [{"since": str(away), "until": str(back)}]
        assert (told(school)["before"], told(school)["owing"]) == (days, [school.act["id"]])
    with school.on(now):
        late = school.owed[0]["timeliness"]["reply"]
        holds = [(day_of(one["since"]), day_of(one["until"])) for one in told(school)["before"]]
        assert late == {"word": "late", "days": days_late(due, local_date(clock.utc_now()), holds)}
        assert late["days"] == (now - due - (back - away)) / timedelta(days=1)


def test_a_second_stretch_is_told_with_the_first(school):
    due = day_of(school.owed[0]["reply_due"])
    for away, back in ((3, 9), (12, 15)):
        with school.on(after(due, away)):
            step(school, COURT)
        with school.on(after(due, back)):
            step(school, BACK)
    assert len(told(school)["before"]) == 2
