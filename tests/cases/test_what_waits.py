"""Each kind of letter that waits between its drafting and its leaving: what was approved is what leaves, its own page says at once what is
not so any more, and nothing leaves until somebody has read it again.
"""

import re
from contextlib import nullcontext
from dataclasses import replace
from html import unescape

import pytest

from shared.app import STAFF_COOKIE
from shared.events.catalogue import RecommendationIssued
from tests.cases.bench import SEEN
from tests.cases.ladder_world import Silence, after
from tests.cases.test_eight_duties import ASKED, about
from tests.cases.test_gaps import a_gap
from tests.cases.test_letters import two_items
from tests.cases.test_promises import assess, broken, owing
from tests.cases.test_readdressings import decide, owed, refer


def recommendation(story, bench, commissioner):
    """What it recounts of its case: that body too is found to have violated the right."""
    body = bench.body()
    case = replace(story, case_id=bench.admit(bodies=[body.id])).with_findings()
    act = case.draft(body, items=two_items())
    return act["id"], lambda: case.found("violation_found", body), None


def dismissal(story, bench, commissioner):
    """The proposal to dismiss somebody rests on what was found, and that was corrected."""
    ministry = bench.body("ministry")
    police = bench.body("police", relations=[("political", ministry.id, None, None)])
    case = about(story, police)
    case.found("violation_found", grade="serious")
    act = case.draft(ministry, kind="dismissal_proposal", items=ASKED, official_function="drejtor")
    return act["id"], lambda: case.found("violation_found"), None


def readdressed(story, bench, commissioner):
    """Its body says by now that it does it itself."""
    body, ministry = bench.body(), bench.body("ministry")
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    refer(bench, act, body, ministry)
    made = decide(story.officer, owed(story, act, body)).json["act_id"]
    item = {"item_id": act["items"][0]["id"], "position": "accepted"}
    return made, lambda: bench.reply(act, body, item, version=2), None


def of_gap(story, bench, commissioner):
    """The gap that it would close is described otherwise."""
    bench.body("assembly")
    gap = story.with_findings().officer.post("/gaps", a_gap(cases=[str(story.case_id)])).json["gap"]
    act = story.officer.post(f"/gaps/{gap['id']}/acts", {}).json
    path, words = f"/gaps/{gap['id']}", {"description": "Ligji e thotë, por asnjë akt nënligjor nuk e zbaton."}
    return act["id"], lambda: story.officer.patch(path, words), None


def to_superior(story, bench, commissioner):
    """The office finds that a part was done, after the notice to the ministry was drafted."""
    silence = owing(story, bench, commissioner)
    day = after(broken(silence), 2)
    for rung in ("reminder", "second_reminder"):
        with silence.on(day):
            silence.draft()
            assert silence.send(story.officer, rung).status_code == 201
        day = after(day, 30)
    with silence.on(day):
        [letter] = silence.draft()
    return letter["act"], lambda: assess(silence, assessment="partly", evidence=[SEEN]), (silence, day)


#: By how it is drafted; the reminder, whose words are those of the day, stands in test_words_that_leave.
KINDS = {one.__name__: one for one in (recommendation, dismissal, readdressed, of_gap, to_superior)}


class Waiting:
    """A draft of an act: what changes beneath it, and the day on which that is."""

    def __init__(self, story, bench, commissioner, kind):
        self.story, self.bench = story, bench
        self.act_id, self.change, on = KINDS[kind](story, bench, commissioner)
        self.silence, self.day = on or (Silence(story, None, {}, commissioner, bench.person("publisher")), None)

    def approve(self):
        path = f"/recommendations/{self.act_id}"
        seen = self.story.approver.get(path).json["content_hash"]
        return self.story.approver.post(f"{path}/approval", {"content_hash": seen})

    def read(self):
        return self.story.officer.get(f"/recommendations/{self.act_id}").json

    def page(self, person):
        person.client.set_cookie(STAFF_COOKIE, person.token, path="/")
        return unescape(person.client.get(f"/cases/staff/recommendations/{self.act_id}").get_data(as_text=True))


@pytest.mark.parametrize("approved", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_so_any_more_is_said_by_its_page_and_never_leaves(story, bench, commissioner, kind, approved):
    waiting = Waiting(story, bench, commissioner, kind)
    with waiting.silence.on(waiting.day) if waiting.day else nullcontext():
        if approved:
            assert waiting.approve().status_code == 200
        issued = len(bench.told(RecommendationIssued))
        before = waiting.page(story.approver)
        waiting.change()
        signs = story.signatory(waiting.read())
        now = waiting.read()
        faults = {one["code"] for one in now["faults"]}
        assert bool(now["approval_fell"] or faults) is (
            approved or kind in {"readdressed", "to_superior", "dismissal"}
        ), now["faults"]
        shown = waiting.page(story.approver)
        if approved:
            assert "Lëshoje dhe dërgoje" not in waiting.page(signs)
            refused = signs.post(f"/recommendations/{waiting.act_id}/issue")
            assert refused.status_code == 409, refused.json
        if now["approval_fell"] or faults:
            assert len(shown) != len(before)
            assert re.search("ndryshoi|nuk e thotë më|shkelje të rëndë", shown)
        if faults:
            assert "Miratoje këtë tekst" not in shown
            assert waiting.approve().status_code == 409
        else:
            assert waiting.approve().status_code == 200
        assert len(bench.told(RecommendationIssued)) == issued
