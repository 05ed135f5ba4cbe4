"""Two services with nothing in them but the messaging: `cases` publishes, `intake` consumes."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from shared.audit import write_entries
from shared.db import Database
from shared.documents import Documents
from shared.events.catalogue import CaseOpened
from shared.events.envelope import Received
from shared.messaging.consumer import EventConsumer
from shared.messaging.inbox import Inbox
from shared.messaging.opening import Delivery
from shared.messaging.outbox import publish
from shared.messaging.relay import Relay
from shared.messaging.subscriptions import Subscriptions
from shared.settings import Settings
from shared.staff import new_signing_key
from tests.databases import of_workers, owning
from tests.keyed import House
from tests.security.conftest import world
from tests.waiting import wait_until


def open_case(database: Database, case_id: UUID | None = None) -> UUID:
    """One CaseOpened, committed."""
    case_id = case_id or uuid4()
    with database.transaction() as session:
        publish(
            session,
            CaseOpened(
                case_id=case_id,
                number="C-2026-00012-3",
                origin="complaint",
                complaints=[uuid4()],
                rights=["crc_28"],
                bodies=[],
            ),
            case_id,
        )
    return case_id


def deliveries(database: Database) -> list[Delivery]:
    """The outbox as a broker would deliver it."""
    with database.reading() as session:
        rows = session.execute(text("SELECT message_id::text, type, payload FROM outbox ORDER BY id")).all()
    return [Delivery(payload.encode(), message_id, kind) for message_id, kind, payload in rows]


@dataclass
class Sink:
    """A consuming service: what its handler did stands in the table `effect`; subjects in `failing` fail."""

    database: Database
    failing: set[UUID] = field(default_factory=set)
    subscriptions: Subscriptions = field(default_factory=lambda: Subscriptions("intake"))

    def __post_init__(self) -> None:
        self.subscriptions.on(CaseOpened)(self._opened)
        self.inbox = Inbox(self.subscriptions)

    def _opened(self, session, event: Received) -> None:
        statement = text("INSERT INTO effect (message_id, subject, sequence) VALUES (:id, :subject, :sequence)")
        session.execute(statement, {"id": event.id, "subject": event.subject, "sequence": event.sequence})
        if event.subject in self.failing:
            raise ValueError("planted")

    def take(self, *some: Delivery) -> None:
        with self.database.transaction() as session:
            self.inbox.take(session, some)

    def effects(self) -> list[tuple[UUID, int]]:
        with self.database.reading() as session:
            return [tuple(row) for row in session.execute(text("SELECT subject, sequence FROM effect ORDER BY n"))]

    def scalar(self, sql: str):
        with self.database.reading() as session:
            return session.execute(text(sql)).scalar()


@pytest.fixture
def source(clean_databases: dict[str, str]) -> Iterator[Database]:
    database = Database(clean_databases["cases"])
    database.before_commit.append(write_entries)
    yield database
    database.dispose()


@pytest.fixture
def sink(clean_databases: dict[str, str]) -> Iterator[Sink]:
    database = Database(clean_databases["intake"])
    with owning(database.url) as owner:
        owner.execute("DROP TABLE IF EXISTS effect")
        owner.execute(
            "CREATE TABLE effect (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, message_id uuid, subject uuid, sequence bigint)"
        )
        owner.execute(f"GRANT SELECT, INSERT ON effect TO {make_url(database.url).username}")
        yield Sink(database)
        owner.execute("DROP TABLE effect")
    database.dispose()


@pytest.fixture
def documents(tmp_path: Path) -> Documents:
    return Documents(f"file://{tmp_path}/documents", b"k" * 32)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "documents")


@pytest.fixture
def settings(databases: dict[str, str], broker_url: str, broker_prefix: str, tmp_path: Path) -> Settings:
    _, verify = new_signing_key()
    return Settings(
        service="cases",
        database_url=databases["cases"],
        **of_workers(databases["cases"]),
        broker_url=broker_url,
        broker_prefix=broker_prefix,
        documents_url=f"file://{tmp_path}/documents",
        document_key=b"k" * 32,
        secret_key="s" * 32,
        staff_verify_key=verify,
    )


@pytest.fixture
def running(settings: Settings, sink: Sink) -> Iterator[Callable[..., None]]:
    """Starts the relay of the source and the consumer of the sink as threads; they end with the test."""
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def start(*, relay: bool = True, consumer: bool = True) -> None:
        if relay:
            threads.append(threading.Thread(target=Relay(settings, stop).run))
        if consumer:
            here = replace(settings, service="intake", database_url=sink.database.url)
            work = EventConsumer(here, sink.database, sink.subscriptions, lambda _name: b"", stop)
            threads.append(threading.Thread(target=work.run))
        for thread in threads:
            if not thread.is_alive():
                thread.start()

    yield start
    stop.set()
    for thread in threads:
        thread.join(timeout=20)
        assert not thread.is_alive()


__all__ = ["Sink", "deliveries", "open_case", "wait_until", "world"]
