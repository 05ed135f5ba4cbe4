"""More time while a court or a prosecutor has the matter: no door gives any."""

from datetime import timedelta

from tests.cases.bench import today
from tests.cases.test_elsewhere import COURT, school, step

__all__ = ["school"]


def test_more_time_is_granted_by_neither_door_while_the_matter_is_elsewhere(school):
    step(school, COURT)
    until = str(today() + timedelta(days=60))
    path = f"/obligations/{school.owed[0]['id']}"
    entry = {"kind": "extended", "effective": str(today()), "until": until, "reason": "x"}
    for door, wanted in (
        ("clock-entries", entry),
        ("extensions", {"granted": True, "until": until, "reason": "x"}),
    ):
        refused = school.story.officer.post(f"{path}/{door}", wanted)
        assert (refused.status_code, refused.json["code"]) == (409, "clock.held"), door
