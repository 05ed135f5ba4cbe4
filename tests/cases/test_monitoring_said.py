"""A case that is closed while its steps go on says so wherever its state, or that of what it is about, is shown."""

import re

import pytest

from services.cases.lists.cases import CLOSED_INTO_MONITORING
from tests.cases.ladder_world import Silence, after

SAYS = "E mbyllur, në monitorim"
CLOSE = {
    "step": "close",
    "outcome": "violation_found_recommended",
    "closing_ground": "pressed_in_monitoring",
    "reason": "Hapat vazhdojnë.",
}


@pytest.fixture
def silent(bench, story, commissioner):
    """A body that is silent on its one item."""
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def page(silent, path):
    officer = silent.story.officer
    officer.client.set_cookie("besa_staff", officer.token)
    return officer.client.get(f"/cases/{path}").text


def pages(silent):
    owed = silent.owed[0]["id"]
    return {
        "home": "",
        "search": f"staff/search?q={silent.act['number'][:6]}",
        "obligations": "staff/obligations",
        "acts": "staff/recommendations",
        "act": f"staff/recommendations/{silent.act['id']}",
        "case": f"staff/cases/{silent.story.case_id}",
        "cases": "staff/cases",
        "obligation": f"staff/obligations/{owed}",
    }


def closed(silent, **more):
    answer = silent.commissioner.post(f"/cases/{silent.story.case_id}/steps", CLOSE | more)
    assert answer.status_code == 200, answer.json


def rows(text):
    """What stands in the tables and behind the headings; the filters of a list name every state."""
    return re.sub(r"<form.*?</form>", "", text.partition("<main")[2], flags=re.DOTALL)


def test_the_word_is_one():
    assert str(CLOSED_INTO_MONITORING) == SAYS


def test_every_page_that_shows_the_state_of_a_case_says_that_it_is_closed_and_goes_on(silent):
    with silent.on(after(silent.owed[0]["reply_due"])):
        before = {name: SAYS in rows(page(silent, path)) for name, path in pages(silent).items()}
        closed(silent)
        said = {name: SAYS in rows(page(silent, path)) for name, path in pages(silent).items()}
    assert not any(before.values()), before
    assert all(said.values()), said


def test_a_case_of_mine_that_goes_on_after_closing_stands_on_my_home_page(silent):
    with silent.on(after(silent.owed[0]["reply_due"])):
        closed(silent)
        home = page(silent, "")
        assert "Çështjet e mia në monitorim" in home
        number = silent.story.officer.get(f"/cases/{silent.story.case_id}").json["case"]["number"]
        assert number in home.partition("Çështjet e mia në monitorim")[2]
        assert "monitoring=yes" in home


def test_the_api_says_it_of_acts_as_of_cases_and_obligations(silent):
    officer = silent.story.officer
    with silent.on(after(silent.owed[0]["reply_due"])):
        closed(silent)
        [listed] = officer.get("/recommendations").json["items"]
        [of_case] = officer.get(f"/cases/{silent.story.case_id}").json["recommendations"]
        found = officer.get(f"/search?q={silent.act['number'][:6]}").json
    assert (listed["monitoring"], of_case["monitoring"]) == (True, True)
    assert [one["monitoring"] for one in found["obligations"]["items"]] == [True]


def test_what_is_not_pressed_does_not_say_it(silent):
    item = {"item_id": silent.owed[0]["item_id"], "position": "refused", "has_reasons": True}
    silent.bench.reply(silent.act, silent.body, item)
    closed(silent, closing_ground="refusal_reasoned")
    assert not any(SAYS in rows(page(silent, path)) for path in pages(silent).values())
