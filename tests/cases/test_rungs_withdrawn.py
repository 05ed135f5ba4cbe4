"""A notice that was withdrawn has used up no rung: the ladder stands where it stood before it, for page, API and timer."""

from typing import Any

import pytest

from shared.app import STAFF_COOKIE
from tests.cases.bench import today
from tests.cases.ladder_world import Silence
from tests.cases.test_rung_letters import refuse, school

__all__ = ["school"]


@pytest.fixture
def withdrawn(school: Any) -> Silence:
    """The superior was turned to about a refusal, and the notice was withdrawn."""
    refuse(school)
    [letter] = school.draft()
    school.issued = school.issue(letter["act"])
    path = f"/recommendations/{school.issued['id']}/withdrawal"
    answer = school.story.approver.post(path, {"ground": "issued_in_error", "reason": "Gabim."})
    assert answer.status_code == 200, answer.json
    return school


def test_its_rung_is_due_again_and_the_ladder_says_what_became_of_it(withdrawn):
    for place in (0, 1):
        ladder = withdrawn.rungs(place)
        [sent] = ladder["sent"]
        assert (sent["act"], sent["withdrawn_on"]) == (withdrawn.issued["id"], str(today()))
        assert [one["rung"] for one in ladder["offers"]] == ["hierarchical_superior"]
    client = withdrawn.bench.app.test_client()
    client.set_cookie(STAFF_COOKIE, withdrawn.story.officer.token)
    page = client.get(f"/cases/staff/obligations/{withdrawn.owed[0]['id']}").text
    assert "hapi është përsëri i hapur" in page


def test_it_is_drafted_and_sent_anew_to_the_same_superior(withdrawn):
    [letter] = withdrawn.draft()
    assert (letter["rung"], letter["to"]) == ("hierarchical_superior", str(withdrawn.ministry.id))
    again = withdrawn.issue(letter["act"])
    assert again["id"] != withdrawn.issued["id"]
    assert [one["withdrawn_on"] for one in withdrawn.rungs()["sent"]] == [str(today()), None]
    assert withdrawn.send(withdrawn.story.approver, "hierarchical_superior").json["code"] == "ladder.already_sent"


def test_a_notice_that_another_took_the_place_of_keeps_its_rung_used(school):
    refuse(school)
    [letter] = school.draft()
    issued = school.issue(letter["act"])
    assert [one["rung"] for one in school.rungs()["offers"]] == ["assembly_report"]
    with school.bench.platform.database.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE recommendation SET status = 'superseded' WHERE id = %s", (issued["id"],)
        )
    assert [one["rung"] for one in school.rungs()["offers"]] == ["assembly_report"]
