"""Two people, or two consumers, at the same moment: one effect, one order, no gap in the numbers."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

from shared.events import catalogue
from tests.cases.bench import ISSUED_NUMBER


def at_once(*works):
    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(work) for work in works]]


def test_two_who_issue_at_once_issue_one_act(bench, story, commissioner):
    act = story.with_findings().draft(bench.body())
    path = f"/recommendations/{act['id']}"
    story.approver.post(f"{path}/approval", {"content_hash": act["content_hash"]})
    people = (story.approver, commissioner, bench.person("approver"), bench.person("commissioner"))
    answers = at_once(*(lambda person=person: person.post(f"{path}/issue") for person in people))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert len(bench.told(catalogue.RecommendationIssued)) == 1
    assert bench.scalar("SELECT last FROM numbering WHERE prefix = 'R'") == 1


def test_an_edit_and_an_approval_at_once_never_approve_what_was_not_read(bench, story):
    story.with_findings()
    body = bench.body()
    for number in range(4):
        act = story.draft(body)
        path = f"/recommendations/{act['id']}"
        at_once(
            lambda path=path, number=number: story.officer.patch(path, {"title": f"Titull {number}"}),
            lambda path=path, act=act: story.approver.post(f"{path}/approval", {"content_hash": act["content_hash"]}),
        )
        now = story.officer.get(path).json
        assert now["title"] == f"Titull {number}"
        assert now["status"] == "draft"


def test_cases_opened_at_once_get_numbers_without_gap_or_repeat(bench):
    complaints = [bench.complaint() for _ in range(6)]
    decisions = [bench.envelope(catalogue.ComplaintDecided, one, **bench.decided(one)) for one in complaints]
    at_once(*(lambda decision=decision: bench.take(decision) for decision in decisions))
    numbers = [one["number"].split("-")[2] for one in bench.told(catalogue.CaseOpened)]
    assert sorted(numbers) == [f"{number:05d}" for number in range(1, 7)]


def test_a_complaint_joined_at_the_moment_of_the_opening_is_not_lost(bench):
    for _ in range(5):
        first, second = bench.complaint(), bench.complaint()
        opening = bench.envelope(catalogue.ComplaintDecided, first, **bench.decided(first))
        joined = bench.decided(second, "joined", joined_to=first, reference=ISSUED_NUMBER)
        joining = bench.envelope(catalogue.ComplaintDecided, second, **joined)
        message = bench.envelope(catalogue.MessageReceived, second, complaint_id=second, message_id=uuid4())
        at_once(*(lambda one=one: bench.take(one) for one in (opening, joining, message)))
        case_id = bench.scalar("SELECT case_id FROM complaint WHERE id = :id", id=first)
        assert bench.scalar("SELECT case_id FROM complaint WHERE id = :id", id=second) == case_id
        assert bench.scalar("SELECT unread_messages FROM case_file WHERE id = :id", id=case_id) == 1


def test_replies_of_two_bodies_at_once_are_both_kept_and_the_case_goes_on_once(bench, story):
    one, other = bench.body(), bench.body()
    act = story.with_findings().issue(one, other, items=1)
    item = {"item_id": act["items"][0]["id"], "position": "accepted"}
    at_once(lambda: bench.reply(act, one, item), lambda: bench.reply(act, other, item))
    assert bench.scalar("SELECT count(*) FROM reply_item") == 2
    found = story.officer.get(f"/cases/{story.case_id}").json
    assert found["case"]["status"] == "monitoring"
    assert [line["code"] for line in found["history"]].count("step.monitor") == 1


def test_the_audit_trail_holds_after_all_of_it(bench, story):
    story.with_findings().issue(bench.body())
    ended = bench.app.test_cli_runner()
    with bench.app.app_context():
        assert ended.invoke(args=["audit", "verify"]).exit_code == 0


def held(story, bench, name="Emër Shembull"):
    """A message to two who complained that waits for a reason."""
    bench.sealed = (name,)
    text = {"text": f"Na shkroi edhe {name}."}
    assert story.officer.post(f"/cases/{story.case_id}/complainant-messages", text).status_code == 201
    [waits] = story.officer.get(f"/cases/{story.case_id}/held-messages").json["items"]
    return f"/held-messages/{waits['id']}"


def test_a_held_message_that_two_let_go_at_once_is_sent_once(bench, story, commissioner):
    story.with_findings()
    bench.hear_joined(bench.complaint(reference="A-2026-00002-5"), first_of(bench, story))
    for number in range(1, 4):
        path, reason = held(story, bench), {"names_reason": "Të dy e dinë"}
        people = (story.approver, commissioner)
        answers = at_once(
            *(lambda one=one, path=path, reason=reason: one.post(f"{path}/names-reason", reason) for one in people)
        )
        assert sorted(answer.status_code for answer in answers) == [200, 404]
        assert len(bench.told(catalogue.ComplainantInformed)) == 2 * number


def test_a_held_message_that_one_lets_go_and_one_gives_up_at_once_is_sent_or_not(bench, story, commissioner):
    story.with_findings()
    bench.hear_joined(bench.complaint(reference="A-2026-00002-5"), first_of(bench, story))
    sent = 0
    for _ in range(4):
        path, reason = held(story, bench), {"names_reason": "Të dy e dinë"}
        let, gave_up = at_once(
            lambda path=path, reason=reason: commissioner.post(f"{path}/names-reason", reason),
            lambda path=path: story.officer.post(f"{path}/discard"),
        )
        assert sorted([let.status_code, gave_up.status_code]) == [200, 404]
        sent += 2 * (let.status_code == 200)
        assert len(bench.told(catalogue.ComplainantInformed)) == sent


def first_of(bench, story):
    return UUID(str(bench.scalar("SELECT id FROM complaint WHERE case_id = :id", id=story.case_id)))
