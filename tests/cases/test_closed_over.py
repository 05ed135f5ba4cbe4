"""A case is closed over a refusal: the office has decided on it, or it stays on the list until somebody does; and whoever complained reads of each
item which it is and what is really done next.
"""

import re

import pytest

from services.cases import timers
from shared import clock
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import Silence, after

CLOSE = {"step": "close", "outcome": "violation_found_recommended", "reason": "Shqyrtimi mbaroi."}


@pytest.fixture
def school(story, bench, commissioner):
    """A body that owes two items on an act delivered today."""
    body = bench.body("agency")
    act = story.with_findings().issue(body, items=2)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def refuse(school, place=0, **more):
    item = {"item_id": school.owed[place]["item_id"], "position": "refused", "has_reasons": True}
    school.bench.reply(school.act, school.body, item, **more)


def close(school, ground):
    answer = school.commissioner.post(f"/cases/{school.story.case_id}/steps", CLOSE | {"closing_ground": ground})
    assert answer.status_code == 200, answer.json


def listed(school):
    return [one["id"] for one in school.story.officer.get("/obligations?attention=refused").json["items"]]


def page(school, path):
    officer = school.story.officer
    officer.client.set_cookie("besa_staff", officer.token)
    return officer.client.get(f"/cases/staff/{path}").text


def on_the_home_page(school):
    officer = school.story.officer
    officer.client.set_cookie("besa_staff", officer.token)
    return int(re.findall(r'attention=refused">[^<]*</a>: <strong>(\d+)', officer.client.get("/cases/").text)[0])


def told_at_the_end(school):
    return [
        [(one["place"], one["state"], one["next"]) for one in told.get("items", ())]
        for told in school.bench.told(catalogue.CaseClosed)
    ]


def test_a_refusal_that_nobody_decided_on_stays_on_the_list_when_its_case_is_closed(school):
    refuse(school)
    with school.on(after(school.owed[1]["reply_due"])):
        close(school, "pressed_in_monitoring")
        first = school.owed[0]["id"]
        assert listed(school) == [first]
        assert on_the_home_page(school) == 1
        assert school.act["number"] in page(school, "obligations?attention=refused")
        assert school.story.officer.get(f"/obligations/{first}").json["attention"] == ["refused"]
        assert told_at_the_end(school) == [[(1, "refused", "weighing"), (2, "no_reply", "steps")]]
        school.story.not_enough(school.owed[0])
        assert listed(school) == []
        assert [one["monitoring"] for one in school.owed] == [True, True]


@pytest.mark.parametrize("ground", ["refusal_reasoned", "remedied_otherwise", "no_further_effect", "other"])
def test_who_closes_on_a_ground_that_says_so_has_decided_on_the_refusals(school, bench, ground):
    for place in (0, 1):
        refuse(school, place)
    close(school, ground)
    assert listed(school) == []
    assert on_the_home_page(school) == 0
    assert [one["refusal_left_on"] for one in school.owed] == [str(today())] * 2
    assert told_at_the_end(school) == [[(1, "refused", "nothing"), (2, "refused", "nothing")]]
    assert school.draft() == []


def test_a_body_that_refuses_after_its_case_was_closed_stands_on_the_list_whatever_the_ground_was(school):
    refuse(school)
    with school.on(after(school.owed[1]["reply_due"])):
        close(school, "refusal_reasoned")
        assert listed(school) == []
        refuse(school, 1, version=2)
        assert listed(school) == [school.owed[1]["id"]]
        timers.tell_followed(school.bench.platform, clock.utc_now())
        assert told_at_the_end(school)[-1] == [(1, "refused", "nothing"), (2, "refused", "weighing")]


def test_who_refuses_again_after_it_was_decided_is_weighed_again(school):
    for place in (0, 1):
        refuse(school, place)
    close(school, "refusal_reasoned")
    refuse(school, version=2)
    assert listed(school) == [school.owed[0]["id"]]
    assert [one["refusal_left_on"] for one in school.owed] == [None, str(today())]


@pytest.mark.parametrize("step", ["reopen", "follow_up"])
def test_a_case_that_is_taken_up_again_has_its_refusals_weighed_again(school, step):
    for place in (0, 1):
        refuse(school, place)
    close(school, "refusal_reasoned")
    taken = {"step": step, "reason": "Fakte të reja."}
    assert school.commissioner.post(f"/cases/{school.story.case_id}/steps", taken).status_code == 200
    assert sorted(listed(school)) == sorted(one["id"] for one in school.owed)


def test_who_finds_a_refusal_not_enough_after_all_presses_it(school):
    for place in (0, 1):
        refuse(school, place)
    close(school, "refusal_reasoned")
    school.story.not_enough(school.owed[0])
    assert [(one["refusal_left_on"], one["monitoring"]) for one in school.owed] == [(None, True), (str(today()), False)]
    assert school.bench.told(catalogue.ObligationStood)[-1]["next"] == "steps"


def test_the_commissioner_accepts_a_refusal_of_a_closed_case_without_opening_it(school):
    refuse(school)
    with school.on(after(school.owed[1]["reply_due"])):
        close(school, "pressed_in_monitoring")
        ended = school.commissioner.post(f"/obligations/{school.owed[0]['id']}/ladder-end", {"reason": "Ka të drejtë."})
        assert ended.status_code == 201, ended.json
        assert listed(school) == []
        assert school.bench.told(catalogue.ObligationStood)[-1]["next"] == "nothing"


def test_the_page_of_a_refusal_says_that_its_case_was_closed_over_it(school):
    for place in (0, 1):
        refuse(school, place)
    close(school, "refusal_reasoned")
    assert "Çështja u mbyll me këtë refuzim" in page(school, f"obligations/{school.owed[0]['id']}")


def test_that_steps_go_on_closes_nothing_where_none_does(school):
    for place in (0, 1):
        refuse(school, place)
    closing = CLOSE | {"closing_ground": "pressed_in_monitoring"}
    refused = school.commissioner.post(f"/cases/{school.story.case_id}/steps", closing)
    assert (refused.status_code, refused.json["code"]) == (409, "case.nothing_pressed")
    assert "close" in refused.json["legal"]
    assert school.bench.scalar("SELECT status FROM case_file WHERE id = :id", id=school.story.case_id) != "closed"
    school.commissioner.client.set_cookie("besa_staff", school.commissioner.token)
    path = f"/cases/staff/cases/{school.story.case_id}"
    form = school.commissioner.client.get(path).text
    assert 'value="refusal_reasoned"' in form
    assert 'value="pressed_in_monitoring"' not in form
    school.story.not_enough(school.owed[0])
    assert 'value="pressed_in_monitoring"' in school.commissioner.client.get(path).text
    assert school.commissioner.post(f"/cases/{school.story.case_id}/steps", closing).status_code == 200
