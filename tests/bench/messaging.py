"""Relay and consumer against the raw broker and against the naive ways of doing the same."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import psycopg
from kombu import Connection, Consumer
from sqlalchemy import text
from sqlalchemy.engine import make_url

from shared.db import Database
from shared.events.catalogue import CaseOpened
from shared.messaging.consumer import BATCH, EventConsumer
from shared.messaging.inbox import Inbox
from shared.messaging.opening import Delivery
from shared.messaging.outbox import publish
from shared.messaging.relay import ConfirmPublisher, Relay
from shared.messaging.subscriptions import Subscriptions
from shared.messaging.topology import Topology
from shared.settings import Settings
from tests.bench.figures import Figure, compare, percentile, rate
from tests.databases import owning

EVENTS = 4000
FEW = 400


@dataclass
class Bench:
    """`cases` publishes, `intake` consumes; each round begins with empty queues."""

    settings: Settings
    source: Database
    sink: Database

    def __post_init__(self) -> None:
        self.topology = Topology(self.settings.broker_prefix)
        self.subscriptions = Subscriptions("intake")
        self.handled: dict[Any, float] = {}
        self.subscriptions.on(CaseOpened)(self._handle)
        with owning(self.sink.url) as owner:
            owner.execute("CREATE TABLE IF NOT EXISTS effect (message_id uuid PRIMARY KEY, sequence bigint)")
            owner.execute(f"GRANT SELECT, INSERT ON effect TO {make_url(self.sink.url).username}")

    def _handle(self, session: Any, event: Any) -> None:
        session.execute(text("INSERT INTO effect VALUES (:i, :s)"), {"i": event.id, "s": event.sequence})
        self.handled[event.subject] = time.perf_counter()

    def fill(self, count: int) -> None:
        """`count` unpublished events of 100 subjects."""
        with owning(self.source.url) as owner:
            owner.execute("TRUNCATE outbox, stream_position")
        subjects = [uuid4() for _ in range(100)]
        for begin in range(0, count, 500):
            with self.source.transaction() as session:
                for number in range(begin, min(begin + 500, count)):
                    subject = subjects[number % 100]
                    publish(session, CaseOpened(case_id=subject, number="C-2026-00012-3", origin="complaint", complaints=[uuid4() for _ in range(8)], rights=["28"], bodies=[uuid4() for _ in range(4)]), subject)  # fmt: skip

    def payloads(self) -> list[tuple[str, str, str]]:
        with self.source.reading() as session:
            rows = session.execute(text("SELECT message_id::text, type, payload FROM outbox ORDER BY id"))
            return [tuple(row) for row in rows]  # type: ignore[misc]  # replaced for the length of the bench

    def purge(self) -> None:
        with Connection(self.settings.broker_url) as connection:
            self.topology.declare(connection)
            for service in self.topology.services():
                self.topology.queue(service)(connection.default_channel).purge()
        with owning(self.sink.url) as owner:
            owner.execute("TRUNCATE inbox, held_event, parked_event, effect, stream_position")

    # ----------------------------------------------------------------------------------------------------- publish

    def relay(self) -> float:
        self.purge()
        self.fill(EVENTS)
        relay = Relay(self.settings, threading.Event())
        with relay._opened() as (database, publisher):
            return rate(EVENTS, lambda: self._pump_all(relay, database, publisher))

    def _pump_all(self, relay: Relay, database: Any, publisher: Any) -> None:
        while relay.pump(database, publisher):
            continue

    def pipelined(self) -> float:
        """kombu with pipelined confirms, 500 at a time, and no database at all: the limit in Python."""
        self.purge()
        messages = self.payloads()
        with Connection(self.settings.broker_url) as connection:
            publisher = ConfirmPublisher(connection, self.topology.events)
            batches = [messages[begin : begin + 500] for begin in range(0, len(messages), 500)]
            return rate(len(messages), lambda: [publisher.publish(batch) for batch in batches])

    def naive_relay(self) -> float:
        """One confirm and one UPDATE per row, as most published outboxes do it."""
        self.purge()
        self.fill(FEW)
        dsn = self.settings.relay_url.replace("+psycopg", "")
        with Connection(self.settings.broker_url) as broker, psycopg.connect(dsn, autocommit=True) as database:
            publisher = ConfirmPublisher(broker, self.topology.events)

            def work() -> None:
                for message in self.payloads():
                    publisher.publish([message])
                    database.execute("UPDATE outbox SET published_at = now() WHERE message_id = %s", (message[0],))

            return rate(FEW, work)

    # ----------------------------------------------------------------------------------------------------- consume

    def batched_inbox(self) -> float:
        return self._take(EVENTS, BATCH)

    def single_inbox(self) -> float:
        return self._take(FEW, 1)

    def _take(self, count: int, size: int) -> float:
        self.purge()
        self.fill(count)
        inbox = Inbox(self.subscriptions)
        deliveries = [Delivery(body.encode(), message_id, kind) for message_id, kind, body in self.payloads()]

        def work() -> None:
            for begin in range(0, count, size):
                with self.sink.transaction() as session:
                    inbox.take(session, deliveries[begin : begin + size])

        return rate(count, work)

    def _send_all(self) -> int:
        self.purge()
        self.fill(EVENTS)
        messages = self.payloads()
        with Connection(self.settings.broker_url) as connection:
            publisher = ConfirmPublisher(connection, self.topology.events)
            for begin in range(0, len(messages), 500):
                publisher.publish(messages[begin : begin + 500])
        return len(messages)

    def consumer(self) -> float:
        """Our consumer from a full queue to committed effects."""
        count = self._send_all()
        stop = threading.Event()
        here = replace(self.settings, service="intake", database_url=self.sink.url)
        worker = EventConsumer(here, self.sink, self.subscriptions, lambda _: b"", stop)
        thread = threading.Thread(target=worker.run)

        def work() -> None:
            thread.start()
            while self._effects() < count:
                time.sleep(0.02)

        found = rate(count, work)
        stop.set()
        thread.join()
        return found

    def _effects(self) -> int:
        with self.sink.reading() as session:
            return int(session.execute(text("SELECT count(*) FROM effect")).scalar_one())

    def no_op_consumer(self) -> float:
        """kombu that does nothing but acknowledge, 100 at a time: the limit in Python."""
        count = self._send_all()
        seen = 0
        with Connection(self.settings.broker_url) as connection:

            def receive(message: Any) -> None:
                nonlocal seen
                seen += 1
                if seen % 100 == 0 or seen == count:
                    message.ack(multiple=True)

            queue = self.topology.queue("intake")
            with Consumer(connection.channel(), [queue], on_message=receive, prefetch_count=500, auto_declare=False):

                def work() -> None:
                    while seen < count:
                        connection.drain_events(timeout=10)

                return rate(count, work)

    # -------------------------------------------------------------------------------------------------- end to end

    def latencies(self, per_second: int, seconds: int) -> list[float]:
        """Milliseconds from a commit here to the committed effect there."""
        self.purge()
        with owning(self.source.url) as owner:
            owner.execute("TRUNCATE outbox, stream_position")
        self.handled.clear()
        stop = threading.Event()
        here = replace(self.settings, service="intake", database_url=self.sink.url)
        work = [
            Relay(self.settings, stop).run,
            EventConsumer(here, self.sink, self.subscriptions, lambda _: b"", stop).run,
        ]
        threads = [threading.Thread(target=run) for run in work]
        for thread in threads:
            thread.start()
        time.sleep(2)
        committed = dict(self._commits(per_second, seconds))
        deadline = time.perf_counter() + 20
        while len(self.handled) < len(committed) and time.perf_counter() < deadline:
            time.sleep(0.01)
        stop.set()
        for thread in threads:
            thread.join()
        return [(self.handled[subject] - at) * 1000 for subject, at in committed.items() if subject in self.handled]

    def _commits(self, per_second: int, seconds: int) -> Iterator[tuple[Any, float]]:
        begin = time.perf_counter()
        for number in range(per_second * seconds):
            time.sleep(max(0.0, begin + number / per_second - time.perf_counter()))
            subject = uuid4()
            with self.source.transaction() as session:
                publish(session, CaseOpened(case_id=subject, number="C-2026-00012-3", origin="complaint", complaints=[], rights=["28"], bodies=[]), subject)  # fmt: skip
            yield subject, time.perf_counter()


def figures(bench: Bench, rounds: int) -> list[Figure]:
    """The ratios that need no C client, each with its limit."""
    bench.fill(FEW)
    return [
        compare("relay / kombu pipelined, 500 a time, no database", ">= 0.60", rounds, bench.relay, bench.pipelined),
        compare("relay / naive relay (a confirm and an update each)", ">= 10", rounds, bench.relay, bench.naive_relay),
        compare("batch inbox / one transaction per message", ">= 5", rounds, bench.batched_inbox, bench.single_inbox),
        compare("consumer / no-op kombu consumer", ">= 0.28", rounds, bench.consumer, bench.no_op_consumer),
    ]


def latency_lines(bench: Bench) -> list[str]:
    """Commit in one service to effect in the next, on a quiet machine and under load."""
    lines = []
    for per_second, seconds in ((20, 10), (200, 10)):
        found = bench.latencies(per_second, seconds)
        p50, p95, p99 = (percentile(found, share) for share in (0.5, 0.95, 0.99))
        lines.append(
            f"commit -> effect at {per_second}/s: p50 {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms (n={len(found)})"
        )
    return lines
