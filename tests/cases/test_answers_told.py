"""Whoever complained is told what each addressee of a letter says whose reply is awaited, whenever it says it, and of a report to the Assembly in each of
its cases.
"""

from datetime import timedelta

import pytest

from services.cases import timers
from shared import clock
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import Silence, after
from tests.cases.test_held_told import BACK, COURT, step
from tests.cases.test_rung_letters import silence
from tests.cases.test_wall_of_reports import reported
from tests.cases.test_ways import reminded, town

__all__ = ["reported", "silence", "town"]


def told(bench, body):
    """What was told of that body: by number of the item, what it said or where it stands, and what comes next."""
    events = [*bench.told(catalogue.ObligationAnswered), *bench.told(catalogue.ObligationStood)]
    mine = [one for one in events if one["institution_id"] == str(body.id)]
    assert all(one["complaints"] for one in mine)
    return sorted((one["place"], one.get("said") or one["state"], one["next"]) for one in mine)


def complaints_of(bench, silence):
    rows = bench.scalar("SELECT string_agg(id::text, ',') FROM complaint WHERE case_id = :id", id=silence.story.case_id)
    return set(rows.split(","))


@pytest.fixture
def council(town):
    """A municipality kept silent, and the notice of it that its council has; returns what the council owes."""
    silence, body, _prefect = town
    day = reminded(silence)
    with silence.on(day):
        silence.draft()
        way = {"alternative": "municipal_council"}
        taken = silence.send(silence.story.approver, "hierarchical_superior", **way).json
        issued = silence.issue(taken["act"])
    return Silence(silence.story, body, issued, silence.commissioner, silence.publisher), day


def test_what_a_council_answers_on_each_item_is_told(council):
    owes, day = council
    with owes.on(after(day, 10)):
        for place, position in enumerate(("accepted", "refused")):
            item = {"item_id": owes.owed[place]["item_id"], "position": position, "has_reasons": True}
            owes.bench.reply(owes.act, owes.body, item, received_at=clock.utc_now())
    assert told(owes.bench, owes.body) == [(1, "accepted", "check"), (2, "refused", "weighing")]


def test_that_a_council_was_silent_is_told(council):
    owes, _day = council
    with owes.on(after(owes.owed[0]["reply_due"])):
        timers.announce_overdue(owes.bench.platform, clock.utc_now())
    assert told(owes.bench, owes.body) == [(1, "no_reply", "nothing"), (2, "no_reply", "nothing")]


def test_when_the_matter_comes_back_from_a_court_a_councils_answer_is_among_those_that_are_awaited(council, town):
    (owes, day), (municipality, *_others) = council, town
    with owes.on(after(day, 4)):
        for one in municipality.owed:
            item = {"item_id": one["item_id"], "position": "refused", "has_reasons": True}
            owes.bench.reply(municipality.act, municipality.body, item, received_at=clock.utc_now())
        step(owes, COURT)
    with owes.on(after(day, 9)):
        step(owes, BACK)
    told_last = owes.bench.told(catalogue.ComplainantInformed)[-1]
    words = owes.bench.platform.documents.get_json(told_last["message"])["text"]
    assert "Ende presim përgjigje" in words


def test_what_only_its_handlers_see_is_told_nobody(story, bench):
    body = bench.body()
    draft = story.with_findings().draft(body, kind="information_request")
    issued = story.signatory(draft).post(f"/recommendations/{draft['id']}/issue").json
    bench.deliver(issued, body)
    item = {"item_id": issued["items"][0]["id"], "position": "refused", "has_reasons": True}
    bench.reply(issued, body, item)
    assert story.obligations(issued, body)[0]["reply"] == "refused_with_reasons"
    assert told(bench, body) == []


def test_a_joined_report_is_told_in_each_of_its_cases(reported, bench, commissioner):
    first, other, act, _letters = reported
    assert complaints_of(bench, first).isdisjoint(complaints_of(bench, other))
    with first.on(after(first.owed[0]["reply_due"], 45)):
        first.issue(act)
    [told_of] = [one for one in bench.told(catalogue.RecommendationIssued) if one["recommendation_id"] == act]
    assert set(told_of["complaints"]) == complaints_of(bench, first) | complaints_of(bench, other)
    with first.on(after(first.owed[0]["reply_due"], 55)):
        fell = {"ground": "facts_changed", "reason": "Faktet ndryshuan."}
        assert commissioner.post(f"/recommendations/{act}/withdrawal", fell).status_code == 200
    [fallen] = bench.told(catalogue.RecommendationWithdrawn)
    assert set(fallen["complaints"]) == set(told_of["complaints"])


@pytest.mark.parametrize("claimed", [None, "implemented"])
def test_an_acceptance_after_the_day_of_the_measure_is_told_with_that_day(silence, claimed):
    day = silence.bench.scalar("SELECT max(implementation_due) FROM obligation")
    with silence.on(after(silence.owed[0]["reply_due"])):
        timers.announce_overdue(silence.bench.platform, clock.utc_now())
    with silence.on(after(day, 10)):
        timers.announce_overdue(silence.bench.platform, clock.utc_now())
        item = {"item_id": silence.owed[0]["item_id"], "position": "accepted", "claimed": claimed}
        silence.bench.reply(silence.act, silence.body, item, received_at=clock.utc_now())
        [answered] = silence.bench.told(catalogue.ObligationAnswered)
        assert (answered["said"], answered["next"]) == ("claimed" if claimed else "accepted", "steps")
        assert (answered["passed"], "by" in answered) == (day.isoformat(), False)
        before = silence.bench.told(catalogue.ObligationStood)
        for one in (timers.announce_overdue, timers.take_back):
            one(silence.bench.platform, clock.utc_now())
        assert silence.bench.told(catalogue.ObligationStood) == before, "that its day passed is told once"
    assert day > today() + timedelta(days=1)
