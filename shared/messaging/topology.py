"""Exchanges, queues and bindings, made from the catalogue. Every process declares all of them.

An event that is published before a consumer's queue exists is confirmed and lost, so the publisher declares the
consumers' queues too.
"""

from kombu import Connection, Exchange, Queue, binding

import shared.events.catalogue  # noqa: F401 - an event is known once its class was read
from shared.events.envelope import Event

#: Every kill -9 of a consumer counts for all messages that it had prefetched: a crash budget, not a poison budget.
DELIVERY_LIMIT = 50


class Topology:
    """The names of one installation. `prefix` keeps several apart on one broker (tests)."""

    def __init__(self, prefix: str = "") -> None:
        self.events = Exchange(f"{prefix}besa.events", "topic", durable=True)
        self.dead_letters = Exchange(f"{prefix}besa.dead", "topic", durable=True)
        self.prefix = prefix

    def services(self) -> list[str]:
        return sorted({service for event in Event.registry.values() for service in event.consumers})

    def queue(self, service: str) -> Queue:
        """The one queue of a consuming service, bound to whole streams so that it sees every sequence number.

        Also to what the other services say to it about their accounts of events (`shared.messaging.accounts`).
        """
        streams = sorted({e.stream() for e in Event.registry.values() if service in e.consumers})
        return Queue(
            f"{self.prefix}{service}",
            [
                binding(self.events, routing_key=key)
                for key in (*(f"{stream}.#" for stream in streams), f"*.control.{service}")
            ],
            durable=True,
            queue_arguments={
                "x-queue-type": "quorum",
                "x-single-active-consumer": True,
                "x-delivery-limit": DELIVERY_LIMIT,
                "x-dead-letter-exchange": self.dead_letters.name,
                "x-dead-letter-routing-key": service,
                "x-dead-letter-strategy": "at-least-once",
                "x-overflow": "reject-publish",
            },
        )

    def dead_queue(self, service: str) -> Queue:
        return Queue(
            f"{self.prefix}{service}.dead",
            self.dead_letters,
            routing_key=service,
            durable=True,
            queue_arguments={"x-queue-type": "quorum"},
        )

    def declare(self, connection: Connection) -> None:
        """Declare everything; idempotent. Raises `amqp.PreconditionFailed` where a queue stands with other arguments."""
        channel = connection.default_channel
        self.events(channel).declare()
        self.dead_letters(channel).declare()
        for service in self.services():
            self.dead_queue(service)(channel).declare()
            self.queue(service)(channel).declare()
