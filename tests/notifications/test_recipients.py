"""Whom a message may reach, when, and what becomes of it where that cannot be known: never a guess."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.notifications.domain import GIVE_UP_AFTER
from tests.databases import owning
from tests.notifications.conftest import ADDRESS, MAILBOX

SOON = timedelta(minutes=2)
NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)


def test_a_body_without_a_mailbox_is_told_of_as_such(bench, mail_server):
    bench.issued(bench.institution(mailbox=None))
    bench.deliver(mail_server.transport())
    assert (bench.only().state, bench.only().last_error) == ("failed", "unusable_mailbox")
    [(_, data)] = bench.published()
    assert data["reason"] == "no_address"


def test_a_mailbox_that_would_smuggle_a_header_is_not_used(bench, mail_server):
    bench.issued(bench.institution(mailbox="a@example.org\r\nBcc: b@example.org"))
    bench.deliver(mail_server.transport())
    assert (bench.only().state, bench.only().last_error) == ("failed", "unusable_address")
    assert mail_server.mailbox.received == []


def test_a_body_that_is_not_known_here_yet_is_waited_for(bench, mail_server):
    body = bench.institution()
    with owning(bench.platform.settings.database_url) as owner:
        owner.execute("DELETE FROM known_institution WHERE id = %s", [body])
    bench.issued(body)
    bench.deliver(mail_server.transport())
    assert (bench.only().state, bench.only().last_error) == ("waiting", "institution_unknown")
    bench.institution(body)
    bench.deliver(mail_server.transport(), datetime.now(UTC) + SOON)
    assert bench.only().state == "delivered"


def test_a_body_that_never_becomes_known_has_no_address(bench, mail_server):
    bench.issued(uuid4())
    bench.deliver(mail_server.transport())
    bench.deliver(mail_server.transport(), datetime.now(UTC) + GIVE_UP_AFTER + SOON)
    assert (bench.only().state, bench.only().last_error) == ("failed", "institution_unknown")
    [(_, data)] = bench.published()
    assert data["reason"] == "no_address"


def test_the_mailbox_of_the_moment_of_sending_counts(bench, mail_server):
    body = bench.institution(mailbox="i-vjeter.shembull@example.org")
    bench.issued(body)
    bench.institution(body, mailbox="i-ri.shembull@example.org")
    bench.deliver(mail_server.transport())
    assert [mail["To"] for mail in mail_server.mailbox.received] == ["i-ri.shembull@example.org"]


def test_outside_the_chosen_hours_it_waits_and_that_is_no_try(bench, mail_server):
    hours = {"from": "16:00", "to": "20:00"}
    complaint = bench.complaint({"channel": "email", "address": ADDRESS, "language": "sq", "hours": hours})
    bench.informed(complaint)
    _set_due(bench, NOON)
    bench.deliver(mail_server.transport(), NOON)
    message = bench.only()
    assert (message.state, message.attempts, message.first_tried_at) == ("waiting", 0, None)
    assert message.next_try_at == datetime(2026, 11, 25, 15, tzinfo=UTC)
    bench.deliver(mail_server.transport(), datetime(2026, 11, 25, 14, 59, 59, tzinfo=UTC))
    assert mail_server.mailbox.received == []
    bench.deliver(mail_server.transport(), datetime(2026, 11, 25, 15, 0, 1, tzinfo=UTC))
    assert len(mail_server.mailbox.received) == 1
    assert bench.only().state == "delivered"


def test_a_retry_after_the_hours_have_ended_waits_for_the_next_day(bench, mail_server):
    hours = {"from": "16:00", "to": "20:00"}
    bench.informed(bench.complaint({"channel": "email", "address": ADDRESS, "language": "sq", "hours": hours}))
    closing = datetime(2026, 11, 25, 18, 59, 50, tzinfo=UTC)
    _set_due(bench, closing)
    mail_server.mailbox.at_data = ["451 Later"]
    bench.deliver(mail_server.transport(), closing)
    assert bench.only().attempts == 1
    bench.deliver(mail_server.transport(), closing + SOON)
    assert bench.only().next_try_at == datetime(2026, 11, 26, 15, tzinfo=UTC)
    assert mail_server.mailbox.received == []


def _set_due(bench, moment):
    statement = text("UPDATE message SET next_try_at = :moment, created_at = :moment")
    bench.platform.database.run(lambda session: session.execute(statement, {"moment": moment}))


@pytest.mark.parametrize(
    ("contact", "code"),
    [
        ({"channel": "email", "address": "a@example.org\nBcc: b@example.org"}, "unusable_address"),
        ({"channel": "email", "address": ADDRESS, "hours": "always"}, "unusable_hours"),
        ({"channel": "letter", "address": "x"}, "unusable_channel"),
    ],
)
def test_a_contact_that_cannot_be_used_is_not_guessed_at(bench, mail_server, contact, code):
    bench.informed(bench.complaint(contact))
    bench.deliver(mail_server.transport())
    assert (bench.only().state, bench.only().last_error) == ("failed", code)
    [(_, data)] = bench.published()
    assert data["reason"] == "no_address"
    assert mail_server.mailbox.received == []


def test_a_contact_that_was_erased_fails_without_a_guess(bench, mail_server):
    complaint = bench.complaint()
    bench.platform.documents.erase(bench.scalar(f"SELECT contact FROM complaint WHERE id = '{complaint}'"))
    bench.informed(complaint)
    bench.deliver(mail_server.transport())
    assert (bench.only().state, bench.only().last_error) == ("failed", "contact_gone")


def test_an_sms_is_refused_where_only_mail_leaves_the_house(bench, mail_server):
    bench.informed(bench.complaint({"channel": "sms", "address": "+355690000000", "language": "sq"}))
    bench.deliver(mail_server.transport())
    assert (bench.only().state, bench.only().channel, bench.only().last_error) == ("failed", "sms", "no_sms_provider")
    [(_, data)] = bench.published()
    assert (data["channel"], data["reason"]) == ("sms", "refused")


def test_without_a_contact_a_waiting_notice_does_not_hold_up_the_rest(bench, mail_server):
    bench.informed(bench.complaint({"channel": "email", "address": ADDRESS}, complaint_id=None))
    early = bench.messages()[0].about_id
    _forget(bench, early)
    bench.issued(bench.institution())
    bench.deliver(mail_server.transport())
    assert [mail["To"] for mail in mail_server.mailbox.received] == [MAILBOX]


def _forget(bench, complaint):
    with owning(bench.platform.settings.database_url) as owner:
        owner.execute("DELETE FROM complaint WHERE id = %s", [complaint])
