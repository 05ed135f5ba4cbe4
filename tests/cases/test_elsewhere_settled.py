"""A reply that is owed on an item which the office settled before stands still too while a court has the matter."""

from datetime import timedelta

import pytest

from shared.clock_words import day_words
from shared.events import catalogue
from tests.cases.bench import SEEN, today
from tests.cases.ladder_world import after, day_of
from tests.cases.pages_world import office, said, world
from tests.cases.test_elsewhere import BACK, COURT, clock_of, page, school, step
from tests.cases.test_pages_elsewhere import step as step_by_page

__all__ = ["office", "school", "world"]


def finding(key):
    found = {
        "implemented": {"assessment": "implemented", "on": str(today()), "evidence": [SEEN]},
        "no_information": {"assessment": "not_assessable", "reason": "Nuk u gjet.", "unassessable": "no_information"},
        "back": {"assessment": "not_assessed", "reason": "Gabim."},
        "overtaken": {"assessment": "overtaken", "reason": "Shkolla u mbyll."},
    }
    return found[key]


def assess(school, key):
    answer = school.story.officer.post(f"/obligations/{school.owed[1]['id']}/assessments", finding(key))
    assert answer.status_code == 201, answer.json


@pytest.mark.parametrize("found", ["implemented", "no_information"])
def test_a_reply_that_is_still_owed_on_a_settled_item_is_held_like_the_rest(school, found):
    assess(school, found)
    due = school.owed[1]["reply_due"]
    step(school, COURT)
    assert (due is None, [one["reply_due"] for one in school.owed]) == (False, [None, None])
    assert clock_of(school, 1)["due"]["reason"] == "held"
    told = {one["obligation_id"]: one for one in school.bench.told(catalogue.ObligationClocked)}[school.owed[1]["id"]]
    assert (told["cause"], told.get("due"), told["held_since"]) == ("held", None, str(today())), "what the portal reads"
    for path in (f"recommendations/{school.act['id']}", f"cases/{school.story.case_id}", "obligations"):
        assert day_words(day_of(due), "sq") not in page(school, f"/staff/{path}"), path
    with school.on(today() + timedelta(days=5)):
        step(school, BACK)
        assert {one["reply_due"] for one in school.owed} == {str(after(today(), 34))}
        assert [one["kind"] for one in clock_of(school, 1)["ledger"]] == ["started", "held", "released"]


def test_what_is_asked_for_again_while_a_court_has_the_matter_stands_with_the_rest(school):
    assess(school, "overtaken")
    step(school, COURT)
    assess(school, "back")
    assert (school.owed[1]["reply_due"], clock_of(school, 1)["due"]["reason"]) == (None, "held")
    with school.on(today() + timedelta(days=5)):
        step(school, BACK)
        assert school.owed[1]["reply_due"] is not None


def test_the_public_counts_no_day_of_a_reply_that_is_held(world):
    act = world.issued()
    world.delivered(act)
    world.published(act)
    path = f"/cases/public/recommendations/{act.number}"
    before = said(world.client().get(path).text)
    assert ("edhe" in before, "Ende pa përgjigje" in before, "ditë nuk numërohet" in before) == (True, True, False)
    assert step_by_page(world, act, "suspend", reason="Gjykata.", elsewhere="pending_before_court").status_code == 303
    shown = said(world.client().get(path).text)
    assert (
        "Çështjen e shqyrton tani gjykata ose prokuroria. Derisa të kthehet në zyrë, asnjë ditë nuk numërohet" in shown
    )
    assert "Nuk numërohet tani" in shown and "Ende pa përgjigje" in shown
    assert ("edhe" in shown, "Tani ditët nuk numërohen." in shown) == (False, "Deri më" in shown)
    assert step_by_page(world, act, "resume", elsewhere="none").status_code == 303
    assert said(world.client().get(path).text) == before
