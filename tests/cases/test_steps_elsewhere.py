"""The page of what is due to be sent lists what was drafted, and says where the other steps are and how many: set aside by a person, not there yet,
or with a court. No step that is owed is on no list.
"""

import re

import pytest

from tests.cases.ladder_world import Silence, after

SUPERIOR = "hierarchical_superior"


@pytest.fixture
def silent(bench, story, commissioner):
    """A body with a ministry above it, silent on one item."""
    ministry = bench.body("ministry")
    body = bench.body("agency", relations=[("hierarchical", ministry.id, "2020-01-01", None)])
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def where(silent):
    """By the filter of the API, in which place the one step is."""
    officer = silent.story.officer
    found = {}
    for step in ("listed", "set_aside", "not_yet"):
        answer = officer.get(f"/obligations?step={step}")
        assert answer.status_code == 200, answer.json
        found[step] = [one["id"] for one in answer.json["items"]]
    return {step for step, ids in found.items() if ids == [silent.owed[0]["id"]]}


def on_the_page(silent, path="rungs"):
    officer = silent.story.officer
    officer.client.set_cookie("besa_staff", officer.token)
    return officer.client.get(f"/cases/staff/{path}").text


def counts(silent):
    text = on_the_page(silent)
    found = re.findall(r'obligations\?(\w+=\w+)">[^<]*</a>: <strong>(\d+)', text)
    return {what: int(many) for what, many in found}


def test_while_the_term_runs_nothing_is_pressed_and_no_step_is_anywhere(silent):
    assert where(silent) == set()
    assert counts(silent) == {"step=set_aside": 0, "step=not_yet": 0, "attention=held": 0}


def test_a_step_that_is_due_is_listed_once_it_is_drafted_and_before_that_counted(silent):
    with silent.on(after(silent.owed[0]["reply_due"])):
        assert where(silent) == {"not_yet"}
        assert counts(silent)["step=not_yet"] == 1
        [letter] = silent.draft()
        assert where(silent) == {"listed"}
        assert letter["id"] in on_the_page(silent)
        assert counts(silent)["step=not_yet"] == 0


def test_the_next_step_whose_day_lies_ahead_is_counted_and_found(silent):
    with silent.on(after(silent.owed[0]["reply_due"])):
        silent.draft()
        assert silent.send(silent.story.officer, "reminder").status_code == 201
        assert silent.draft() == []
        assert where(silent) == {"not_yet"}
        assert silent.act["number"] in on_the_page(silent, "obligations?step=not_yet")


def test_a_step_that_waits_for_the_letter_before_it_says_so(silent):
    with silent.on(after(silent.owed[0]["reply_due"])):
        silent.draft()
        assert silent.send(silent.story.officer, "reminder", arrives=False).status_code == 201
        assert silent.rungs()["waits_for"] == "letter"
        assert where(silent) == {"not_yet"}
        page = on_the_page(silent, f"obligations/{silent.owed[0]['id']}")
        assert "Letra e hapit të mëparshëm nuk është dorëzuar ende" in page


def test_a_step_whose_draft_a_person_gave_up_is_counted_as_set_aside(silent):
    item = {"item_id": silent.owed[0]["item_id"], "position": "refused", "has_reasons": True}
    silent.bench.reply(silent.act, silent.body, item)
    silent.story.not_enough(silent.owed[0])
    [letter] = silent.draft()
    assert letter["rung"] == SUPERIOR
    assert silent.story.officer.post(f"/recommendations/{letter['act']}/discard").status_code == 200
    assert silent.letters() == []
    assert where(silent) == {"set_aside"}
    assert counts(silent)["step=set_aside"] == 1
    assert silent.act["number"] in on_the_page(silent, "obligations?step=set_aside")


def test_a_publisher_who_reads_no_obligations_is_sent_to_none(silent):
    publisher = silent.publisher
    publisher.client.set_cookie("besa_staff", publisher.token)
    assert "step=not_yet" not in publisher.client.get("/cases/staff/rungs").text
