"""A body that is reached by one-time links, and whoever opens one: a browser without an account."""

import re
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from services.partners import timers
from shared.clock import utc_now
from shared.events.catalogue import LinkIssued, MessageFailed
from tests.partners.bench import Bench, Body, Sent, csrf

MAILBOX = "protokolli@example.org"
LETTER = re.compile(r"/partners/dispatches/([0-9a-f-]{36})")


def linked_body(bench: Bench, **values: Any) -> Body:
    """A body with an electronic mailbox and no account."""
    return bench.body(**{"mailbox": MAILBOX, **values})


def mailed(bench: Bench, sent: Sent) -> list[str]:
    """What the mails about an act end with, the oldest first; the clock has moved so far that those that waited have left."""
    timers.send_links(bench.platform, utc_now())
    told = bench.told(LinkIssued, recommendation_id=sent.recommendation_id)
    return [bench.platform.documents.get_json(one["link"])["token"] for one in told]


def lose_mail(bench: Bench, body: Body, sent: Sent, which: int) -> None:
    """The mail with the link number `which` of an act comes back."""
    link = bench.told(LinkIssued, recommendation_id=sent.recommendation_id)[which]["link_id"]
    bench.hear(
        MessageFailed, link, message_id=link, template="letter_link", channel="email", about="recommendation",
        about_id=sent.recommendation_id, institution_id=body.id, reason="refused",
    )  # fmt: skip


def press(client: FlaskClient, token: str, then: str = "", **options: Any) -> TestResponse:
    """Look at the page behind a link and press its button, or with `then` another of that link's."""
    path = f"/partners/link/{token}"
    return client.post(f"{path}{then}", data={"csrf_token": csrf(client.get(path))}, **options)


def come_in(bench: Bench, token: str) -> tuple[FlaskClient, str]:
    """A browser that opened a link, and the address of its letter."""
    client = bench.app.test_client()
    answer = press(client, token)
    assert answer.status_code == 303, answer.text
    assert LETTER.fullmatch(answer.headers["Location"])
    return client, answer.headers["Location"]


def scalar(bench: Bench, sql: str, **values: Any) -> Any:
    """One value as the office sees it."""
    with bench.platform.database.transaction() as session:
        session.execute(text("SELECT set_config('app.office', 'on', true)"))
        return session.execute(text(sql), values).scalar()
