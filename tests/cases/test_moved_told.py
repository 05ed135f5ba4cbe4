"""How far the work on a case has come, told to those who complained with each step that changes it; which steps are offered."""

from datetime import date

from shared.events import catalogue
from tests.cases.bench import soon


def stages(bench):
    return [(one["stage"], one.get("again")) for one in bench.told(catalogue.CaseMoved)]


def test_each_stage_is_told_once_to_those_who_complained(story, bench):
    story.step("assign")
    assert stages(bench) == []
    story.step("investigate")
    story.found("violation_found")
    story.found("violation_found", text="Edhe më pas.")
    body = bench.body()
    act = story.issue(body, items=1)
    story.issue(body, items=1)
    [owed] = story.obligations(act, body)
    assert [stage for stage, _again in stages(bench)] == ["investigated", "found", "recommended"]
    complaint = bench.scalar("SELECT id FROM complaint WHERE case_id = :id", id=story.case_id)
    assert {tuple(one["complaints"]) for one in bench.told(catalogue.CaseMoved)} == {(str(complaint),)}
    assert owed["item_id"]


def test_the_last_answer_moves_it_on_and_a_pause_is_told(story, bench):
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    promised = {"claimed": "in_process", "promised_date": date.fromisoformat(soon())}
    bench.reply(act, body, {"item_id": act["items"][0]["id"], "position": "accepted", **promised})
    story.step("suspend", reason="Presim aktin e ekspertimit.")
    story.step("resume", reason="Akti erdhi.")
    assert [stage for stage, _again in stages(bench)][2:] == ["recommended", "monitored", "paused", "monitored"]


def test_no_step_is_offered_that_needs_an_officer_where_nobody_has_the_case(story, bench):
    story.with_findings().issue(bench.body(), items=1)
    shut = {"staff_id": str(story.officer.id), "excluded": True, "reason": "Është i afërm i palës."}
    assert story.approver.post(f"/cases/{story.case_id}/exclusions", shut).status_code in {200, 201}
    path = f"/cases/{story.case_id}"
    assert story.approver.get(path).json["possible_steps"] == ["assign", "suspend", "close"]
    story.step("suspend", by=story.approver, reason="Presim.")
    assert story.approver.get(path).json["possible_steps"] == ["assign", "close"]
    story.step("assign", by=story.approver, assignee=str(bench.person("case_officer").id))
    assert "resume" in story.approver.get(path).json["possible_steps"]


def test_a_case_that_is_taken_up_again_is_told_as_that(story, bench):
    story.step("assign")
    story.step("investigate")
    story.found("violation_not_found")
    story.step("close", by=story.approver, outcome="no_violation", reason="Nuk u gjet shkelje.")
    before = len(stages(bench))
    story.step("reopen", by=story.approver, reason="Fakte të reja.")
    assert stages(bench)[before:] == [("opened", "reopened")]


def test_a_closed_case_that_is_followed_again_is_told_as_that(story, bench):
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    bench.reply(act, body, {"item_id": act["items"][0]["id"], "position": "refused", "has_reasons": True})
    story.step(
        "close",
        by=story.approver,
        outcome="violation_found_recommended",
        closing_ground="no_further_effect",
        reason="Nuk ka çfarë të kërkohet më.",
    )
    story.step("follow_up", by=story.approver, reason="Organi e ndryshoi mendimin.")
    assert stages(bench)[-1] == ("monitored", "followed_up")
