"""A message on its way to a real mail server: taken, refused, put off, killed in between; never lost."""

import re
import socket
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.actions import sending
from services.notifications.actions.sending import LEASE
from services.notifications.clients import SmtpTransport, transport_of
from shared import metrics
from shared.waits import Waits
from tests.notifications.conftest import ADDRESS, MAILBOX, SENDER, Mailbox, MailServer, free_port

SOON = timedelta(minutes=2)


def counted(channel, outcome):
    return metrics.MESSAGES.labels(channel, outcome)._value.get()


def test_a_mail_to_a_body_is_taken_and_says_only_that_something_waits(bench, mail_server):
    body = bench.institution()
    act = bench.issued(body)
    before = counted("email", "delivered")
    bench.deliver(mail_server.transport())
    [mail] = mail_server.mailbox.received
    assert (mail["From"], mail["To"], mail["Subject"]) == (SENDER, MAILBOX, "Në portal ju pret një dokument")
    assert mail.get_content().split() == [
        *["Në", "portal", "ju", "pret", "një", "dokument."],
        "https://besa.example.org/partners/",
    ]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert str(act) not in mail.as_string()
    message = bench.only()
    assert (message.state, message.attempts, message.last_error) == ("delivered", 1, None)
    assert bench.published() == [
        (
            "notifications.message.delivered.v1",
            {
                "message_id": str(message.id),
                "template": "document_waiting",
                "channel": "email",
                "about": "recommendation",
                "about_id": str(act),
                "institution_id": str(body),
            },
        )
    ]
    assert counted("email", "delivered") == before + 1


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("sq", "Njoftim", "Keni një njoftim. Hyni si zakonisht."),
        ("en", "Notice", "You have a notice. Sign in as usual."),
    ],
)
def test_a_mail_to_a_complainant_tells_nothing_not_even_a_link(bench, mail_server, language, subject, words):
    complaint = bench.complaint({"channel": "email", "address": ADDRESS, "language": language})
    bench.informed(complaint)
    bench.deliver(mail_server.transport())
    [mail] = mail_server.mailbox.received
    assert (mail["To"], mail["Subject"], mail.get_content().strip()) == (ADDRESS, subject, words)
    whole = mail.as_string()
    assert not re.search(r"https?:|besa\.example|avokat|ombuds|A-2026|" + str(complaint), whole, re.IGNORECASE)
    [(kind, data)] = bench.published()
    assert kind == "notifications.message.delivered.v1"
    assert (data["about"], data["about_id"], "institution_id" in data) == ("complaint", str(complaint), False)


def test_the_address_stands_in_no_table_of_the_service(bench, mail_server):
    bench.informed(bench.complaint())
    bench.deliver(mail_server.transport())
    assert mail_server.mailbox.received
    tables = bench.scalar(
        "SELECT string_agg(relname, ',') FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE relkind IN ('r', 'p') AND NOT relispartition AND nspname = 'public'"
    ).split(",")
    assert "message" in tables
    for table in tables:
        assert not bench.scalar(f"SELECT count(*) FROM {table} AS t WHERE t::text LIKE '%{ADDRESS}%'"), table


def test_using_a_contact_is_in_the_audit_trail(bench, mail_server):
    complaint = bench.complaint()
    bench.informed(complaint)
    bench.deliver(mail_server.transport())
    assert bench.scalar("SELECT actor || ' ' || action || ' ' || object_id FROM audit_entry") == (
        f"service:notifications contact.used {complaint}"
    )


def test_a_refusal_for_good_fails_at_once(bench, mail_server):
    bench.issued(bench.institution())
    mail_server.mailbox.at_recipient = ["550 No such user"]
    bench.deliver(mail_server.transport())
    message = bench.only()
    assert (message.state, message.attempts, message.last_error) == ("failed", 1, "smtp_550")
    [(kind, data)] = bench.published()
    assert (kind, data["reason"], data["template"]) == (
        "notifications.message.failed.v1",
        "refused",
        "document_waiting",
    )
    bench.deliver(mail_server.transport(), datetime.now(UTC) + timedelta(days=9))
    assert mail_server.mailbox.received == []


@pytest.mark.parametrize("stage", ["at_recipient", "at_data"])
def test_a_refusal_for_now_is_tried_again_later_and_not_before(bench, mail_server, stage):
    bench.issued(bench.institution())
    setattr(mail_server.mailbox, stage, ["451 Try again later"])
    bench.deliver(mail_server.transport())
    message = bench.only()
    assert (message.state, message.attempts, message.last_error) == ("waiting", 1, "smtp_451")
    assert timedelta(seconds=20) < message.next_try_at - datetime.now(UTC) < timedelta(seconds=45)
    bench.deliver(mail_server.transport())
    assert mail_server.mailbox.received == []
    assert bench.published() == []
    bench.deliver(mail_server.transport(), datetime.now(UTC) + SOON)
    assert (bench.only().state, bench.only().attempts) == ("delivered", 2)
    assert len(mail_server.mailbox.received) == 1


def test_a_refused_sender_is_our_fault_and_costs_no_message(bench, mail_server):
    class Strict(Mailbox):
        async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
            return "550 You may not send"

    bench.issued(bench.institution(), bench.institution())
    strict = MailServer(Strict(), free_port())
    strict.start()
    bench.deliver(strict.transport())
    strict.stop()
    assert sorted((m.state, m.attempts) for m in bench.messages()) == [("waiting", 0), ("waiting", 1)]
    bench.deliver(mail_server.transport(), datetime.now(UTC) + SOON)
    assert len(mail_server.mailbox.received) == 2


def test_a_server_that_is_away_is_asked_once_a_turn_and_gets_everything_when_it_is_back(bench, mail_server):
    bench.issued(*(bench.institution() for _ in range(3)))
    mail_server.stop()
    bench.deliver(mail_server.transport())
    assert sorted(message.attempts for message in bench.messages()) == [0, 0, 1]
    assert {message.last_error for message in bench.messages()} == {None, "unreachable"}
    mail_server.start()
    bench.deliver(mail_server.transport(), datetime.now(UTC) + SOON)
    assert {message.state for message in bench.messages()} == {"delivered"}
    assert len(mail_server.mailbox.received) == 3


def test_a_server_that_stays_away_for_days_ends_in_a_failure_that_is_told(bench, mail_server):
    bench.issued(bench.institution())
    mail_server.stop()
    moment = datetime.now(UTC)
    for _ in range(60):
        moment = max(bench.only().next_try_at, moment) + timedelta(seconds=1)
        bench.deliver(mail_server.transport(), moment)
        if bench.only().state == "failed":
            break
    message = bench.only()
    assert (message.state, message.last_error) == ("failed", "unreachable")
    assert message.finished_at - message.first_tried_at >= timedelta(days=3)
    [(kind, data)] = bench.published()
    assert (kind, data["reason"]) == ("notifications.message.failed.v1", "gave_up")


def test_a_server_that_never_answers_costs_one_time_out_and_no_transaction(bench):
    bench.issued(bench.institution(), bench.institution())
    with socket.create_server(("127.0.0.1", 0)) as silent:
        transport = SmtpTransport("127.0.0.1", silent.getsockname()[1], SENDER, seconds=1)
        sender = threading.Thread(target=bench.deliver, args=[transport])
        began = time.monotonic()
        sender.start()
        connection, _ = silent.accept()
        idle = bench.scalar("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
                            " AND datname = current_database()")  # fmt: skip
        sender.join()
        connection.close()
    assert idle == 0
    assert 0.9 < time.monotonic() - began < 5
    assert sorted(str(message.last_error) for message in bench.messages()) == ["None", "timeout"]


def test_a_connection_that_dies_after_the_data_sends_a_repeat_that_can_be_told(bench, mail_server):
    bench.issued(bench.institution())
    mail_server.mailbox.dies_after_data = 1
    bench.deliver(mail_server.transport())
    assert (bench.only().state, bench.only().last_error) == ("waiting", "disconnected")
    bench.deliver(mail_server.transport(), datetime.now(UTC) + SOON)
    assert bench.only().state == "delivered"
    first, second = mail_server.mailbox.received
    assert first["Message-ID"] == second["Message-ID"] == f"<{bench.only().id}@example.org>"
    assert [kind for kind, _ in bench.published()] == ["notifications.message.delivered.v1"]


class Killed(BaseException):
    """As a process that ends here: nothing of ours catches it."""


class KilledAfterSending:
    """The real transport, and then the end of the process."""

    def __init__(self, transport):
        self._transport = transport

    def send(self, letter):
        self._transport.send(letter)
        raise Killed


def test_a_process_that_dies_between_sending_and_noting_loses_nothing(bench, mail_server):
    bench.issued(bench.institution())
    with pytest.raises(Killed):
        bench.deliver(KilledAfterSending(mail_server.transport()))
    assert bench.only().state == "sending"
    bench.deliver(mail_server.transport(), datetime.now(UTC) + LEASE / 2)
    assert len(mail_server.mailbox.received) == 1
    bench.deliver(mail_server.transport(), datetime.now(UTC) + LEASE + SOON)
    first, second = mail_server.mailbox.received
    assert first["Message-ID"] == second["Message-ID"]
    assert (bench.only().state, bench.only().attempts) == ("delivered", 2)
    assert [kind for kind, _ in bench.published()] == ["notifications.message.delivered.v1"]


def claimed(bench, now):
    with bench.platform.database.transaction() as session:
        return sending.claim(session, now=now)


def noted(bench, work, *arguments, **named):
    with bench.platform.database.transaction() as session:
        return work(session, *arguments, **named)


def test_a_sender_that_was_given_up_for_dead_cannot_undo_what_the_next_one_does(bench):
    bench.issued(bench.institution())
    now = datetime.now(UTC) + timedelta(seconds=1)
    slow, later = claimed(bench, now), now + LEASE + SOON
    quick = claimed(bench, later)
    assert (slow.attempt, quick.attempt) == (1, 2)
    noted(bench, sending.note_unavailable, slow, "email", "timeout", now=later)
    noted(bench, sending.note_failed, slow, "email", "refused", "smtp_550", now=later)
    noted(bench, sending.postpone, slow, "email", later)
    assert (bench.only().state, bench.only().attempts, bench.only().last_error) == ("sending", 2, None)
    assert bench.published() == []


def test_of_two_that_sent_the_same_message_the_first_to_say_so_counts(bench):
    bench.issued(bench.institution())
    now = datetime.now(UTC) + timedelta(seconds=1)
    slow, later = claimed(bench, now), now + LEASE + SOON
    quick = claimed(bench, later)
    noted(bench, sending.note_delivered, slow, "email", now=later)
    noted(bench, sending.note_delivered, quick, "email", now=later)
    noted(bench, sending.note_failed, quick, "email", "refused", "smtp_550", now=later)
    assert bench.only().state == "delivered"
    assert [kind for kind, _ in bench.published()] == ["notifications.message.delivered.v1"]


def test_two_senders_at_once_send_each_message_once(bench, mail_server):
    bench.issued(*(bench.institution() for _ in range(12)))
    senders = [threading.Thread(target=bench.deliver, args=[mail_server.transport()]) for _ in range(3)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len({mail["Message-ID"] for mail in mail_server.mailbox.received}) == 12
    assert len(mail_server.mailbox.received) == 12
    assert [kind for kind, _ in bench.published()] == ["notifications.message.delivered.v1"] * 12


@pytest.mark.parametrize("url", ["", "smtp://", "file://", "http://127.0.0.1", "127.0.0.1:25"])
def test_an_address_of_a_server_that_is_none_is_refused(url):
    with pytest.raises(ValueError, match="MAIL_URL"):
        transport_of(url, SENDER, Waits())
