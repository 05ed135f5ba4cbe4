"""The order of the ladder by the calendar: what is refused while an earlier term runs, who lifts it, and who is never pressed."""

from datetime import timedelta

import pytest

from services.cases import timers
from shared import clock
from shared.events import catalogue
from tests.cases.ladder_world import Silence, after, before


@pytest.fixture
def silence(story, bench, commissioner):
    body = bench.body()
    bench.body("assembly")
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def test_a_silent_municipality_goes_up_every_rung_in_order_and_on_its_day(silence):
    officer, leader = silence.story.officer, silence.story.approver
    first = after(silence.owed[0]["reply_due"])
    second = after(first, 10)
    for day, rung in ((first, "reminder"), (second, "second_reminder")):
        with silence.on(before(day)):
            assert silence.send(officer, rung).json["code"] == "ladder.term_runs"
        with silence.on(day):
            assert silence.send(officer, rung).json["state"] == "sent"
    with silence.on(after(second, 10)):
        none = silence.send(leader, "hierarchical_superior")
        assert (none.status_code, none.json["code"]) == (409, "ladder.no_superior")
        offered = {one["rung"]: one for one in silence.draft()}["hierarchical_superior"]
        assert (offered["no_superior"], offered["act"]) == (True, None)
        assert set(none.json["legal"]) == set(offered["alternatives"])
        drafted = silence.send(leader, "hierarchical_superior", alternative="head_of_body").json
        silence.issue(drafted["act"])
        assert silence.letters() == [], "the report to the Assembly waits until its own day"
        term = silence.rungs()["sent"][-1]["term_due"]
    report_on = after(term, 1)
    with silence.on(before(report_on)):
        assert silence.send(silence.commissioner, "assembly_report").json["code"] == "ladder.term_runs"
    with silence.on(report_on):
        [report] = silence.draft()
        silence.issue(report["act"])
    debate = silence.rungs()["sent"][-1]["term_due"]
    with silence.on(before(after(debate))):
        assert silence.send(silence.commissioner, "publication").json["code"] == "ladder.term_runs"
    with silence.on(after(debate, 1)):
        assert silence.send(silence.publisher, "publication").json["state"] == "sent"
    assert [one["rung"] for one in silence.rungs()["sent"]] == [
        "reminder",
        "second_reminder",
        "hierarchical_superior",
        "assembly_report",
        "publication",
    ]
    assert silence.rungs()["offers"] == []


def test_only_the_commissioner_skips_a_running_term_and_the_reason_is_kept_and_shown(silence):
    reason = "Fëmija mbetet pa shkollë."
    with silence.on(after(silence.owed[0]["reply_due"], 1)):
        silence.send(silence.story.officer, "reminder")
        for person in (silence.story.officer, silence.story.approver):
            refused = silence.send(person, "assembly_report", override_reason=reason)
            assert refused.status_code == 403
        empty = silence.send(silence.commissioner, "assembly_report", override_reason="  ")
        assert (empty.status_code, empty.json["code"]) == (409, "ladder.out_of_order")
        drafted = silence.send(silence.commissioner, "assembly_report", override_reason=reason).json
        assert drafted["override_reason"] == reason
        letter = silence.commissioner.get(f"/rung-letters/{drafted['letter']}").json
        assert (letter["override_reason"], letter["why"]) == (reason, {})
        silence.issue(drafted["act"])
    sent = silence.rungs()["sent"][-1]
    assert (sent["rung"], sent["override_reason"], sent["by"]) == (
        "assembly_report",
        reason,
        str(silence.commissioner.id),
    )
    marked = "SELECT details->>'override' FROM audit_entry WHERE action = 'obligation.escalated'"
    assert silence.bench.scalar(marked) == "true"


def test_an_extension_after_the_reminder_stops_the_ladder_until_the_new_day(silence):
    officer, due = silence.story.officer, silence.owed[0]["reply_due"]
    with silence.on(after(due, 1)):
        silence.send(officer, "reminder")
    with silence.on(after(after(due, 1), 10)):
        [letter] = silence.draft()
        until = after(due, 40)
        path = f"/obligations/{silence.owed[0]['id']}/extensions"
        assert officer.post(path, {"granted": True, "until": until.isoformat()}).status_code == 201
        assert officer.get(f"/rung-letters/{letter['id']}").json["state"] == "dropped"
        assert silence.draft() == []
        assert silence.send(officer, "second_reminder").json["code"] == "ladder.term_runs"
    with silence.on(after(silence.owed[0]["reply_due"], 1)):
        [again] = silence.draft()
        assert "zyra e zgjati afatin deri më" in again["text"]["text"]


@pytest.mark.parametrize(("body_class", "kind"), [("prosecution", "prosecution_referral"), ("judicial_oversight", "judicial_notice")])  # fmt: skip
def test_a_body_of_the_judiciary_has_no_rung_on_any_day(story, bench, body_class, kind):
    body = bench.body(body_class, key="ild" if body_class == "judicial_oversight" else None)
    more = {"judicial_matter": "judge"} if kind == "judicial_notice" else {}
    act = story.with_findings().issue(body, kind=kind, items=1, **more)
    bench.deliver(act, body)
    [owed] = story.obligations(act, body)
    for days in (1, 40, 100, 400):
        timers.draft_rungs(bench.platform, clock.utc_now() + timedelta(days=days))
    assert story.officer.get("/rung-letters").json["items"] == []
    rungs = story.officer.get(f"/obligations/{owed['id']}/rungs").json
    assert (rungs["never_pressed"], rungs["offers"], rungs["drafts"]) == (True, [], [])
    for rung in ("reminder", "hierarchical_superior", "assembly_report", "publication"):
        pressed = story.approver.post(f"/obligations/{owed['id']}/escalations", {"rung": rung})
        assert (pressed.status_code, pressed.json["code"]) == (409, "ladder.never_pressed")
    assert bench.told(catalogue.ObligationEscalated) == []
