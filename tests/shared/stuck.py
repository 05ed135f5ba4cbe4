"""A subject that is stuck, planted by the inbox itself."""

import json
from uuid import UUID, uuid4

from sqlalchemy import text

from shared.db import Database
from shared.events.envelope import Event
from shared.messaging.inbox import Inbox
from shared.messaging.opening import Delivery
from shared.messaging.subscriptions import Subscriptions


def stream_heard_by(service: str) -> str:
    """A stream that a service hears."""
    return min({one.stream() for one in Event.registry.values() if service in one.consumers})


def sample(stream: str, subject: UUID, sequence: int) -> Delivery:
    """An event whose data cannot be read."""
    kind = next(one for one in Event.registry if one.startswith(f"{stream}."))
    envelope = {
        "specversion": "1.0", "id": str(uuid4()), "source": f"/{stream.partition('.')[0]}", "type": kind, "subject": str(subject),
        "time": "2026-11-27T12:00:00Z", "sequence": sequence, "epoch": 1, "data": {"note": "secret words"},
    }  # fmt: skip
    return Delivery(json.dumps(envelope).encode(), str(envelope["id"]), kind)


def plant(database: Database, service: str, stream: str, subject: UUID) -> UUID:
    """Number 1 stands, number 2 is parked, 3 is nowhere, 4 is held; returns the id of what is parked."""
    inbox = Inbox(Subscriptions(service))
    held = sample(stream, subject, 4)
    head = {"m": held.message_id, "t": held.routing_key, "st": stream, "su": subject}
    with database.transaction() as session:
        session.execute(
            text("INSERT INTO stream_position (stream, subject, direction, epoch, sequence) VALUES (:st, :su, 'in', 1, 1)"),
            {"st": stream, "su": subject},
        )  # fmt: skip
        inbox.take(session, [sample(stream, subject, 2)])
        session.execute(
            text(
                "INSERT INTO held_event (message_id, stream, subject, epoch, sequence, previous, body)"
                " VALUES (:m, :st, :su, 1, 4, 1, :b)"
            ),
            {**head, "b": held.body.decode()},
        )
        session.execute(
            text(
                "INSERT INTO inbox (message_id, type, stream, subject, epoch, sequence, digest, outcome)"
                " VALUES (:m, :t, :st, :su, 1, 4, 'x', 'held')"
            ),
            head,
        )
    with database.reading() as session:
        return session.execute(text("SELECT id FROM parked_event WHERE subject = :s"), {"s": subject}).scalar_one()
