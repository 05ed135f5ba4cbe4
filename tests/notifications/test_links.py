"""Mails with one-time links: what they say, that nothing of the link stays, and that a body without a portal hears of none."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.notifications.models import Message
from shared.documents import DocumentMissingError
from shared.events.catalogue import DispatchDelivered, ObligationDueSoon, RecommendationWithdrawn
from tests.notifications.conftest import MAILBOX
from tests.notifications.test_notices import clock_of

TOKEN = "zq" * 20


@pytest.fixture
def body(bench):
    return bench.institution()


def test_the_mail_holds_the_link_and_the_number_and_no_more(bench, body, mail_server):
    act = uuid4()
    link = bench.link(body, act, TOKEN)
    bench.deliver(mail_server.transport())
    [mail] = mail_server.mailbox.received
    said = mail.get_content()
    assert (mail["To"], f"https://besa.example.org/partners/link/{TOKEN}" in said.splitlines()) == (MAILBOX, True)
    assert "R-2026-00014-7" in said
    assert "R-2026" not in mail["Subject"]
    assert "Avokat" in mail["Subject"]
    assert "Avokatit të Popullit" in said
    for told in (str(act), str(body), "Bashkia Shembull"):
        assert told not in mail.as_string()
    with pytest.raises(DocumentMissingError):
        bench.platform.documents.get(link)
    assert bench.scalar(f"SELECT count(*) FROM message AS m WHERE m::text LIKE '%{TOKEN}%'") == 0
    assert bench.scalar(f"SELECT count(*) FROM outbox AS m WHERE m::text LIKE '%{TOKEN}%'") == 0


def test_the_link_is_kept_until_the_mail_has_left_and_is_gone_when_it_cannot(bench, body, mail_server):
    link = bench.link(body, uuid4(), TOKEN)
    mail_server.mailbox.at_recipient = ["451 Later", "550 No such user"]
    bench.deliver(mail_server.transport())
    assert bench.platform.documents.get(link)
    bench.deliver(mail_server.transport(), datetime.now(UTC) + timedelta(hours=1))
    with pytest.raises(DocumentMissingError):
        bench.platform.documents.get(link)
    [(kind, data)] = bench.published()
    assert (kind, data["template"], data["reason"]) == (
        "notifications.message.failed.v1", "letter_link", "refused",
    )  # fmt: skip
    # By it the failure is tied to its own link.
    assert data["message_id"] == str(bench.links[link])


def told(bench) -> list[tuple[str, str | None]]:
    messages: list[Message] = bench.messages()
    return [(message.template, message.number) for message in messages]


def test_who_has_a_letter_by_link_is_not_sent_to_a_portal(bench, body):
    act = uuid4()
    bench.link(body, act, TOKEN)
    bench.hear(ObligationDueSoon, act, clock=clock_of(act, body), days_before=7)
    bench.hear(RecommendationWithdrawn, act, recommendation_id=act, number="R-2026-00014-7", reason="issued_in_error")
    assert told(bench) == [("letter_link", "R-2026-00014-7"), ("letter_news", "R-2026-00014-7")]


@pytest.mark.parametrize("channel", ["link", "paper"])
def test_of_what_lies_in_no_portal_no_mail_says_that_it_does(bench, body, channel):
    bench.issued(body, channel=channel)
    assert bench.messages() == []


def test_a_letter_is_announced_once_also_when_everything_is_published_again(bench, body):
    act = bench.issued(body)
    with bench.platform.database.transaction() as session:
        session.execute(text("UPDATE message SET state = 'delivered', created_at = created_at - interval '90 days'"))
    dispatch, at = uuid4(), datetime.now(UTC)
    about = {"dispatch_id": dispatch, "recommendation_id": act, "institution_id": body}
    bench.hear(DispatchDelivered, dispatch, **about, channel="portal", at=at)
    assert len(bench.messages()) == 1


def test_each_link_has_a_mail_of_its_own(bench, body, mail_server):
    act = uuid4()
    for token in (TOKEN, TOKEN[::-1]):
        bench.link(body, act, token)
    bench.deliver(mail_server.transport())
    assert len(mail_server.mailbox.received) == 2
