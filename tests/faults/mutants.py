"""Bugs that are known to lose, double or tear events. The tests of this folder must catch every one of them."""

from collections.abc import Sequence
from typing import Any

from shared.db import Database
from shared.events.envelope import open_event, unpack
from shared.messaging import relay
from shared.messaging.consumer import EventConsumer, _delivery
from shared.messaging.inbox import Inbox
from shared.messaging.relay import ConfirmPublisher, Message, Relay
from tests.faults.workload import Commit, commit, state, tell


class AckFirst(EventConsumer):
    """Acknowledges the batch, then does the work."""

    def _flush(self, broker: Any, batch: list[Any]) -> None:
        batch[-1].ack(multiple=True)
        deliveries = [_delivery(message) for message in batch]
        self._when_up(broker, lambda session: self._inbox.take(session, deliveries))


class MarkFirst(Relay):
    """Marks the events as published, then publishes them."""

    def pump(self, database: Any, publisher: Any) -> int:
        rows = database.execute(relay._READ, (relay.BATCH,)).fetchall()
        if rows:
            database.execute(relay._MARK, ([message_id for _, message_id, *_ in rows],))
            publisher.publish([(message_id, key, body) for _, message_id, key, body, _ in rows], rows[0][4])
        return len(rows)


class NoConfirms(ConfirmPublisher):
    """Takes what it wrote to the socket for stored."""

    def publish(self, messages: Sequence[Message], asof: int | None = None) -> set[str]:
        for message_id, key, body in messages:
            self._producer.publish(body.encode(), routing_key=key, message_id=message_id, type=key, delivery_mode=2)
        return {message_id for message_id, _, _ in messages}


class Forgetful(Inbox):
    """Handles whatever comes, as if for the first time."""

    def take(self, session: Any, deliveries: Any) -> None:
        for delivery in deliveries:
            self._handle(session, open_event(unpack(delivery.body)))


class NoInbox(EventConsumer):
    def __init__(self, settings: Any, database: Any, subscriptions: Any, read_document: Any, stop: Any) -> None:
        super().__init__(settings, database, subscriptions, read_document, stop)
        self._inbox = Forgetful(subscriptions)


def commit_in_two(database: Database, subject: Any, key: Any) -> None:
    """The fact in one transaction, its event in the next."""
    with database.transaction() as session:
        state(session, subject, key)
    with database.transaction() as session:
        tell(session, subject, key)


MUTANTS = ("ack_first", "mark_first", "no_confirms", "no_inbox", "split_transaction", "sync_commit_off")


def relay_of(mutant: str) -> type[Relay]:
    if mutant == "no_confirms":
        relay.ConfirmPublisher = NoConfirms  # type: ignore[misc]  # the planted bug
    return MarkFirst if mutant == "mark_first" else Relay


def consumer_of(mutant: str) -> type[EventConsumer]:
    return {"ack_first": AckFirst, "no_inbox": NoInbox}.get(mutant, EventConsumer)


def commit_of(mutant: str) -> Commit:
    return commit_in_two if mutant == "split_transaction" else commit
