"""The four services in this process on a private PostgreSQL, on whatever day it is said to be.

Nothing runs by itself: events are carried and timers are run where the walk says so, hence two walks print the same. What is
done is done over HTTP, by staff with a session and by machines with a token.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import force_locale
from sqlalchemy import Row, text
from werkzeug.test import TestResponse

from deploy import SERVICES
from deploy.api import Refusal
from deploy.embedded.platform import FACTORIES, settings_of
from deploy.environment import environment, load_secrets
from deploy.servers import postgres
from deploy.servers.databases import create_databases
from deploy.servers.processes import LOOPBACK, free_block
from services.cases.actions import staff
from services.cases.words import label
from services.partners import data as directory
from services.partners.actions import loading, machines
from shared import clock, migrate, upkeep
from shared.cli import platform_of
from shared.events.envelope import Event
from shared.messaging.inbox import Inbox
from shared.messaging.opening import Delivery
from shared.platform import Platform
from shared.principal import Principal
from shared.staff import issue_token

ZONE = ZoneInfo("Europe/Tirane")
ACTOR = "operator:time-travel"
#: Local time at which the office begins its day.
MORNING = time(9)
BATCH = 200


class WalkError(RuntimeError):
    """Says in one sentence what did not come about."""


@dataclass
class World:
    apps: Mapping[str, Flask]
    signing_key: str
    today: date = date.min
    staff_ids: dict[str, UUID] = field(default_factory=dict)
    _carried: dict[str, UUID] = field(default_factory=dict)

    def platform(self, service: str) -> Platform:
        return platform_of(self.apps[service])

    # --- time -----------------------------------------------------------------------------------------------------

    def go_to(self, day: date) -> None:
        """It is the morning of that day: every timer of the services runs once, and what it tells is carried."""
        self.today = day
        clock.travel_to(datetime.combine(day, MORNING, ZONE))
        for service in SERVICES:
            for timer in self.platform(service).timers.all:
                if timer.work.__module__.startswith("services."):
                    timer.work(self.platform(service), clock.utc_now())
        self.carry()

    # --- events ---------------------------------------------------------------------------------------------------

    def carry(self) -> None:
        """Bring every event to each of its consumers until no service has anything new to tell. Raises `WalkError`."""
        while fresh := {service: rows for service in SERVICES if (rows := self._untold(service))}:
            for service, rows in fresh.items():
                self._carried[service] = rows[-1].message_id
                for consumer in SERVICES:
                    streams = _streams_of(consumer)
                    self._take(consumer, [row for row in rows if Event.registry[row.type].stream() in streams])
        for service in SERVICES:
            if held := self.rows(service, "SELECT stream FROM held_event"):
                raise WalkError(f"{service} still waits for what comes before an event of {held[0].stream}")
            if parked := self.rows(service, "SELECT type, reason FROM parked_event"):
                raise WalkError(f"{service} could not handle {parked[0].type}: {parked[0].reason}")

    def _take(self, consumer: str, rows: list[Row[Any]]) -> None:
        here = self.platform(consumer)
        inbox = Inbox(here.subscriptions, here.documents.get)
        for begin in range(0, len(rows), BATCH):
            part = rows[begin : begin + BATCH]
            deliveries = [Delivery(row.payload.encode(), str(row.message_id), row.type) for row in part]
            here.database.run(partial(inbox.take, deliveries=deliveries))

    def _untold(self, service: str) -> list[Row[Any]]:
        statement = "SELECT message_id, type, payload FROM outbox WHERE message_id > :last ORDER BY message_id"
        return self.rows(service, statement, last=self._carried.get(service, UUID(int=0)))

    def rows(self, service: str, statement: str, **values: object) -> list[Row[Any]]:
        with self.platform(service).database.reading() as session:
            return list(session.execute(text(statement), values).all())

    def words(self, words: Mapping[Any, Any], code: str) -> str:
        """What the pages of cases call a code, in English."""
        with self.apps["cases"].test_request_context(), force_locale("en"):
            return label(words, code)

    # --- people, bodies, requests ---------------------------------------------------------------------------------

    def employ(self, *roles: str) -> None:
        """A member of staff for each role."""
        for role in roles:
            made = self.platform("cases").database.run(
                partial(
                    staff.add,
                    Principal(ACTOR),
                    username=f"{role}.shembull",
                    name=f"Shembull {role}",
                    roles=[role],
                    password=uuid4().hex,
                    now=clock.utc_now(),
                )
            )
            self.staff_ids[role] = made.id
        self.carry()

    def load_directory(self) -> None:
        here = self.platform("partners")
        files = directory.institutions(), directory.relations()
        here.database.run(
            lambda session: loading.load(Principal(ACTOR), session, here.documents, *files, now=clock.utc_now())
        )
        self.carry()

    def connect(self, key: str) -> None:
        """Give a body a machine, so that letters reach it."""
        self.platform("partners").database.run(
            lambda session: machines.add_client(
                Principal(ACTOR), session, key, "Shembull", list(machines.SCOPES), now=clock.utc_now()
            )
        )
        self.carry()

    def get(self, role: str, path: str, **query: str | int) -> Any:
        return self._ask(role, "GET", path, query_string=query)

    def post(self, role: str, path: str, content: Mapping[str, object] | None = None) -> Any:
        return self._ask(role, "POST", path, **({"json": content} if content is not None else {}))

    def post_file(self, role: str, path: str, name: str, content: bytes, media_type: str) -> Any:
        return self._ask(role, "POST", path, data={"file": (BytesIO(content), name, media_type)})

    def refused(self, role: str, path: str, content: Mapping[str, object]) -> Refusal:
        """The refusal of what must be refused. Raises `WalkError` where it was not."""
        answer = self._send(role, "POST", path, json=content)
        if answer.status_code != 409:
            raise WalkError(f"POST {path} by {role} should be refused and was answered with {answer.status_code}")
        refusal: Refusal = answer.get_json()
        return refusal

    def _ask(self, role: str, method: str, path: str, **options: Any) -> Any:
        answer = self._send(role, method, path, **options)
        self.carry()
        if answer.status_code >= 400:
            raise WalkError(f"{method} {path} by {role}: {answer.status_code} {answer.get_data(as_text=True)[:500]}")
        return answer.json

    def _send(self, role: str, method: str, path: str, **options: Any) -> TestResponse:
        token = issue_token(self.signing_key, self.staff_ids[role])
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
        client = self.apps[path.split("/")[1]].test_client()
        return client.open(path, method=method, headers=headers, **options)


def _streams_of(consumer: str) -> set[str]:
    """The streams that come to it whole, as its queue is bound: it must see every number of a subject, also of what it does not hear."""
    return {event.stream() for event in Event.registry.values() if consumer in event.consumers}


@contextmanager
def private_world(root: Path) -> Iterator[World]:
    """Everything under `root`, which is a new folder; ends with the block, and time with it."""
    with ExitStack() as stack:
        stack.callback(clock.travel_to, None)
        server = postgres.start(root / "postgres", free_block(1), log=root / "postgres.log")
        stack.callback(server.stop)
        kept = load_secrets(root)
        apps = {}
        for service, url in create_databases(server.admin_url, kept["database_passwords"]).items():
            migrate.upgrade(service, url.migrate)
            addresses = {"database": url.app, "broker": "memory://", "public": f"http://{LOOPBACK}"}
            given = environment(service, root, kept, addresses) | url.of_workers
            apps[service] = FACTORIES[service](settings_of(service, given))
            stack.callback(platform_of(apps[service]).dispose)
            platform_of(apps[service]).documents.begin()
            upkeep.keep_partitions(platform_of(apps[service]), clock.utc_now())
        yield World(apps, kept["staff_signing_key"])
