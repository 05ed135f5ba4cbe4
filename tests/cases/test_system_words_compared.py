"""A reminder in the system's own words quotes an act that was compared long ago: it is compared itself before it leaves, at every door."""

import pytest

from services.cases import timers
from shared import clock
from shared.events.catalogue import DraftOffered, ObligationReminded
from tests.cases.ladder_world import Silence, after
from tests.cases.test_checks import item
from tests.cases.test_looks_again import join

NAME = "Zanafilla"


@pytest.fixture
def named(story, bench, commissioner):
    """An act that names somebody whom no file held when it was issued."""
    body = bench.body()
    act = story.with_findings().issue(body, items=[item(f"Rasti i {NAME}s të zgjidhet")])
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def looks(bench):
    return bench.told(DraftOffered, kind="rung_letter")


def read(silence, letter):
    return silence.story.officer.get(f"/rung-letters/{letter['id']}").json


def test_a_name_that_a_file_learned_after_the_issue_does_not_leave_in_a_reminder(named):
    with named.on(after(named.owed[0]["reply_due"])):
        named.bench.sealed = (NAME,)
        [letter] = named.draft()
        assert NAME in read(named, letter)["text"]["text"]
        refused = named.send(named.story.officer, "reminder")
        assert (refused.status_code, refused.json["code"]) == (422, "check.names_someone")
        assert named.bench.told(ObligationReminded) == []
        assert read(named, letter)["names_check"]["stops"] == 1


def test_who_sends_it_says_why_the_name_is_needed(named):
    with named.on(after(named.owed[0]["reply_due"])):
        named.bench.sealed = (NAME,)
        [letter] = named.draft()
        sent = named.send(named.story.officer, "reminder", names_reason="Institucioni e njeh rastin")
        assert (sent.status_code, sent.json["state"]) == (201, "sent")
        why = "SELECT reason FROM text_check WHERE text_id = :id AND reason IS NOT NULL"
        assert named.bench.scalar(why, id=letter["id"]) == "Institucioni e njeh rastin"


def test_the_page_marks_the_name_and_asks_why(named):
    client = named.bench.app.test_client()
    with named.on(after(named.owed[0]["reply_due"])):
        named.bench.sealed = (NAME,)
        [letter] = named.draft()
        client.set_cookie("besa_staff", named.story.officer.token)
        seen = client.get(f"/cases/staff/rungs/{letter['id']}").text
    assert f"<mark>{NAME}<span" in seen
    assert "Pse mund të mbeten" in seen


def test_one_that_was_compared_when_it_was_drafted_waits_for_nothing(named):
    with named.on(after(named.owed[0]["reply_due"])):
        named.draft()
        assert named.send(named.story.officer, "reminder").json["state"] == "sent"
        assert len(looks(named.bench)) == 1


def test_it_waits_while_intake_is_away(named):
    named.bench.intake_away = True
    with named.on(after(named.owed[0]["reply_due"])):
        named.draft()
        waiting = named.send(named.story.officer, "reminder")
        assert (waiting.status_code, waiting.json["code"]) == (409, "check.waiting")
        assert named.bench.told(ObligationReminded) == []
        named.bench.intake_away = False
        named.bench.answer_checks()
        assert named.send(named.story.officer, "reminder").json["state"] == "sent"


def test_each_day_has_its_words_compared_once_before_anybody_sends_them(named):
    due = named.owed[0]["reply_due"]
    with named.on(after(due)):
        [letter] = named.draft()
    with named.on(after(due, 3)):
        for _turn in range(3):
            timers.offer_drafts(named.bench.platform, clock.utc_now())
        named.bench.answer_checks()
        assert len(looks(named.bench)) == 2
        assert read(named, letter)["names_check"]["state"] == "checked"
        assert named.send(named.story.officer, "reminder").json["state"] == "sent"
        assert len(looks(named.bench)) == 2


def test_one_that_waits_is_compared_again_with_a_complaint_that_joined(named):
    with named.on(after(named.owed[0]["reply_due"])):
        named.draft()
        joined = join(named.story)
        assert named.send(named.story.officer, "reminder").json["state"] == "sent"
        assert str(joined) in looks(named.bench)[-1]["complaints"]
