"""The notifications service on a real database, hearing real envelopes and speaking to a real mail server."""

import json
import socket
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select, text

from services.notifications.app import create_app
from services.notifications.clients import SmtpTransport
from services.notifications.models import Message
from services.notifications.timers import deliver_waiting
from shared.events.catalogue import (
    ComplainantInformed,
    ComplaintReceived,
    DispatchDelivered,
    InstitutionChanged,
    LinkIssued,
)
from shared.events.documents.partners import LinkRecord
from shared.events.envelope import Event, Position, pack
from shared.messaging.inbox import Inbox
from shared.messaging.opening import Delivery
from shared.platform import Platform
from shared.settings import Settings
from shared.staff import StaffAccount, issue_token, new_signing_key
from tests.databases import of_workers

SIGNING, VERIFY = new_signing_key()
SENDER = "njoftime@example.org"
ADDRESS = "shembull.ankuesi@example.org"
MAILBOX = "protokolli.shembull@example.org"
DIGEST = "a" * 64


@dataclass
class Bench:
    """One notifications service. `hear` delivers an event to it as the broker would."""

    app: Flask
    platform: Platform
    outbox: Path
    numbers: Counter = field(default_factory=Counter)
    links: dict[str, UUID] = field(default_factory=dict)

    def envelope(self, event: type[Event], subject: UUID, **data: Any) -> Delivery:
        """The next event of `subject`, not yet delivered."""
        self.numbers[event.stream(), subject] += 1
        at = Position(uuid4(), subject, self.numbers[event.stream(), subject], 1)
        return Delivery(pack(event(**data), at, {}).encode(), str(at.id), event.type)

    def take(self, *deliveries: Delivery) -> None:
        with self.platform.database.transaction() as session:
            Inbox(self.platform.subscriptions, self.platform.documents.get).take(session, deliveries)

    def hear(self, event: type[Event], subject: UUID, **data: Any) -> Delivery:
        delivery = self.envelope(event, subject, **data)
        self.take(delivery)
        return delivery

    def complaint(self, contact: dict[str, Any] | None = None, **changes: Any) -> UUID:
        """A complaint that came in, by default with a mail address marked as safe."""
        complaint_id = changes.pop("complaint_id", None) or uuid4()
        document = {"channel": "email", "address": ADDRESS, "language": "sq"} if contact is None else contact
        self.hear(ComplaintReceived, complaint_id, **self.received(complaint_id, document, **changes))
        return complaint_id

    def received(self, complaint_id: UUID, contact: dict[str, Any] | None, **changes: Any) -> dict[str, Any]:
        return {
            "complaint_id": complaint_id,
            "reference": "A-2026-00001-4",
            "channel": "form",
            "submitter_role": "child",
            "by_child": True,
            "urgency": "normal",
            "language": "sq",
            "contact": self.platform.documents.put_json(contact) if contact else None,
            **changes,
        }

    def informed(self, complaint_id: UUID) -> Delivery:
        return self.hear(ComplainantInformed, complaint_id, complaint_id=complaint_id, case_id=uuid4(), message=DIGEST)

    def institution(self, institution_id: UUID | None = None, mailbox: str | None = MAILBOX, **changes: Any) -> UUID:
        institution_id = institution_id or uuid4()
        record = {
            "id": str(institution_id),
            "key": "bashkia-shembull",
            "class": "municipality",
            "name_sq": "Bashkia Shembull",
            "name_en": "Municipality Shembull",
            "languages": ["sq"],
            "mailbox": mailbox,
            **changes,
        }
        active, body_class = record.pop("active", True), record["class"]
        self.hear(
            InstitutionChanged,
            institution_id,
            institution_id=institution_id,
            institution_class=body_class,
            version=self.numbers[InstitutionChanged.stream(), institution_id] + 1,
            active=active,
            record=self.platform.documents.put_json(record),
        )
        return institution_id

    def issued(self, *institutions: UUID, channel: str = "portal") -> UUID:
        """An act that lies in the portal of `institutions`, or went another way."""
        act = uuid4()
        for body in institutions:
            dispatch, now = uuid4(), datetime.now(UTC)
            about = {"dispatch_id": dispatch, "recommendation_id": act, "institution_id": body}
            self.hear(DispatchDelivered, dispatch, **about, channel=channel, at=now)
        return act

    def link(self, body: UUID, act: UUID, token: str) -> str:
        """Partners wants a one-time link to be mailed; the name of the document that holds it."""
        link, dispatch = self.platform.documents.keep(LinkRecord(token=token)), uuid4()
        self.links[link] = uuid4()
        about = {
            "link_id": self.links[link],
            "recommendation_id": act,
            "institution_id": body,
            "number": "R-2026-00014-7",
        }
        self.hear(LinkIssued, dispatch, **about, link=link)
        return link

    def deliver(self, transport: Any, now: datetime | None = None) -> None:
        """One turn of the sender at `now`, by default just after everything so far."""
        moment = now or datetime.now(UTC) + timedelta(seconds=1)
        deliver_waiting(self.platform, transport, lambda: moment)

    def messages(self) -> list[Message]:
        with self.platform.database.reading() as session:
            return list(session.execute(select(Message).order_by(Message.created_at)).scalars())

    def only(self) -> Message:
        [message] = self.messages()
        return message

    def published(self) -> list[tuple[str, dict[str, Any]]]:
        with self.platform.database.reading() as session:
            rows = session.execute(text("SELECT type, payload FROM outbox ORDER BY id")).all()
        return [(kind, json.loads(payload)["data"]) for kind, payload in rows]

    def scalar(self, sql: str) -> Any:
        with self.platform.database.reading() as session:
            return session.execute(text(sql)).scalar()

    def staff(self, *roles: str) -> str:
        """A bearer token of a staff account with `roles`."""
        account = uuid4()
        with self.platform.database.transaction() as session:
            session.add(
                StaffAccount(
                    id=account,
                    roles=list(roles),
                    active=True,
                    sessions_valid_from=datetime.now(UTC) - timedelta(hours=1),
                )
            )
        return issue_token(SIGNING, account)


@pytest.fixture
def settings(clean_databases, tmp_path) -> Settings:
    return Settings(
        service="notifications",
        database_url=clean_databases["notifications"],
        **of_workers(clean_databases["notifications"]),
        broker_url="memory://",
        documents_url=f"file://{tmp_path}/documents",
        document_key=b"k" * 32,
        secret_key="s" * 32,
        staff_verify_key=VERIFY,
        mail_url=f"file://{tmp_path}/outbox",
        mail_sender=SENDER,
        subscription_key=b"b" * 32,
        public_url="https://besa.example.org",
        secure_cookies=False,
    )


def bench_of(settings: Settings) -> Bench:
    app = create_app(settings)
    return Bench(app, app.extensions["besa"], Path(settings.mail_url.removeprefix("file://")))


@pytest.fixture
def bench(settings) -> Iterator[Bench]:
    made = bench_of(settings)
    yield made
    made.platform.dispose()


@pytest.fixture
def smtp_bench(settings) -> Iterator[Bench]:
    made = bench_of(replace(settings, mail_url="smtp://127.0.0.1:25"))
    yield made
    made.platform.dispose()


@dataclass
class Mailbox:
    """What a mail server does with what comes: answers from `at_recipient` and `at_data` are used up one by one."""

    at_recipient: list[str] = field(default_factory=list)
    at_data: list[str] = field(default_factory=list)
    dies_after_data: int = 0
    received: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802 - aiosmtpd's name
        if self.at_recipient:
            return self.at_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - the name that aiosmtpd calls
        if self.at_data:
            return self.at_data.pop(0)
        self.received.append(message_from_bytes(envelope.content, policy=default))
        if self.dies_after_data:
            self.dies_after_data -= 1
            server.transport.abort()
        return "250 Taken"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@dataclass
class MailServer:
    """A real SMTP server that can be stopped and started on its port."""

    mailbox: Mailbox
    port: int
    options: dict[str, Any] = field(default_factory=dict)
    controller: Controller | None = None

    def start(self) -> None:
        self.controller = Controller(self.mailbox, hostname="127.0.0.1", port=self.port, **self.options)
        self.controller.start()

    def stop(self) -> None:
        if self.controller:
            self.controller.stop()
            self.controller = None

    def transport(self, **options: Any) -> SmtpTransport:
        return SmtpTransport("127.0.0.1", self.port, SENDER, **{"seconds": 5, **options})


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer(Mailbox(), free_port())
    server.start()
    yield server
    server.stop()
