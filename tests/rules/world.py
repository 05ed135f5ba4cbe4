"""All four services in this process, on real databases: events are carried by hand, timers are run by hand, and the day is
whatever the test says. Everything else is the services' own: HTTP in, HTTP out, documents on a disk.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from time import sleep
from typing import Any
from uuid import UUID, uuid4

import time_machine
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from deploy import SERVICES
from services.cases.actions import staff
from services.cases.app import create_app as create_cases
from services.intake.app import create_app as create_intake
from services.notifications.app import create_app as create_notifications
from services.partners import data as directory
from services.partners.actions import loading, machines
from services.partners.app import create_app as create_partners
from shared.clock import utc_now
from shared.events.envelope import Event
from shared.messaging.inbox import Inbox
from shared.messaging.opening import Delivery
from shared.platform import Platform
from shared.principal import Principal
from shared.settings import Settings
from shared.staff import issue_token, new_signing_key
from tests.databases import of_workers

FACTORIES = {
    "intake": create_intake,
    "cases": create_cases,
    "partners": create_partners,
    "notifications": create_notifications,
}
ROLES = ("intake_officer", "case_officer", "approver", "commissioner", "publisher", "auditor", "admin")
#: Of 50 ms each.
PATIENCE = 1200
TESTER = Principal("test")
PASSWORD = "nje fjalekalim i gjate"
#: Before every day that a test plays, so that sessions and machines are valid on all of them.
BEGINNING = datetime(2026, 1, 5, 9, tzinfo=UTC)


@dataclass
class World:
    apps: Mapping[str, Flask]
    signing_key: str
    people: dict[str, UUID] = field(default_factory=dict)
    _tokens: dict[str, str] = field(default_factory=dict)
    _carried: set[UUID] = field(default_factory=set)
    #: Services that hear nothing now, and what they missed.
    stopped: set[str] = field(default_factory=set)
    _late: list[tuple[str, Any]] = field(default_factory=list)

    def forget(self) -> None:
        """Start over, with databases that were emptied."""
        for kept in (self.people, self._tokens, self._carried):
            kept.clear()

    # --- time -----------------------------------------------------------------------------------------------------

    @contextmanager
    def on(self, day: date, at: time = time(9)) -> Iterator[None]:
        """It is that day, at that time UTC."""
        with time_machine.travel(datetime.combine(day, at, UTC), tick=True):
            yield

    def tick(self) -> None:
        """Run every timer of every service, and carry what they tell."""
        for service in SERVICES:
            platform = self.platform(service)
            for timer in platform.timers.all:
                timer.work(platform, datetime.now(UTC))
        self.carry()

    # --- events ---------------------------------------------------------------------------------------------------

    def carry(self) -> None:
        """Bring every event to each of its consumers, until no service has anything new to tell."""
        while fresh := [row for service in SERVICES for row in self._untold(service)]:
            for consumer in set(SERVICES) - self.stopped:
                wanted = [row for row in fresh if hears(consumer, row.type)]
                for begin in range(0, len(wanted), 100):
                    self._take(consumer, wanted[begin : begin + 100])
            self._late += [(one, row) for one in self.stopped for row in fresh if hears(one, row.type)]
            self._carried |= {row.message_id for row in fresh}
            self._settle()
        for service in SERVICES:
            assert not self.rows(service, "SELECT type, reason FROM parked_event"), service

    @contextmanager
    def without(self, service: str) -> Iterator[None]:
        """That service is stopped: what it should hear waits until afterwards."""
        self.stopped.add(service)
        yield
        self.stopped.discard(service)
        late, self._late = self._late, []
        self._take(service, [row for consumer, row in late if consumer == service])

    def _settle(self) -> None:
        """Wait until feeds show what was just written: they are read below the oldest transaction that runs anywhere in the
        server, and other tests have theirs.
        """
        (now,) = self.rows("partners", "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS number")
        sql = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= :number AS past"
        for _try in range(PATIENCE):
            if self.rows("partners", sql, number=now.number)[0].past:
                return
            sleep(0.05)
        raise TimeoutError("a transaction in this server does not end")

    def _take(self, consumer: str, rows: list[Any]) -> None:
        platform = self.platform(consumer)
        inbox = Inbox(platform.subscriptions, platform.documents.get)
        deliveries = [Delivery(row.payload.encode(), str(row.message_id), row.type) for row in rows]
        platform.database.run(lambda session: inbox.take(session, deliveries))

    def _untold(self, service: str) -> list[Any]:
        rows = self.rows(service, "SELECT message_id, type, payload FROM outbox ORDER BY message_id")
        return [row for row in rows if row.message_id not in self._carried]

    def told(self, event: type[Event], **wanted: Any) -> list[dict[str, Any]]:
        """The data of the events of a kind with those values, oldest first."""
        sql = "SELECT payload FROM outbox WHERE type = :type ORDER BY message_id"
        found = [json.loads(row.payload)["data"] for row in self.rows(event.publisher(), sql, type=event.type)]
        return [one for one in found if all(str(one.get(name)) == str(value) for name, value in wanted.items())]

    # --- reading what no door shows -------------------------------------------------------------------------------

    def platform(self, service: str) -> Platform:
        found: Platform = self.apps[service].extensions["besa"]
        return found

    def rows(self, service: str, sql: str, **values: Any) -> list[Any]:
        with self.platform(service).database.reading() as session:
            return list(session.execute(text(sql), values).all())

    # --- callers --------------------------------------------------------------------------------------------------

    def call(self, method: str, path: str, headers: dict[str, str] | None = None, **options: Any) -> TestResponse:
        """One request, after which its events are carried."""
        service = path.split("/")[1]
        answer = self.apps[service].test_client().open(path, method=method, headers=headers or {}, **options)
        self.carry()
        return answer

    def staff(self, role: str) -> "Caller":
        """Somebody of the office with that role, made when first asked for."""
        if role not in self.people:
            self.people[role] = self.add_staff(role)
        return self.staff_member(self.people[role])

    def add_staff(self, role: str) -> UUID:
        platform = self.platform("cases")
        made = platform.database.run(
            lambda session: staff.add(
                Principal("test"),
                session,
                f"{role}.{uuid4().hex[:6]}",
                f"Shembull {role}",
                [role],
                PASSWORD,
                now=utc_now(),
            )
        )
        self.carry()
        return made.id

    def staff_member(self, staff_id: UUID) -> "Caller":
        return Caller(self, lambda: {"Authorization": f"Bearer {issue_token(self.signing_key, staff_id)}"})

    def public(self, **headers: str) -> "Caller":
        return Caller(self, lambda: {name.replace("_", "-"): value for name, value in headers.items()})

    def machine(self, key: str) -> "Caller":
        """The machine of a body of the directory."""
        if key not in self._tokens:
            platform = self.platform("partners")
            made = platform.database.run(
                lambda session: machines.add_client(TESTER, session, key, "Test", list(machines.SCOPES), now=utc_now())
            )
            client_id, secret = made.client.client_id, made.secret
            self._tokens[key] = f"{client_id}:{secret}"
        return Caller(self, lambda: {"Authorization": f"Bearer {self._fresh_token(key)}"})

    def _fresh_token(self, key: str) -> str:
        client_id, secret = self._tokens[key].split(":", 1)
        client = self.apps["partners"].test_client()
        asked = {"grant_type": "client_credentials"}
        answer = client.post("/partners/oauth/token", data=asked, auth=(client_id, secret))
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return str(answer.json["access_token"])


@dataclass
class Caller:
    """Somebody who calls the services over HTTP. A path without a service's name in front is of no use."""

    world: World
    headers: Callable[[], dict[str, str]]

    def get(self, path: str, status: int = 200, **query: Any) -> Any:
        return self._answer("GET", path, status, query_string=query)

    def post(self, path: str, body: Any = None, status: int | None = None, **headers: str) -> Any:
        sent = {"json": body} if body is not None else {}
        return self._answer("POST", path, status, extra=headers, **sent)

    def patch(self, path: str, body: Any, status: int | None = None) -> Any:
        return self._answer("PATCH", path, status, extra={"If_Match": "*"}, json=body)

    def _answer(self, method: str, path: str, status: int | None, *, extra: Any = None, **options: Any) -> Any:
        headers = self.headers() | {name.replace("_", "-"): value for name, value in (extra or {}).items()}
        answer = self.world.call(method, path, headers, **options)
        expected = answer.status_code < 300 if status is None else answer.status_code == status
        assert expected, (method, path, answer.status_code, answer.get_data(as_text=True)[:1500])
        return answer.json if answer.is_json else answer.get_data(as_text=True)


def hears(service: str, event_type: str) -> bool:
    """As queues are bound: to whole streams, so that each number is seen."""
    stream = Event.registry[event_type].stream()
    return any(one.stream() == stream and service in one.consumers for one in Event.registry.values())


def build(databases: Mapping[str, str], folder: str) -> World:
    signing, verify = new_signing_key()
    made = {}
    for service, factory in FACTORIES.items():
        settings = Settings(
            service=service,
            database_url=databases[service],
            **of_workers(databases[service]),
            broker_url="memory://",
            documents_url=folder,
            document_key=b"k" * 32,
            secret_key="a test's secret key of enough characters",
            staff_verify_key=verify,
            staff_signing_key=signing if service == "cases" else None,
            sealing_key=b"s" * 32,
            receipt_pepper=b"p" * 32,
            mail_url=f"{folder}/mail",
            subscription_key=b"b" * 32,
            secure_cookies=False,
        )
        made[service] = factory(settings)
    return World(made, signing)


def body_id(key: str) -> str:
    """The id of a body of the directory, such as `bashkia-tropoje`."""
    return str(directory.institution_id(key))


def load_directory(world: World) -> None:
    platform = world.platform("partners")
    files = directory.institutions(), directory.relations()
    platform.database.run(lambda session: loading.load(TESTER, session, platform.documents, *files, now=BEGINNING))
    world.carry()
