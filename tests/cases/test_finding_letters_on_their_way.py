"""A letter that tells what was found, on its way: a task of the office until it is delivered, and none holds back another."""

from uuid import uuid4

import pytest

from services.cases.actions import told_letters
from shared import clock
from shared.app import STAFF_COOKIE
from shared.events import catalogue
from shared.events.catalogue import DecisionWritten
from tests.cases.pages_world import said
from tests.cases.test_finding_letters import act, find, letters, owed
from tests.cases.test_withdrawal_letters import leave

__all__ = ["act", "owed"]


def test_a_letter_that_cannot_be_set_holds_back_no_other(story, bench, act, owed, monkeypatch):
    again = story.issue(act["posted"], items=1)
    leave(bench, again, act["posted"])
    about = {"dispatch_id": uuid4(), "recommendation_id": again["id"], "institution_id": act["posted"].id}
    bench.hear(catalogue.DispatchDelivered, act["posted"].id, **about, channel="paper", at=clock.utc_now())
    for one in (owed[0], story.obligations(again, act["posted"])[0]):
        find(story, one)
    told, refused = told_letters.write_findings, []

    def torn(*given, **more):
        if not refused:
            refused.append(given)
            raise OSError("no such face")
        return told(*given, **more)

    monkeypatch.setattr(told_letters, "write_findings", torn)
    with pytest.raises(ExceptionGroup):
        letters(bench)
    assert len([one for one in bench.told(DecisionWritten) if one["what"] == "finding"]) == 1
    assert len(letters(bench)) == 2, "it is tried again by the next run"


def test_a_letter_of_what_was_found_is_a_task_of_the_office_until_it_is_delivered(story, bench, act, owed):
    find(story, owed[0])
    assert letters(bench)

    def waiting():
        found = story.officer.get("/tasks").json["undelivered"]
        return [(one["delivery"], one["institution_id"]) for one in found if one["tells"] == "finding"]

    posted = str(act["posted"].id)
    assert waiting() == [("queued", posted)]
    [written] = [one for one in bench.told(DecisionWritten) if one["what"] == "finding"]
    leave(bench, act, act["posted"], letter=written["letter"])
    leave(bench, act, act["posted"], "returned", letter=written["letter"], reason="moved")
    assert waiting() == [("failed", posted)]
    story.officer.client.set_cookie(STAFF_COOKIE, story.officer.token, path="/")
    page = said(story.officer.client.get("/cases/staff/tasks").text)
    assert "Institucioni nuk e di ende çfarë gjeti zyra." in page
    home = said(story.officer.client.get("/cases/").text)
    assert "1 letër nuk është dorëzuar ende" in home
    about = {"dispatch_id": posted, "recommendation_id": act["id"], "institution_id": posted}
    about |= {"letter": written["letter"], "channel": "paper", "way": "post", "at": clock.utc_now()}
    bench.hear(catalogue.DispatchDelivered, act["posted"].id, **about)
    assert waiting() == []
