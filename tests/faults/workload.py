"""The small service pair under test: a source that states facts and tells of them, a sink whose effects can be counted."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from sqlalchemy import event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from shared.db import Database
from shared.events.catalogue import CaseOpened
from shared.events.envelope import Received
from shared.messaging.outbox import publish
from shared.messaging.subscriptions import Subscriptions
from tests.faults.history import Place

SOURCE_TABLE = "CREATE TABLE IF NOT EXISTS fact (key uuid PRIMARY KEY, subject uuid NOT NULL)"
#: No unique key on the message id: the inbox has to prevent a second effect, not this table.
SINK_TABLE = "CREATE TABLE IF NOT EXISTS effect (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, message_id uuid, subject uuid, sequence bigint, key uuid)"
_FACT = text("INSERT INTO fact (key, subject) VALUES (:key, :subject)")
_EFFECT = text("INSERT INTO effect (message_id, subject, sequence, key) VALUES (:id, :subject, :sequence, :key)")

#: Few, so that several writers and one batch always meet on the same subject.
SUBJECTS = [uuid5(NAMESPACE_URL, f"subject-{number}") for number in range(12)]

Commit = Callable[[Database, UUID, UUID], None]


def in_every_session(database: Database, statement: str) -> None:
    @event.listens_for(database.engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.execute(statement)
        connection.commit()


def state(session: Session, subject: UUID, key: UUID) -> None:
    session.execute(_FACT, {"key": key, "subject": subject})


def tell(session: Session, subject: UUID, key: UUID) -> None:
    publish(
        session,
        CaseOpened(
            case_id=subject, number="C-2026-00012-3", origin="complaint", complaints=[key], rights=[], bodies=[]
        ),
        subject,
    )


def commit(database: Database, subject: UUID, key: UUID) -> None:
    """The fact and its event, in one transaction."""
    with database.transaction() as session:
        state(session, subject, key)
        tell(session, subject, key)


class ClientLog:
    """What clients tried and were told, on the disk before and after each commit: it survives a kill of the writer.

    A line is `time word key`, with monotonic seconds, which all processes of a machine share.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, word: str, key: UUID) -> None:
        os.write(self._file, f"{time.monotonic():.6f} {word} {key}\n".encode())
        os.fdatasync(self._file)

    def attempt(self, work: Commit, database: Database, subject: UUID) -> None:
        key = uuid4()
        self.note("tries", key)
        try:
            work(database, subject, key)
        except SQLAlchemyError:
            # Whether it was committed is not known: the connection may have died with the answer on its way.
            self.note("doubts", key)
            time.sleep(0.05)
        else:
            self.note("acknowledged", key)

    def close(self) -> None:
        os.close(self._file)


def write(database: Database, log: ClientLog, work: Commit, stop: threading.Event, pace: float) -> None:
    """Commit facts about random subjects, `pace` seconds apart, until `stop`."""
    while not stop.wait(pace):
        log.attempt(work, database, SUBJECTS[uuid4().int % len(SUBJECTS)])


def sink(poison: set[Place]) -> Subscriptions:
    """Handlers that note each effect; an event in `poison` fails always, and after its effect was written."""
    subscriptions = Subscriptions("intake")

    @subscriptions.on(CaseOpened)
    def opened(session: Session, received: Received[CaseOpened]) -> None:
        row: dict[str, Any] = {"id": received.id, "subject": received.subject, "sequence": received.sequence}
        session.execute(_EFFECT, {**row, "key": received.data.complaints[0]})
        if (received.subject, received.sequence) in poison:
            raise ValueError("planted")

    return subscriptions
