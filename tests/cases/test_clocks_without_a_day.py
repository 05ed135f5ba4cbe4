"""A clock that an officer ended before its letter came: with the letter its body hears that no day runs."""

from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import after
from tests.cases.test_delivery import act, arrive, body, leave, silence

__all__ = ["act", "body", "silence"]


def test_its_body_is_told_with_the_delivery(silence, bench):
    owed = silence.owed[0]["id"]
    entry = {"kind": "closed", "effective": str(today()), "reason": "Shkresa pritet."}
    assert silence.story.officer.post(f"/obligations/{owed}/clock-entries", entry).status_code == 201
    with silence.on(day := after(today(), 17)):
        leave(silence, day)
        arrive(silence, day)
        assert silence.owed[0]["reply_due"] is None
    told = [one for one in bench.told(catalogue.ObligationClocked) if one["obligation_id"] == owed]
    assert [(one["cause"], one.get("due"), one.get("previous")) for one in told] == [("closed", None, None)]


def test_of_what_runs_on_nothing_more_is_told_than_its_day(silence, bench):
    with silence.on(day := after(today(), 17)):
        leave(silence, day)
        arrive(silence, day)
    told = [one for one in bench.told(catalogue.ObligationClocked) if one["obligation_id"] == silence.owed[0]["id"]]
    assert [one["cause"] for one in told] == ["started"]
    assert told[0]["due"]
