"""What a delivery says: an event, or the heading of one that cannot be handled, or nothing that has a place."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from shared.events.envelope import Event, Heading, MalformedEventError, Received, heading_of, open_event, unpack

ReadDocument = Callable[[str], bytes]
#: The fault of an event of an epoch that its publisher never said it had begun.
UNANNOUNCED = "epoch_not_announced"


@dataclass(frozen=True)
class Delivery:
    """A message as the broker gave it: its bytes, the properties that must agree with them, and in which epoch its publisher
    was when it sent it (None: that of the event).
    """

    body: bytes
    message_id: str | None
    routing_key: str | None
    asof: int | None = None

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True)
class Opened:
    """`head`: what is known of it, an event if it can be handled. `fault`: why it cannot, a code. `placed`: whether it counts in the
    order of its subject: what was not sent under its own name, or is not for us, does not.
    """

    delivery: Delivery
    head: Heading | None
    fault: str | None = None
    placed: bool = True

    @property
    def event(self) -> Received[Event] | None:
        return self.head if isinstance(self.head, Received) and self.fault is None else None


def open_delivery(service: str, delivery: Delivery, read_document: ReadDocument | None) -> Opened:
    """Read `delivery` as far as it can be read; never raises."""
    try:
        envelope = unpack(delivery.body)
        head: Heading = heading_of(envelope)
    except MalformedEventError as error:
        return Opened(delivery, None, error.reason, placed=False)
    if delivery.message_id != str(head.id) or delivery.routing_key != head.type:
        return Opened(delivery, head, "properties_disagree", placed=False)
    if not hears(service, head.stream):
        return Opened(delivery, head, "not_for_this_service", placed=False)
    if delivery.asof and head.epoch > delivery.asof:
        # A publisher sends nothing of an epoch that it has not yet begun. Sent again once it has, it is taken.
        return Opened(delivery, head, UNANNOUNCED, placed=False)
    try:
        return Opened(delivery, open_event(envelope, read_document))
    except MalformedEventError as error:
        return Opened(delivery, head, error.reason)


def heading_in(body: bytes) -> Heading | None:
    """The heading of what was kept, None if it has none."""
    try:
        return heading_of(unpack(body))
    except MalformedEventError:
        return None


def hears(service: str, stream: str) -> bool:
    """Whether `service` is bound to a stream."""
    return any(one.stream() == stream and service in one.consumers for one in Event.registry.values())


def uuid_of(text: str | None) -> UUID | None:
    try:
        return UUID(text)
    except (ValueError, TypeError):
        return None
