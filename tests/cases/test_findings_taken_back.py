"""A finding that was recorded in error is taken back with a reason, and the item stands as it does without it; nobody is found to have
left undone by a detour what cannot be found directly.
"""

from datetime import timedelta

import pytest

from services.cases.domain.assessments import taking_back_refusal
from services.cases.domain.obligations import Assessed, Claimed, Delivery, Facts, Reply
from services.cases.domain.standing import TABLE, Finding, State, undone_refusal
from services.cases.domain.told import takes_back
from services.cases.register.domain.two_times import Asked
from services.cases.register.queries import past
from shared.events import catalogue
from tests.cases.bench import SEEN, soon, today
from tests.cases.ladder_world import Silence
from tests.cases.pages_world import TYPED_SOURCE, office, said, world
from tests.cases.test_pages_obligations import at, day, first

__all__ = ["office", "world"]

FOUND = (Assessed.IMPLEMENTED, Assessed.OVERTAKEN, Assessed.NOT_ASSESSABLE)
PROMISED = Facts(delivery=Delivery.DELIVERED, reply=Reply.ACCEPTED, claimed=Claimed.IN_PROCESS)


@pytest.fixture
def promised(story, bench):
    """An item that its body promised to do by a day that is still to come."""
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    [owed] = story.obligations(act, body)
    item = {
        "item_id": owed["item_id"],
        "position": "accepted",
        "claimed": "in_process",
        "promised_date": today() + timedelta(days=40),
    }
    bench.reply(act, body, item)
    return lambda: story.obligations(act, body)[0]


def assess(story, owed, word, **more):
    needs = {"implemented": {"on": str(today()), "evidence": [SEEN]}, "not": {"evidence": [SEEN]}}
    needs["partly"], needs["overtaken"] = needs["not"], {"reason": "Nuk duhet më."}
    body = {"assessment": word, **needs.get(word, {}), **more}
    return story.officer.post(f"/obligations/{owed['id']}/assessments", body)


@pytest.mark.parametrize("word", ["not", "partly"])
@pytest.mark.parametrize("before", ["implemented", "overtaken"])
def test_what_cannot_be_found_directly_cannot_be_found_by_way_of_another_finding(story, promised, before, word):
    assert assess(story, promised(), word).json["code"] == "assessment.not_yet_due"
    assert assess(story, promised(), before).status_code == 201
    assert assess(story, promised(), word).json["code"] == "assessment.ended"
    assert promised()["state"] == before
    assert assess(story, promised(), "not_assessed", reason="U shënua te pika e gabuar.").status_code == 201
    assert assess(story, promised(), word).json["code"] == "assessment.not_yet_due"


@pytest.mark.parametrize("found", FOUND)
def test_the_table_says_of_what_is_settled_that_it_is_found_undone_only_once_its_day_is_past(found):
    facts = Facts(delivery=Delivery.DELIVERED, reply=Reply.ACCEPTED, assessed=found)
    assert undone_refusal(facts, None, today(), today(), today()).code == "assessment.not_yet_due"
    assert TABLE[State(found.value)].undone is Finding.ONCE_DUE


def test_what_the_body_calls_done_can_be_found_untrue_before_its_day():
    facts = Facts(delivery=Delivery.DELIVERED, reply=Reply.ACCEPTED, claimed=Claimed.IMPLEMENTED)
    assert undone_refusal(facts, None, today(), today(), today()) is None


def test_a_finding_in_error_is_taken_back_with_a_reason_and_it_stands_as_promised(story, bench, promised):
    assess(story, promised(), "implemented")
    assert assess(story, promised(), "not_assessed").json["errors"][0]["code"] == "assessment.needs_reason"
    assert assess(story, promised(), "not_assessed", reason="U shënua te pika e gabuar.").status_code == 201
    now = promised()
    assert (now["state"], now["assessed"]) == ("in_process", "not_assessed")
    history = story.officer.get(f"/obligations/{now['id']}").json["assessments"]
    assert [(one["word"], one["reason"]) for one in history][-1] == ("not_assessed", "U shënua te pika e gabuar.")
    [told] = bench.told(catalogue.ObligationReopened)
    assert told["obligation_id"] == now["id"]
    [corrected] = [one for one in bench.told(catalogue.ObligationAnswered) if one.get("corrects")]
    assert (corrected["corrects"], corrected["said"]) == ("implemented", "accepted")


@pytest.mark.parametrize("word", ["not", "partly"])
def test_whoever_was_told_that_it_is_done_hears_that_this_no_longer_holds(story, bench, word):
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    [owed] = story.obligations(act, body)
    bench.reply(act, body, {"item_id": owed["item_id"], "position": "accepted", "claimed": "implemented"})
    for finding in ("implemented", "not_assessed", word, "not", "implemented"):
        more = {"reason": "U shënua te pika e gabuar."} if finding == "not_assessed" else {}
        assert assess(story, owed, finding, **more).status_code == 201
    assert [one["corrects"] for one in bench.told(catalogue.ObligationAnswered) if one.get("corrects")] == [
        "implemented"
    ]
    assert [one.get("corrects") for one in bench.told(catalogue.ObligationAssessed)] == [None] * 4


@pytest.mark.parametrize("word", ["not", "partly"])
def test_what_was_found_undone_in_error_stands_as_its_body_reported_it_and_all_are_told(story, bench, word):
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    [owed] = story.obligations(act, body)
    bench.reply(act, body, {"item_id": owed["item_id"], "position": "accepted", "claimed": "implemented"})
    assert assess(story, owed, word).status_code == 201
    assert story.obligations(act, body)[0]["state"] == word
    assert assess(story, owed, "not_assessed", reason="U shënua te pika e gabuar.").status_code == 201
    [now] = story.obligations(act, body)
    assert (now["state"], now["assessed"]) == ("claimed", "not_assessed")
    [told] = bench.told(catalogue.ObligationReopened)
    assert told["obligation_id"] == owed["id"]
    [corrected] = [one for one in bench.told(catalogue.ObligationAnswered) if one.get("corrects")]
    assert (corrected["corrects"], corrected["said"]) == (word, "claimed")
    with bench.platform.database.reading() as session:
        split = past.figures_on(session, Asked(today(), today())).splits[0]
    assert {one.key: one.numerator for one in split.shares if one.numerator} == {State.CLAIMED: 1}


def test_a_finding_before_it_contradicts_the_report_still(story, bench):
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    [owed] = story.obligations(act, body)
    bench.reply(act, body, {"item_id": owed["item_id"], "position": "accepted", "claimed": "implemented"})
    assert assess(story, owed, "in_process", promised_date=soon(50), next_check=soon(20)).status_code == 201
    assert assess(story, owed, "not").status_code == 201
    assert assess(story, owed, "not_assessed", reason="U shënua gabim.").status_code == 201
    assert story.obligations(act, body)[0]["state"] == "in_process"


def test_who_sent_a_step_for_a_finding_in_error_is_told_to_see_to_those_who_read_it(story, bench, commissioner):
    body = bench.body()
    silence = Silence(story, body, story.with_findings().issue(body, items=1), commissioner, bench.person("publisher"))
    bench.deliver(silence.act, body)
    silence.bench.reply(
        silence.act,
        silence.body,
        {"item_id": silence.owed[0]["item_id"], "position": "accepted", "claimed": "implemented"},
    )
    assert assess(silence.story, silence.owed[0], "not").status_code == 201
    sent = silence.send(silence.story.officer, "reminder")
    assert sent.status_code == 201, sent.json
    assert assess(silence.story, silence.owed[0], "not_assessed", reason="U shënua gabim.").status_code == 201
    tasks = silence.story.officer.get("/tasks").json["items"]
    assert any("Kjo gjetje u tërhoq" in one["text"] for one in tasks), tasks


def test_where_no_finding_stands_there_is_none_to_take_back(story, promised):
    assert assess(story, promised(), "not_assessed", reason="x").json["code"] == "assessment.not_a_finding"
    assess(story, promised(), "in_process", promised_date=soon(50), next_check=soon(20))
    assert assess(story, promised(), "not_assessed", reason="x").json["code"] == "assessment.not_a_finding"


def test_of_a_closed_case_no_finding_is_taken_back_before_it_is_reopened(story, promised):
    assess(story, promised(), "implemented")
    close = {"step": "close", "outcome": "violation_found_recommended"}
    assert story.approver.post(f"/cases/{story.case_id}/steps", close).status_code == 200
    assert assess(story, promised(), "not_assessed", reason="x").json["code"] == "assessment.case_closed"
    assert promised()["state"] == "implemented"


@pytest.mark.parametrize(("reason", "refused"), [("elsewhere", True), ("other_body", True), ("no_information", False)])
def test_what_another_act_settled_comes_back_with_that_act_alone(reason, refused):
    facts = Facts(delivery=Delivery.DELIVERED, assessed=Assessed.NOT_ASSESSABLE, unassessable=reason)
    assert (taking_back_refusal(facts) is not None) is refused


def test_a_letter_that_never_arrived_may_be_asked_for_again_too():
    assert taking_back_refusal(Facts(assessed=Assessed.OVERTAKEN)) is None


@pytest.mark.parametrize(
    ("told", "state", "taken"),
    [
        ("implemented", State.IN_PROCESS, True),
        ("implemented", State.NOT, True),
        ("implemented", State.OVERTAKEN, True),
        ("implemented", State.IMPLEMENTED, False),
        ("implemented", State.FELL, False),
        ("overtaken", State.NOT_DELIVERED, True),
        ("overtaken", State.IMPLEMENTED, False),
        ("no_information", State.PARTLY, True),
        ("not", State.IMPLEMENTED, False),
        ("not", State.IN_PROCESS, False),
    ],
)
def test_a_later_finding_takes_back_what_was_told_of_an_earlier_one(told, state, taken):
    assert takes_back(told, state, None, None) is taken


@pytest.mark.parametrize("word", ["implemented", "not"])
def test_the_page_offers_to_take_a_finding_back_only_where_one_stands(world, word):
    act, client = world.issued(), world.client("case_officer")
    world.delivered(act)
    world.replied(act, position="accepted", claimed="implemented")
    page = at(first(world, act))
    assert 'value="not_assessed"' not in client.get(page).text
    form = {"assessment-assessment": word, "assessment-reason": "E pamë.", **TYPED_SOURCE}
    form |= day("assessment-on", today()) if word == "implemented" else {}
    assert world.post(client, at(first(world, act), "/assessments"), form).status_code == 303
    shown = client.get(page).text
    assert 'value="not_assessed"' in shown
    assert "Gjetja nuk qëndron më" in said(shown)
    taken = {"assessment-assessment": "not_assessed", "assessment-reason": "U shënua gabim."}
    assert world.post(client, at(first(world, act), "/assessments"), taken).status_code == 303
    owed = world.obligations(act)[0]
    assert (owed.obligation.assessed, owed.obligation.closed_on) == ("not_assessed", None)
