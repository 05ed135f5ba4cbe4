"""What a report tells of the acts by which others were turned to: of their items those alone that the report is about, each with the number of its letter."""

import pytest

from shared import clock
from shared.events import catalogue
from tests.cases.bench import SEEN, today
from tests.cases.ladder_world import after
from tests.cases.test_each_last_day_told import sq
from tests.cases.test_rung_letters import refuse, school

__all__ = ["school"]


@pytest.fixture
def turned(school):
    """The ministry was asked about both items of the office, and accepted what it was asked about the first."""
    refuse(school, 0, 1)
    school.further = school.issue(school.send(school.story.approver, "hierarchical_superior").json["act"])
    item = {"item_id": school.further["items"][0]["id"], "position": "accepted", "promised_date": after(today(), 9)}
    school.bench.reply(school.further, school.ministry, item, received_at=clock.utc_now())
    return school


def report_of(school):
    """The report that is drafted once the ministry's term is over."""
    due = school.story.obligations(school.further, school.ministry)[1]["reply_due"]
    with school.on(after(due, 40)):
        [act] = {one["act"] for one in school.draft() if one["rung"] == "assembly_report"}
        return school.story.officer.get(f"/recommendations/{act}").json


def of_ministry(school, act):
    """The lines that tell of single items of the act to the ministry."""
    name = school.further["addressees"][0]["name_sq"]
    return [line for line in act["grounds"].splitlines() if name in line and "(pika " in line]


def test_the_items_of_a_further_act_stand_with_the_number_of_its_letter(turned):
    lines = of_ministry(turned, report_of(turned))
    assert lines
    number = turned.further["number"]
    assert all(f"e letrës {number})" in line for line in lines), lines
    assert [line for line in lines if "e pranoi" in line and f"(pika 1 e letrës {number})" in line]
    assert [line for line in lines if "ende përgjigje" in line and f"(pika 2 e letrës {number})" in line]


def test_what_was_asked_about_items_that_the_report_is_not_about_is_not_told(turned):
    settled = {"assessment": "implemented", "on": str(today()), "evidence": [SEEN]}
    path = f"/obligations/{turned.owed[0]['id']}/assessments"
    assert turned.story.officer.post(path, settled).status_code == 201
    grant = {"granted": True, "until": str(after(today(), 60)), "reason": "Dimri."}
    mine = turned.story.obligations(turned.further, turned.ministry)
    second = next(one for one in mine if one["item_id"] == turned.further["items"][1]["id"])
    assert turned.story.officer.post(f"/obligations/{second['id']}/extensions", grant).status_code == 201
    act = report_of(turned)
    lines = of_ministry(turned, act)
    assert not [line for line in lines if "pika 1" in line]
    assert not [line for line in act["grounds"].splitlines() if "e pranoi" in line]
    titles = [one["title_sq"] for one in act["attachments"] if one["title_sq"].startswith("Si u llogarit")]
    assert not [title for title in titles if turned.further["number"] in title and "pika 1" in title]
    assert [line for line in act["grounds"].splitlines() if sq(after(today(), 60)) in line]


def test_whoever_complained_is_told_which_items_of_which_letter_a_further_act_is_about(turned):
    issued = turned.bench.told(catalogue.RecommendationIssued)
    number = turned.act["number"]
    assert [one["about"] for one in issued] == [
        [],
        [{"number": number, "place": 1, "item": 1}, {"number": number, "place": 2, "item": 2}],
    ]
