"""Reads the evidence: the clients' log and the rows of both databases."""

import hashlib
import json
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from shared.db import Database
from tests.faults.history import Attempt, Entry, History


def attempts(log: Path) -> list[Attempt]:
    """One per key; a line that a kill cut short is what the client never learned."""
    found: dict[UUID, float | None] = {}
    for line in log.read_text(encoding="ascii").splitlines():
        match line.split():
            case [moment, word, key] if len(key) == 36:
                found[UUID(key)] = float(moment) if word == "acknowledged" else found.get(UUID(key))
    return [Attempt(key, moment) for key, moment in found.items()]


def history(source: Database, sink: Database, log: Path, **rest: Any) -> History:
    sent = _rows(source, "SELECT message_id, subject, sequence, payload FROM outbox")
    parked = _rows(sink, "SELECT message_id, subject, sequence FROM parked_event")
    return History(
        attempts=attempts(log),
        facts=dict(_rows(source, "SELECT key, subject FROM fact")),
        outbox=[Entry(message, subject, sequence, _key(payload)) for message, subject, sequence, payload in sent],
        effects=[
            Entry(*row) for row in _rows(sink, "SELECT message_id, subject, sequence, key FROM effect ORDER BY n")
        ],
        sent={row[0]: hashlib.sha256(row[3].encode()).hexdigest() for row in sent},
        received=dict(_rows(sink, "SELECT message_id, digest FROM inbox")),
        parked=[(subject, sequence) if message else None for message, subject, sequence in parked],
        held=_rows(sink, "SELECT subject, sequence FROM held_event"),
        **rest,
    )


def unpublished(source: Database) -> int:
    return _one(source, "SELECT count(*) FROM outbox WHERE published_at IS NULL")


def effects(sink: Database) -> int:
    return _one(sink, "SELECT count(*) FROM effect")


def parked(sink: Database) -> int:
    return _one(sink, "SELECT count(*) FROM parked_event")


def missing(source: Database, sink: Database) -> int:
    """Events of the outbox that are neither in effect nor parked."""
    known = _rows(sink, "SELECT message_id FROM effect UNION SELECT message_id FROM parked_event")
    return len(set(_rows(source, "SELECT message_id FROM outbox")) - set(known))


def progress(source: Database, sink: Database) -> tuple[int, int, int]:
    """Equal to the one before as long as nothing moves."""
    return unpublished(source), effects(sink), _one(sink, "SELECT count(*) FROM inbox")


def _key(payload: str) -> UUID:
    return UUID(json.loads(payload)["data"]["complaints"][0])


def _one(database: Database, statement: str) -> int:
    return _rows(database, statement)[0][0]


def _rows(database: Database, statement: str) -> list[tuple[Any, ...]]:
    with database.reading() as session:
        return [tuple(row) for row in session.execute(text(statement))]
