"""An act that the public reads already is not published once more as a step of the ladder."""

import pytest

from shared import clock
from tests.cases.ladder_world import after
from tests.cases.test_rung_letters import refuse, school

__all__ = ["school"]


@pytest.fixture
def reported(school):
    """The ministry and the Assembly were turned to; the day on which the act could be published as a step."""
    refuse(school)
    [letter] = school.draft()
    school.issue(letter["act"])
    with school.on(after(school.rungs()["sent"][0]["term_due"], 40)):
        [report] = [one for one in school.draft() if one["rung"] == "assembly_report"]
        school.issue(report["act"])
    return school


def publish(school):
    decision = {"decision": "publish", "reason": "Interes publik."}
    assert school.publisher.post(f"/recommendations/{school.act['id']}/publication", decision).status_code == 200


def waiting(school):
    school.draft()
    mine = [one for one in school.letters(school.publisher) if one["recommendation_id"] == school.act["id"]]
    return [one["rung"] for one in mine]


def send(school):
    return school.publisher.post(f"/obligations/{school.owed[0]['id']}/escalations", {"rung": "publication"})


def history(school):
    return [line["code"] for line in school.story.officer.get(f"/obligations/{school.owed[0]['id']}").json["history"]]


def test_it_is_not_offered_and_the_ladder_is_used_up_on_its_day(reported):
    last = reported.rungs()["sent"][-1]["term_due"]
    with reported.on(after(reported.rungs()["sent"][-1]["on"], 1)):
        publish(reported)
        assert reported.rungs()["offers"] == []
        assert waiting(reported) == []
        assert reported.owed[0]["ladder_ended_on"] is None, "its last term runs"
    with reported.on(after(last)):
        assert waiting(reported) == []
        refused = send(reported)
        assert (refused.status_code, refused.json["code"]) in {
            (409, "ladder.already_public"),
            (409, "ladder.not_warranted"),
        }
        assert [one["rung"] for one in reported.rungs()["sent"]] == ["hierarchical_superior", "assembly_report"]
        assert {one["ladder_ended_on"] for one in reported.owed} == {after(last).isoformat()}
        assert "ladder.used_up" in history(reported)


def test_one_that_waits_is_dropped_when_it_was_published_by_a_decision(reported):
    last = reported.rungs()["sent"][-1]["term_due"]
    with reported.on(after(last)):
        assert waiting(reported) == ["publication"]
        publish(reported)
        refused = send(reported)
        assert (refused.status_code, refused.json["code"]) == (409, "ladder.already_public")
        assert waiting(reported) == []
        assert {one["ladder_ended_on"] for one in reported.owed} == {clock.utc_now().date().isoformat()}
