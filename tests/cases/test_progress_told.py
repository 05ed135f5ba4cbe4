"""What a body reports after its reply, and what the Assembly answers a report, is told to whoever complained."""

import pytest

from services.cases.data import kinds
from services.cases.domain.kinds import Expects
from shared.events import catalogue
from tests.cases.bench import SEEN, today
from tests.cases.ladder_world import Silence, after
from tests.cases.test_promises import assess, owing, reports, says


@pytest.fixture
def accepted(story, bench, commissioner):
    """A body accepted what was asked of it, and said by when."""
    silence = owing(story, bench, commissioner)
    says(silence, claimed="not_started", promised_date=after(today(), 20))
    return silence


def answers(silence):
    return [(one["said"], one["by"]) for one in silence.bench.told(catalogue.ObligationAnswered)]


def test_that_it_is_done_is_told_and_that_the_office_looks(accepted):
    before = len(answers(accepted))
    reports(accepted, "implemented", None)
    told = accepted.bench.told(catalogue.ObligationAnswered)[before:]
    assert [(one["said"], one["next"], len(one["complaints"])) for one in told] == [("claimed", "check", 1)]


def test_another_day_is_told_and_the_same_word_is_not_told_twice(accepted):
    before = answers(accepted)
    reports(accepted, "in_process", after(today(), 20))
    assert answers(accepted) == before, "how far it is moves nothing that was told"
    # A day before its last one: a later one is asked for, and counts once the office gives it.
    sooner = after(today(), 10)
    reports(accepted, "in_process", sooner)
    assert answers(accepted)[len(before) :] == [("accepted", sooner.isoformat())]
    reports(accepted, "in_process", sooner)
    assert len(answers(accepted)) == len(before) + 1


def test_what_it_reports_after_its_day_is_told_with_that_day(accepted):
    before = len(answers(accepted))
    day = after(today(), 20)
    with accepted.on(after(day, 1)):
        reports(accepted, "implemented", None)
    [told] = accepted.bench.told(catalogue.ObligationAnswered)[before:]
    assert (told["said"], told["passed"]) == ("claimed", day.isoformat())


def test_of_what_the_office_found_nothing_else_is_told(accepted):
    found = assess(accepted, assessment="overtaken", evidence=[SEEN], reason="Ligji ndryshoi.")
    assert found.status_code == 201, found.json
    before = answers(accepted)
    reports(accepted, "in_process", after(today(), 10))
    assert answers(accepted) == before


def report(story, bench, commissioner):
    """A report to the Assembly that has it."""
    assembly = bench.body("assembly")
    act = story.with_findings().draft(assembly, kind="assembly_report", items=[{"text": "Debat.", "due": None}])
    silence = Silence(story, assembly, act, commissioner, bench.person("publisher"))
    silence.act = silence.issue(act["id"])
    return silence


@pytest.mark.parametrize(("position", "said"), [("accepted", "accepted"), ("forwarded", "forwarded")])
def test_what_the_assembly_answers_is_told(story, bench, commissioner, position, said):
    silence = report(story, bench, commissioner)
    [issued] = bench.told(catalogue.RecommendationIssued)
    assert [one["answer_told"] for one in issued["addressees"]] == [True]
    says(silence, position)
    [told] = bench.told(catalogue.ObligationAnswered)
    assert (told["said"], len(told["complaints"])) == (said, 1)


def test_that_the_assembly_does_not_debate_it_is_told(story, bench, commissioner):
    silence = report(story, bench, commissioner)
    says(silence, "refused", reasons="Nuk u vu në rend.")
    [told] = bench.told(catalogue.ObligationStood)
    assert (told["state"], len(told["complaints"])) == ("refused", 1)


@pytest.mark.parametrize(("outcome", "word"), [("debated", "implemented"), ("not_debated", "not")])
def test_whether_the_assembly_debated_it_is_told(story, bench, commissioner, outcome, word):
    silence = report(story, bench, commissioner)
    with silence.on(after(today(), 90)):
        found = assess(silence, outcome=outcome, on=str(after(today(), 80)), evidence=[SEEN])
    assert found.status_code == 201, found.json
    [told] = bench.told(catalogue.ObligationAssessed)
    assert (told["outcome"], told["assessment"], len(told["complaints"])) == (outcome, word, 1)


def test_what_the_judiciary_or_a_prosecutor_decides_is_theirs_to_tell():
    told = {kind.key for kind in kinds() if kind.answer_is_told}
    theirs = {kind.key for kind in kinds() if kind.expects in {Expects.JUDGMENT, Expects.ACKNOWLEDGEMENT}}
    assert "assembly_report" in told
    assert not told & {*theirs, "prosecution_referral"}


@pytest.mark.parametrize("how", ["a report", "a reply", "a refusal", "a report after the day"])
def test_that_it_is_done_is_taken_back_where_its_body_says_so_no_more(accepted, how):
    day = after(today(), 20)
    with accepted.on(after(day, 1) if how == "a report after the day" else after(today(), 1)):
        reports(accepted, "implemented", None)
        if how == "a refusal":
            says(accepted, "refused")
        elif how == "a reply":
            says(accepted, claimed="in_process", promised_date=after(today(), 90))
        else:
            reports(accepted, "in_process", after(today(), 90))
        kind = catalogue.ObligationStood if how == "a refusal" else catalogue.ObligationAnswered
        told = accepted.bench.told(kind)[-1]
    assert told["corrects"] == "claimed"
    assert told["said" if "said" in told else "state"] in {"accepted", "refused"}


def test_who_says_again_that_it_is_done_takes_nothing_back(accepted):
    reports(accepted, "implemented", None)
    says(accepted, claimed="implemented")
    assert [one for one in accepted.bench.told(catalogue.ObligationAnswered) if one.get("corrects")] == []


def test_the_day_by_which_the_office_expects_it_is_told(story, bench, commissioner):
    silence = owing(story, bench, commissioner, due=after(today(), 10).isoformat())
    says(silence)
    expected = str(after(today(), 30))
    assert assess(silence, assessment="in_process", promised_date=expected, next_check=expected).status_code == 201
    [told] = bench.told(catalogue.ObligationAssessed)
    assert (told["by"], len(told["complaints"])) == (expected, 1)


def test_of_what_is_done_no_day_is_told(accepted):
    found = assess(accepted, assessment="implemented", on=str(today()), evidence=[SEEN])
    assert found.status_code == 201, found.json
    assert accepted.bench.told(catalogue.ObligationAssessed)[-1].get("by") is None
