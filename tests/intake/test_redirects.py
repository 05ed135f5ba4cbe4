"""A complaint that was passed on: to whom and why stays known, and its author is asked once whether that body answered."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.intake.actions.redirects import ask_one
from services.intake.domain.terms import local_day
from services.intake.timers import ask_after_redirects
from shared.principal import service
from tests.intake.conftest import BASE, MUNICIPALITY, PARENT, SCHOOL
from tests.intake.office import add_body, box, fault, get, post

AFTER = timedelta(days=30)


def redirected(world, **changes):
    told = world.complain(submitter={"role": "parent", "name": PARENT}, **changes)
    answer = world.decide(told["id"], outcome="redirected", redirect_to=str(MUNICIPALITY))
    assert answer.status_code == 201, answer.get_json()
    return told


def write(world, told, text="Jo"):
    headers = {"Receipt-Code": told["receipt_code"]}
    answer = world.client.post(f"{BASE}/complaints/mine/messages", json={"text": text}, headers=headers)
    assert answer.status_code == 201


def test_staff_see_body_day_and_reason_and_find_it_by_the_body(world):
    told, other = redirected(world), world.complain()
    today = local_day(datetime.now(UTC))
    shown = get(world, told["id"]).get_json()
    assert shown["redirect"] == {
        "institution_id": str(MUNICIPALITY), "on": today.isoformat(), "ground": "outside_mandate",
        "check_on": (today + AFTER).isoformat(), "asked_at": None,
    }  # fmt: skip
    assert get(world, other["id"]).get_json()["redirect"] is None
    for body, found in ((MUNICIPALITY, [told["id"]]), (SCHOOL, [])):
        page = world.client.get(f"{BASE}/complaints?redirect_to={body}", headers=world.bearer("approver")).get_json()
        assert [item["id"] for item in page["items"]] == found
    assert world.client.get(f"{BASE}/complaints?redirect_to=x", headers=world.bearer("approver")).status_code == 422


@pytest.mark.parametrize(("language", "back"), [("sq", "kthehuni te ne"), ("en", "come back to us")])
def test_the_complainant_reads_which_body_and_how_to_come_back(world, language, back):
    (message,) = box(world, redirected(world), language)["messages"]
    assert "Bashkia Shembull" in message["text"]
    assert back in message["text"]


def test_only_a_registered_body_that_is_there_is_given_a_complaint(world):
    told, gone = world.complain(), add_body(world, "agency", active=False)
    answer = world.decide(told["id"], outcome="redirected", redirect_to=str(gone))
    assert fault(answer) == (422, "institution_inactive", "/redirect_to")


def test_after_the_term_the_complainant_is_asked_once(world):
    told, now = redirected(world), datetime.now(UTC)
    for day, questions in ((AFTER - timedelta(days=1), 0), (AFTER, 1), (AFTER + timedelta(days=9), 1)):
        ask_after_redirects(world.platform, now + day)
        messages = box(world, told)["messages"]
        assert [message["kind"] for message in messages].count("redirect_check") == questions
    assert "Bashkia Shembull" in messages[-1]["text"]
    assert "A ju ka dhënë përgjigje?" in messages[-1]["text"]
    assert get(world, told["id"]).get_json()["redirect"]["asked_at"] is not None


def test_a_no_is_an_ordinary_message_that_staff_see_in_the_list_until_it_is_answered(world):
    told, other = redirected(world), world.complain()
    write(world, told)
    write(world, other)

    def flagged():
        headers = world.bearer("approver")
        page = world.client.get(f"{BASE}/complaints?wrote_after_decision=true", headers=headers).get_json()
        return [item["id"] for item in page["items"]]

    assert flagged() == [told["id"]]
    assert post(world, f"{told['id']}/messages", {"text": "Po e shohim."}).status_code == 201
    assert flagged() == []


def test_who_is_shut_out_is_not_asked(world):
    told, now = redirected(world), datetime.now(UTC) + AFTER
    post(world, f"{told['id']}/guardian-conflict", {"in_conflict": True})
    ask_after_redirects(world.platform, now)
    assert world.rows("SELECT 1 FROM message WHERE kind = 'redirect_check'") == []


def test_one_that_was_reopened_is_not_asked_after(world):
    told, now = redirected(world), datetime.now(UTC) + AFTER
    assert post(world, f"{told['id']}/reopening", {"reason": "body_silent"}).status_code == 201
    with world.database.transaction() as session:
        assert ask_one(service("intake"), session, now=now) is False
    assert get(world, told["id"]).get_json()["redirect"] is None
    assert UUID(told["id"])
