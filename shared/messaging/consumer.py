"""The loop around the inbox: batch in, one transaction, ack. A failed message has three ends, chosen in one place:
retried (the world is at fault), parked (the event is at fault), dead-lettered (it cannot even be stored).
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from kombu import Connection, Consumer, compression
from kombu.exceptions import KombuError
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared import metrics
from shared.clock import utc_now
from shared.db import Database
from shared.events.envelope import MAX_RECEIVED
from shared.messaging.accounts import wire
from shared.messaging.accounts.hearing import hear
from shared.messaging.inbox import Inbox, world_at_fault
from shared.messaging.opening import Delivery
from shared.messaging.relay import ASOF, connected, next_wait
from shared.messaging.subscriptions import Subscriptions
from shared.messaging.topology import Topology
from shared.settings import Settings

log = logging.getLogger(__name__)

BATCH = 100
#: How often a handler may fail for its own event before the event is parked.
TRIES = 3
_ANYTHING = text("SELECT 1")


class BrokerGoneError(OSError):
    """The connection to the broker is of no use any more."""


class EventConsumer:
    """Consumes the queue of one service until `stop` is set; reconnects by itself."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        subscriptions: Subscriptions,
        read_document: Callable[[str], bytes],
        stop: threading.Event,
    ) -> None:
        self._settings = settings
        self._database = database
        self._stop = stop
        self._inbox = Inbox(subscriptions, read_document)
        self._topology = Topology(settings.broker_prefix)
        self._buffer: list[Any] = []
        broker = Connection("amqp://")
        self._doubts = (KombuError, OSError, *broker.connection_errors, *broker.channel_errors)
        # kombu decompresses by a header before any callback: 625 bytes became 800 MiB.
        compression._decoders.clear()  # noqa: SLF001 - kombu has no public switch

    def run(self) -> None:
        wait = 0.1
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                self._session()
            except self._doubts as error:
                log.warning("consumer_reconnects", extra={"code": type(error).__name__})
                wait = next_wait(wait, time.monotonic() - began)
                self._stop.wait(wait)

    def _session(self) -> None:
        with connected(self._settings.broker_url, self._settings.waits) as broker:
            if self._settings.broker_declare:
                self._topology.declare(broker)
            self._buffer = []
            queue = self._topology.queue(self._settings.service)
            queue.no_declare = True
            # Before anything is taken: whatever ends us while the database is away would count against what we hold.
            self._when_up(broker, _ask)
            # prefetch 2 x batch: with 1, a quorum queue costs a consensus round trip per message.
            consumer = Consumer(
                broker.channel(),
                [queue],
                on_message=self._receive,
                on_decode_error=lambda message, _error: self._receive(message),
                prefetch_count=2 * BATCH,
                auto_declare=False,
            )
            # Ended by the connection's end: cancelling waits for the broker's answer.
            consumer.consume()
            while not self._stop.is_set():
                self._fill(broker)
                if self._buffer:
                    batch, self._buffer = self._buffer, []
                    self._flush(broker, batch)

    def _receive(self, message: Any) -> None:
        self._buffer.append(message)

    def _fill(self, broker: Connection) -> None:
        patience = 1.0
        try:
            while len(self._buffer) < BATCH:
                broker.drain_events(timeout=0.001 if self._buffer else patience)
        except TimeoutError:
            broker.heartbeat_check()

    def _flush(self, broker: Connection, batch: list[Any]) -> None:
        events, words = [], []
        for message in batch:
            if sender := wire.sender_of(message.delivery_info.get("routing_key"), self._settings.service):
                # At once, since the events are acknowledged all up to the last; what is lost by it is said again.
                message.ack()
                words.append((sender, message))
            else:
                events.append(message)
        if events:
            self._flush_events(broker, events)
        # Behind the events of the batch: an account is compared with what stood in the queue before it.
        for sender, message in words:
            self._hear(broker, sender, _delivery(message).body)

    def _hear(self, broker: Connection, sender: str, body: bytes) -> None:
        try:
            self._when_up(broker, lambda session: hear(session, self._settings.service, sender, body, now=utc_now()))
        except BrokerGoneError:
            raise
        except Exception:
            # Nothing is lost with it: it will be said again.
            log.exception("word_dropped", extra={"code": sender})

    def _flush_events(self, broker: Connection, batch: list[Any]) -> None:
        deliveries = [_delivery(message) for message in batch]
        try:
            self._when_up(broker, lambda session: self._inbox.take(session, deliveries))
        except BrokerGoneError:
            raise
        except Exception:  # noqa: BLE001 - whatever it was, the events are taken one by one and none is dropped
            for message, delivery in zip(batch, deliveries, strict=True):
                self._singly(broker, message, delivery)
                # A hundred failing ones take longer than the broker waits for a sign of life.
                self._beat(broker)
            return
        for message in batch[:-1]:
            if broker.transport.driver_type == "memory":
                message.ack()
        batch[-1].ack(multiple=broker.transport.driver_type != "memory")

    def _singly(self, broker: Connection, message: Any, delivery: Delivery) -> None:
        reason = "unknown"
        for attempt in range(TRIES):
            try:
                self._when_up(broker, lambda session: self._inbox.take(session, [delivery]))
            except BrokerGoneError:
                raise
            except Exception as error:
                reason = f"handler_{type(error).__name__}"
                log.exception("event_failed", extra={"code": reason, "obj": delivery.message_id})
                self._stop.wait(0.05 * 2**attempt)
            else:
                message.ack()
                return
        self._set_aside(broker, message, delivery, reason)

    def _set_aside(self, broker: Connection, message: Any, delivery: Delivery, reason: str) -> None:
        try:
            self._when_up(broker, lambda session: self._inbox.park(session, delivery, reason))
        except BrokerGoneError:
            raise
        except Exception:
            log.exception("event_dead_lettered", extra={"obj": delivery.message_id})
            metrics.EVENTS_CONSUMED.labels(self._settings.service, "unreadable", "dead_lettered").inc()
            message.reject(requeue=False)
        else:
            message.ack()

    def _when_up(self, broker: Connection, work: Callable[[Session], None]) -> None:
        """`work` in a transaction; while the database or a store is away, the messages and the heartbeats are kept.

        Reconnecting to the broker instead would count as a failed delivery of every prefetched message.
        """
        wait = 0.1
        while True:
            try:
                self._database.run(work)
            except Exception as error:
                if not world_at_fault(error):
                    raise
                if self._stop.is_set():
                    raise BrokerGoneError from error
                log.warning("consumer_waits", extra={"code": type(error).__name__})
                time.sleep(wait)
                wait = min(2.0, wait * 2)
                self._beat(broker)
            else:
                return

    def _beat(self, broker: Connection) -> None:
        try:
            broker.heartbeat_check()
            broker.drain_events(timeout=0.001)
        except TimeoutError:
            return
        except self._doubts as error:
            raise BrokerGoneError from error


def _ask(session: Session) -> None:
    session.execute(_ANYTHING)


def _delivery(message: Any) -> Delivery:
    body = message.body
    raw = bytes(body) if isinstance(body, (bytes, bytearray, memoryview)) else str(body).encode()
    return Delivery(
        body=raw[: MAX_RECEIVED + 1],
        message_id=message.properties.get("message_id"),
        routing_key=message.delivery_info.get("routing_key"),
        asof=_asof(message.headers),
    )


def _asof(headers: Any) -> int | None:
    """None of a release that does not say it, and of whatever is no epoch."""
    asof = headers.get(ASOF) if isinstance(headers, dict) else None
    return asof if isinstance(asof, int) and not isinstance(asof, bool) and 1 <= asof < 2**63 else None
