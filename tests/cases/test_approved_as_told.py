"""What a letter recounts of its case follows from the file: who approved it read that too, and reads it again once it is other."""

from dataclasses import replace

from tests.cases.test_letters import letter, text_of, two_items


def test_an_answer_that_comes_between_approval_and_issue_is_read_first(story, bench, approver):
    body = bench.body()
    story = replace(story, case_id=bench.admit(bodies=[body.id]))
    story.step("assign")
    request = story.draft(body, kind="information_request", items=1)
    request = story.officer.post(f"/recommendations/{request['id']}/issue").json
    bench.deliver(request, body)
    story.step("investigate")
    story.found("violation_found", body)
    act = story.draft(body, items=two_items())
    approve = lambda: approver.post(f"/recommendations/{act['id']}/approval", {"content_hash": act["content_hash"]})  # noqa: E731 - said twice
    assert approve().status_code == 200
    bench.reply(request, body, {"item_id": request["items"][0]["id"], "position": "accepted"})
    signs = story.signatory(act)
    refused = signs.post(f"/recommendations/{act['id']}/issue")
    assert (refused.status_code, refused.json["code"]) == (409, "issue.approval_fell_facts")
    seen = story.officer.get(f"/recommendations/{act['id']}").json
    assert (seen["status"], seen["approval_fell"]) == ("draft", "facts_changed")
    assert "Përgjigjja juaj na mbërriti" in text_of(letter(story.officer, act, body))
    assert approve().status_code == 200
    assert signs.post(f"/recommendations/{act['id']}/issue").status_code == 200
