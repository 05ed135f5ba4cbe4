"""A body that refuses, or says that another is competent, has until its day: before it nobody finds that it did nothing."""

import pytest

from tests.cases.bench import SEEN, today
from tests.cases.ladder_world import Silence, after
from tests.cases.test_standing import assess, counted, reply, school

__all__ = ["school"]


@pytest.mark.parametrize("said", ["refused", "not_competent"])
def test_who_says_no_is_not_found_to_have_done_nothing_before_the_day_that_was_set(story, school, said):
    for place in (0, 1):
        reply(school, said, place)
    found = {"assessment": "not", "evidence": [SEEN], "reason": "Institucioni e refuzoi."}
    for insufficient in (False, True):
        if insufficient:
            story.not_enough(*school.owed)
        refused = story.officer.post(f"/obligations/{school.owed[0]['id']}/assessments", found)
        assert (refused.status_code, refused.json["code"]) == (409, "assessment.denied_not_yet_due"), insufficient
        assert "in_process" not in refused.json["legal"]
    whole = story.officer.get(f"/obligations/{school.owed[0]['id']}").json
    assert whole["obligation"]["state"] == said
    assert [one["rung"] for one in school.rungs()["offers"]] == ["hierarchical_superior"]
    with school.on(after(school.act["items"][0]["due"])):
        assert assess(school, "not")["state"] == "not"
        assert counted(school)["not"] == 1


@pytest.mark.parametrize("word", ["not", "partly"])
def test_who_is_silent_is_not_found_to_have_done_nothing_before_the_day_that_was_set(story, bench, commissioner, word):
    body = bench.body("agency")
    item = {"text": "Masa", "evidence_expected": "Vendimi", "due": after(today(), 90).isoformat()}
    act = story.with_findings().issue(body, items=[item])
    bench.deliver(act, body)
    silent = Silence(story, body, act, commissioner, bench.person("publisher"))
    found = {"assessment": word, "evidence": [SEEN], "reason": "Asgjë."}
    with silent.on(after(today(), 60)):
        assert silent.owed[0]["state"] == "no_reply"
        refused = story.officer.post(f"/obligations/{silent.owed[0]['id']}/assessments", found)
        assert (refused.status_code, refused.json["code"]) == (409, "assessment.not_yet_due")
        assert [one["rung"] for one in silent.rungs()["offers"]] == ["reminder"], "its silence is pressed all the same"
    with silent.on(after(item["due"])):
        assert assess(silent, word)["state"] == word
