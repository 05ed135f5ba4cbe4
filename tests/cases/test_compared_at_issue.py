"""An approval is bound to what the sealed files held: what arrived since is compared before the act is issued, whoever comes first."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.events.catalogue import ComplaintDecided, DraftOffered, MessageReceived, RecommendationIssued
from shared.messaging.inbox import Inbox
from tests.cases.test_looks_again import first_complaint, join, somebody_writes

NAME = "Zanafilla"


@pytest.fixture
def approved(bench, story):
    """An act that speaks of somebody whom no file holds yet, approved: (story, its path)."""
    act = story.with_findings().draft(bench.body(), title=f"Kthimi i {NAME}s në shkollë")
    path = f"/recommendations/{act['id']}"
    answer = story.approver.post(f"{path}/approval", {"content_hash": act["content_hash"]})
    assert answer.status_code == 200, answer.json
    return story, path


def code(answer):
    return answer.json["type"].rsplit(":", 1)[-1]


def older(bench, **by):
    """Let what was compared and approved lie for so long."""
    with bench.platform.database.transaction() as session:
        age = {"age": timedelta(**by)}
        session.execute(
            text("UPDATE text_check SET offered_at = offered_at - :age, checked_at = checked_at - :age"), age
        )


def offers(bench):
    return len(bench.told(DraftOffered, kind="act"))


def test_what_somebody_wrote_since_is_compared_by_the_issue_itself_and_it_goes_on(bench, approved):
    story, path = approved
    somebody_writes(story)
    assert story.approver.post(f"{path}/issue").status_code == 200
    assert offers(bench) == 2


def test_the_approval_falls_where_the_new_look_finds_somebody_and_both_read_why(bench, approved):
    story, path = approved
    bench.sealed = (NAME,)
    somebody_writes(story)
    refused = story.approver.post(f"{path}/issue")
    assert (refused.status_code, code(refused)) == (409, "issue.approval_fell_names")
    for person in (story.officer, story.approver):
        seen = person.get(path).json
        assert (seen["status"], seen["approved_by"], seen["approval_fell"]) == ("draft", None, "names_someone")
        client = bench.app.test_client()
        client.set_cookie("besa_staff", person.token)
        page = client.get(f"/cases/staff{path}").text
        assert "Miratimi ra, sepse një krahasim i ri gjeti në tekst" in page
    assert bench.told(RecommendationIssued) == []
    history = story.officer.get(f"/cases/{story.case_id}").json["history"]
    assert "act.approval_fell_names" in [line["code"] for line in history]


def test_the_second_person_may_approve_it_anew_with_a_reason(bench, approved):
    story, path = approved
    bench.sealed = (NAME,)
    somebody_writes(story)
    story.approver.post(f"{path}/issue")
    seen = {"content_hash": story.officer.get(path).json["content_hash"]}
    assert story.approver.post(f"{path}/approval", seen).status_code == 422
    again = story.approver.post(f"{path}/approval", {**seen, "names_reason": "Prindi e kërkoi me shkrim"})
    assert (again.status_code, again.json["approval_fell"]) == (200, None)
    assert story.approver.post(f"{path}/issue").status_code == 200


def test_that_a_complaint_joined_is_said_as_the_reason(bench, approved):
    story, path = approved
    join(story)
    refused = story.approver.post(f"{path}/issue")
    assert (refused.status_code, code(refused)) == (409, "issue.approval_fell_joined")
    assert story.officer.get(path).json["approval_fell"] == "complaint_joined"
    edited = story.officer.patch(path, {"grounds": "Arsye të tjera."})
    assert edited.json["approval_fell"] is None


def test_after_an_hour_anything_that_arrived_anywhere_has_it_compared_again(bench, approved):
    story, path = approved
    older(bench, minutes=61)
    bench.complaint(reference="A-2026-00009-2")
    bench.sealed = (NAME,)
    refused = story.approver.post(f"{path}/issue")
    assert (refused.status_code, code(refused), offers(bench)) == (409, "issue.approval_fell_names", 2)


@pytest.mark.parametrize(
    ("minutes", "arrives"), [(59, True), (24 * 60, False)], ids=["within the hour", "nothing arrived"]
)
def test_else_the_look_of_the_approval_holds(bench, approved, minutes, arrives):
    story, path = approved
    with bench.platform.database.transaction() as session:
        session.execute(text("UPDATE complaint SET received_at = received_at - interval '10 days'"))
    older(bench, minutes=minutes)
    if arrives:
        bench.complaint(reference="A-2026-00009-2")
    assert story.approver.post(f"{path}/issue").status_code == 200
    assert offers(bench) == 1


def test_while_intake_is_away_the_issue_waits_says_so_and_goes_on_once_it_is_back(bench, approved):
    story, path = approved
    bench.intake_away = True
    somebody_writes(story)
    for _turn in range(2):
        waiting = story.approver.post(f"{path}/issue")
        assert (waiting.status_code, code(waiting)) == (409, "check.waiting")
    seen = story.officer.get(path).json
    assert (offers(bench), seen["status"], seen["names_check"]["then"]) == (2, "approved", "issue")
    bench.intake_away = False
    bench.answer_checks()
    assert story.officer.get(path).json["status"] == "issued"


def test_the_page_says_that_it_waits_and_then_issues(bench, approved):
    story, path = approved
    client = bench.app.test_client()
    client.set_cookie("besa_staff", story.approver.token)
    bench.intake_away = True
    somebody_writes(story)
    page = client.get(f"/cases/staff{path}").text
    sent = {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page)[1]}
    sent["content_hash"] = story.officer.get(path).json["content_hash"]
    waiting = client.post(f"/cases/staff{path}/issue", data=sent)
    assert waiting.status_code == 409 and "Teksti po krahasohet me dosjen e mbyllur." in waiting.text
    again = re.search(r'href="([^"]+)">Shiko nëse mbaroi krahasimi', waiting.text)[1]
    assert again == f"/cases/staff{path}" and "Shiko nëse" in client.get(again).text
    bench.intake_away, bench.sealed = False, (NAME,)
    bench.answer_checks()
    fell = client.post(f"/cases/staff{path}/issue", data=sent)
    assert fell.status_code == 409 and "Miratimi ra, sepse një krahasim i ri" in fell.text


def test_a_complaint_that_joins_in_a_transaction_of_its_own_meanwhile_does_not_slip_through(bench, approved):
    """The join has written and not committed when the issue begins: the issue waits for it, and then does not go out."""
    story, path = approved
    joined, leading = bench.complaint(reference="A-2026-00002-5"), first_complaint(story)
    delivery = bench.envelope(ComplaintDecided, joined, **bench.decided(joined, "joined", joined_to=leading))
    inbox = Inbox(bench.platform.subscriptions, bench.platform.documents.get)
    with ThreadPoolExecutor(1) as pool, Session(bench.platform.database.engine) as session:
        inbox.take(session, [delivery])
        session.flush()
        issuing = pool.submit(lambda: story.approver.post(f"{path}/issue"))
        waited_for(bench, session)
        assert not issuing.done()
        session.commit()
        refused = issuing.result(timeout=60)
    assert (refused.status_code, code(refused)) == (409, "issue.approval_fell_joined")
    assert bench.told(RecommendationIssued) == []
    assert bench.scalar("SELECT count(*) FROM complaint WHERE case_id = :id", id=story.case_id) == 2


def test_a_message_in_a_transaction_of_its_own_meanwhile_does_not_slip_through(bench, approved):
    story, path = approved
    complaint = first_complaint(story)
    delivery = bench.envelope(MessageReceived, complaint, complaint_id=complaint, message_id=uuid4())
    inbox, bench.sealed = Inbox(bench.platform.subscriptions, bench.platform.documents.get), (NAME,)
    with ThreadPoolExecutor(1) as pool, Session(bench.platform.database.engine) as session:
        inbox.take(session, [delivery])
        session.flush()
        issuing = pool.submit(lambda: story.approver.post(f"{path}/issue"))
        waited_for(bench, session)
        session.commit()
        refused = issuing.result(timeout=60)
    assert (refused.status_code, code(refused)) == (409, "issue.approval_fell_names")


def waited_for(bench, session):
    """Until another connection waits for a lock that the transaction of `session` holds."""
    mine = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE :pid = ANY(pg_blocking_pids(pid))")
    for _turn in range(200):
        with bench.platform.database.engine.connect() as other:
            if other.execute(waiting, {"pid": mine}).scalar_one():
                return
        time.sleep(0.05)
    raise AssertionError("nobody waits")
