"""Outbox to broker. One relay is active per database; no transaction is open while the broker is waited for.

It works with a role of its own (RELAY_URL), which alone says what was published and throws away what was said.

What it must never do, since each was measured to lose or reorder events: mark before the confirm, take a confirm for
the wrong message, trust a channel after any doubt, read by "id greater than the last seen".
"""

import logging
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from kombu import Connection, Exchange, Producer
from kombu.exceptions import KombuError

from shared import connections, metrics
from shared.clock import utc_now
from shared.messaging.topology import Topology
from shared.retry import SetBackError
from shared.settings import Settings
from shared.waits import Waits

log = logging.getLogger(__name__)

BATCH = 500
MIN_INTERVAL = 0.010
POLL = 1.0
FAREWELL_TIMEOUT = 2.0
#: Seconds for a statement of the relay: it reads and marks whole batches, and nobody waits for it.
STATEMENT = 10
#: Seconds after which a connection has proved itself.
SETTLED = 10.0
#: Session-level lock: released by PostgreSQL itself when the relay's connection ends, however it ends.
LOCK = 7_402_001
#: With the epoch of now: an event keeps that in which it was made, but each sending says that of its publisher (`ASOF`).
_READ = (
    "SELECT id, message_id::text, type, payload, (SELECT max(epoch) FROM stream_epoch) AS asof"
    " FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT %s"
)
#: No promise stands behind these: they are sent once, after the events, and what is lost is said again.
_READ_WORDS = "SELECT id, routing_key, body, created_at FROM control_message ORDER BY id LIMIT %s"
#: What could not be sent for so long is out of date: the next minute says it again.
STALE = timedelta(minutes=5)
_SAID = "DELETE FROM control_message WHERE id = ANY(%s)"
_MARK = "UPDATE outbox SET published_at = now() WHERE message_id = ANY(%s::uuid[])"

#: The header of a sending that says its publisher's epoch; it is read before all else.
ASOF = "asof"
#: (message id, routing key, JSON text) of one event.
Message = tuple[str, str, str]


def _headers(asof: int | None) -> dict[str, int] | None:
    return {ASOF: asof} if asof else None


class Publisher(Protocol):
    """Publishes a batch; returns the message ids that the broker has stored for every queue they are for."""

    def publish(self, messages: Sequence[Message], asof: int | None = None) -> set[str]: ...

    def beat(self) -> None: ...


class ConfirmPublisher:
    """Pipelined publisher confirms on one channel. Throw the connection away after any exception."""

    def __init__(self, connection: Connection, exchange: Exchange, answer_seconds: float = Waits.broker_answer) -> None:
        self._connection = connection
        self._answer_seconds = answer_seconds
        self._channel = connection.channel()
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._acked)
        self._channel.events["basic_nack"].add(self._nacked)
        self._channel.events["basic_return"].add(self._returned)
        self._producer = Producer(self._channel, exchange, auto_declare=False)
        self._tag = self._low = 0
        self._pending: dict[int, str] = {}
        self._refused: set[str] = set()

    def _settle(self, tag: int, multiple: bool) -> Iterator[str]:
        tags = range(self._low + 1, tag + 1) if multiple else (tag,)
        for one in tags:
            if message_id := self._pending.pop(one, None):
                yield message_id
        if multiple:
            self._low = max(self._low, tag)

    def _acked(self, tag: int, multiple: bool) -> None:
        for _ in self._settle(tag, multiple):
            pass

    def _nacked(self, tag: int, multiple: bool) -> None:
        self._refused.update(self._settle(tag, multiple))

    def _returned(self, _exception: Exception, _exchange: str, _routing_key: str, message: Any) -> None:
        # An unroutable message is returned first and then acked like any other.
        self._refused.add(message.properties["message_id"])

    def publish(self, messages: Sequence[Message], asof: int | None = None) -> set[str]:
        self._refused.clear()
        for message_id, routing_key, body in messages:
            self._tag += 1
            self._pending[self._tag] = message_id
            self._producer.publish(
                body.encode(),
                routing_key=routing_key,
                message_id=message_id,
                type=routing_key,
                content_type="application/cloudevents+json",
                content_encoding="utf-8",
                headers=_headers(asof),
                delivery_mode=2,
                mandatory=True,
                timeout=self._answer_seconds,
            )
        deadline = time.monotonic() + self._answer_seconds
        while self._pending:
            # 0.001 and not 0: a zero time-out spins on a half-received frame.
            self._connection.drain_events(timeout=max(0.001, deadline - time.monotonic()))
        return {message_id for message_id, _, _ in messages} - self._refused

    def beat(self) -> None:
        self._connection.heartbeat_check()
        try:
            self._connection.drain_events(timeout=0.001)
        except TimeoutError:
            return


class MemoryPublisher:
    """The embedded way: the broker lives in this process, so there is nothing to confirm and nothing to keep."""

    def __init__(self, connection: Connection, exchange: Exchange, _answer_seconds: float = 0) -> None:
        self._producer = Producer(connection.channel(), exchange, auto_declare=False)

    def publish(self, messages: Sequence[Message], asof: int | None = None) -> set[str]:
        for message_id, routing_key, body in messages:
            self._producer.publish(
                body.encode(),
                routing_key=routing_key,
                message_id=message_id,
                type=routing_key,
                content_type="application/cloudevents+json",
                content_encoding="utf-8",
                headers=_headers(asof),
            )
        return {message_id for message_id, _, _ in messages}

    def beat(self) -> None:
        return


def connect(url: str, waits: Waits) -> Connection:
    """A broker connection, not yet opened. `memory://` polls every 5 ms instead of every second. `amqps://…?ca=<file>` goes on only with a
    broker whose certificate is of that authority, else of one that the system knows, and bears the host's name.
    """
    if url.startswith("memory"):
        return Connection(url, transport_options={"polling_interval": 0.005})
    address, certified = _certified(url)
    return Connection(
        address,
        ssl=certified,
        heartbeat=round(waits.broker_heartbeat),
        connect_timeout=waits.broker_connect,
        transport_options={"write_timeout": waits.broker_answer},
    )


def _certified(url: str) -> tuple[str, dict[str, Any] | bool]:
    """The address as kombu takes it, and what it has to know of the certificate: kombu's own reading of `amqps` compares no name."""
    parts = urlsplit(url)
    if parts.scheme != "amqps":
        return url, False
    authority = dict(parse_qsl(parts.query)).get("ca")
    plain = urlunsplit(parts._replace(scheme="pyamqp", query=""))
    return plain, {"cert_reqs": ssl.CERT_REQUIRED, "ca_certs": authority, "server_hostname": parts.hostname}


def next_wait(last: float, lasted: float) -> float:
    """Seconds before beginning again: twice the last up to 3, but little after a connection that `lasted` for some time."""
    return 0.2 if lasted > SETTLED else min(3.0, last * 2)


@contextmanager
def connected(url: str, waits: Waits) -> Iterator[Connection]:
    """An open broker connection on which every wait has a limit, the farewell above all.

    A frozen or full broker accepts and never answers; kombu would wait for the answer to a declaration or to a close
    without end, and with it whoever wants to begin again, or to stop.
    """
    with connect(url, waits) as broker:
        broker.ensure_connection(max_retries=3, interval_start=0.2, interval_step=0.5, interval_max=2)
        # Asked for now: once the connection is lost, kombu would open another one. The embedded broker has no socket.
        sock = getattr(broker.connection, "sock", None)
        if sock:
            sock.settimeout(waits.broker_answer)
        try:
            yield broker
        finally:
            with suppress(OSError):
                if sock:
                    sock.settimeout(FAREWELL_TIMEOUT)


class Watch(Protocol):
    """Says whether the database may be worked with (`shared.witness.guard`): both raise `SetBackError`."""

    def meet(self, connection: "psycopg.Connection[Any]") -> None: ...

    def check(self) -> None: ...


class Relay:
    """Runs until `stop` is set; whatever goes wrong with broker or database, it begins again with new connections."""

    def __init__(self, settings: Settings, stop: threading.Event, guard: Watch | None = None) -> None:
        self._settings = settings
        self._guard = guard
        self._stop = stop
        self._topology = Topology(settings.broker_prefix)
        self._said_at = 0.0
        broker = Connection("amqp://")
        #: py-amqp's own lists miss a publish to a missing exchange, which is in `channel_errors`.
        self._doubts = (psycopg.Error, KombuError, OSError, *broker.connection_errors, *broker.channel_errors)

    def run(self) -> None:
        wait = 0.1
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                self._session()
            except SetBackError:
                self._stop.wait(POLL)
            except self._doubts as error:
                metrics.RELAY_RESTARTS.labels(self._settings.service).inc()
                log.warning("relay_restarts", extra={"code": type(error).__name__})
                wait = next_wait(wait, time.monotonic() - began)
                self._stop.wait(wait)

    @contextmanager
    def _opened(self) -> Iterator[tuple["psycopg.Connection[Any]", Publisher]]:
        waits = self._settings.waits
        with (
            connected(self._settings.broker_url, waits) as broker,
            connections.connect(self._settings.relay_url, waits, answer=STATEMENT + 1) as database,
        ):
            if self._settings.broker_declare:
                self._topology.declare(broker)
            memory = broker.transport.driver_type == "memory"
            kind = MemoryPublisher if memory else ConfirmPublisher
            if self._guard:
                self._guard.meet(database)
            database.execute(f"SET statement_timeout = '{STATEMENT}s'")
            # A relay that is frozen keeps its lock for ever otherwise, since the connection of the frozen stands.
            database.execute(f"SET idle_session_timeout = '{round(waits.relay_lock * 1000)}ms'")
            database.execute("LISTEN outbox")
            yield database, kind(broker, self._topology.events, waits.broker_answer)

    def _session(self) -> None:
        with self._opened() as (database, publisher):
            while not self._is_mine(database):
                if self._stop.wait(0.5):
                    return
                publisher.beat()
            while not self._stop.is_set():
                self._round(database, publisher)

    def _is_mine(self, database: "psycopg.Connection[Any]") -> bool:
        row = database.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,)).fetchone()
        return bool(row and row[0])

    def _round(self, database: "psycopg.Connection[Any]", publisher: Publisher) -> None:
        began = time.monotonic()
        if self._guard:
            self._guard.check()
        sent = self.pump(database, publisher)
        if sent == BATCH:
            return
        if sent:
            # Look again before sleeping on NOTIFY: a rate-limited bell may have been the last one.
            self._stop.wait(max(0.0, began + MIN_INTERVAL - time.monotonic()))
            return
        for _ in database.notifies(timeout=POLL, stop_after=1):
            pass
        publisher.beat()

    def pump(self, database: "psycopg.Connection[Any]", publisher: Publisher) -> int:
        """Publish one batch and mark what the broker has, or say what was to be said; returns how many rows were read."""
        rows = database.execute(_READ, (BATCH,)).fetchall()
        if not rows:
            return self._say(database, publisher)
        stored = publisher.publish([(message_id, key, body) for _, message_id, key, body, _ in rows], rows[0][4])
        database.execute(_MARK, (list(stored),))
        metrics.EVENTS_PUBLISHED.labels(self._settings.service).inc(len(stored))
        if len(stored) < len(rows):
            raise UnconfirmedError(len(rows) - len(stored))
        # Under load there is always a next batch: what is to be said may wait for a second, not for the night.
        if time.monotonic() - self._said_at > POLL:
            self._say(database, publisher)
        return len(rows)

    def _say(self, database: "psycopg.Connection[Any]", publisher: Publisher) -> int:
        self._said_at = time.monotonic()
        rows = database.execute(_READ_WORDS, (BATCH,)).fetchall()
        if rows:
            fresh = utc_now() - STALE
            publisher.publish([(str(uuid4()), key, body) for _, key, body, at in rows if at >= fresh])
            database.execute(_SAID, ([row[0] for row in rows],))
        return len(rows)


class UnconfirmedError(OSError):
    """The broker returned or refused events: no queue was bound. They stay, and the topology is declared again."""
