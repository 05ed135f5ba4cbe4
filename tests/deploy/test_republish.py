"""At the start of the embedded way, what a consumer's inbox lacks is published again, and nothing else."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from deploy.embedded.republish import put_back
from shared.db import Database
from shared.events.catalogue import CaseOpened
from shared.messaging.outbox import publish
from tests.databases import as_relay

#: The services that hear of a case: `cases.case` is a stream of theirs.
HEARERS = ("intake", "notifications", "partners")


def test_what_arrived_everywhere_stays_published(cases: Database, all_databases: dict[str, Database]) -> None:
    message = published(cases)
    for service in HEARERS:
        arrive(all_databases[service], message)

    assert put_back(all_databases) == 0
    assert waiting(cases) == []


@pytest.mark.parametrize("lacking", HEARERS)
def test_what_one_consumer_lacks_is_published_again(
    cases: Database, all_databases: dict[str, Database], lacking: str
) -> None:
    kept, lost = published(cases), published(cases)
    for service in HEARERS:
        arrive(all_databases[service], kept)
        if service != lacking:
            arrive(all_databases[service], lost)

    assert put_back(all_databases) == 1
    assert waiting(cases) == [lost]


def test_what_was_never_published_is_not_counted(cases: Database, all_databases: dict[str, Database]) -> None:
    opened(cases)

    assert put_back(all_databases) == 0


def test_what_was_parked_unread_is_not_sent_again(cases: Database, all_databases: dict[str, Database]) -> None:
    message = published(cases)
    for service in HEARERS[:-1]:
        arrive(all_databases[service], message)
    with all_databases[HEARERS[-1]].transaction() as session:
        session.execute(
            text("INSERT INTO parked_event (id, message_id, reason, body) VALUES (:id, :id, 'unreadable', '')"),
            {"id": message},
        )

    assert put_back(all_databases) == 0


def opened(cases: Database) -> UUID:
    case = uuid4()
    with cases.transaction() as session:
        content: dict[str, Any] = {"number": "C-2026-00012-3", "origin": "complaint", "complaints": [], "rights": []}
        publish(session, CaseOpened(case_id=case, bodies=[], **content), case)
        row = session.execute(text("SELECT message_id FROM outbox WHERE subject = :case"), {"case": case})
        return UUID(str(row.scalar_one()))


def published(cases: Database) -> UUID:
    message = opened(cases)
    with as_relay(cases) as relay:
        relay.execute("UPDATE outbox SET published_at = now() WHERE message_id = %s", [message])
    return message


def arrive(database: Database, message: UUID) -> None:
    with database.transaction() as session:
        session.execute(
            text(
                "INSERT INTO inbox (message_id, type, stream, subject, epoch, sequence, digest, outcome)"
                " VALUES (:id, 'cases.case.opened.v1', 'cases.case', :id, 1, 1, '', 'handled')"
            ),
            {"id": message},
        )


def waiting(cases: Database) -> list[UUID]:
    with cases.reading() as session:
        return list(session.execute(text("SELECT message_id FROM outbox WHERE published_at IS NULL")).scalars())


@pytest.fixture
def all_databases(clean_databases: dict[str, str]) -> Iterator[dict[str, Database]]:
    made = {service: Database(clean_databases[service]) for service in ("cases", *HEARERS)}
    yield made
    for each in made.values():
        each.dispose()


@pytest.fixture
def cases(all_databases: dict[str, Database]) -> Database:
    return all_databases["cases"]
