"""Publishers tell what they have, consumers compare: what never arrived is named, asked for, and arrives."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from kombu import Connection
from prometheus_client import REGISTRY
from sqlalchemy import text

from shared import upkeep
from shared.freeing import moves
from shared.messaging.accounts import comparing, telling, wire
from shared.messaging.accounts.hearing import hear
from shared.messaging.accounts.sums import HOUR
from shared.messaging.inbox import Inbox
from shared.messaging.relay import MemoryPublisher, Relay
from shared.messaging.subscriptions import Subscriptions
from shared.messaging.topology import Topology
from shared.platform import build
from shared.timers import Timers
from tests.databases import as_relay, owning
from tests.shared.conftest import deliveries, open_case
from tests.waiting import wait_until

LATER = timedelta(minutes=2)


class Conversation:
    """What the relay and the broker would carry between the two, word by word."""

    def __init__(self, source, sink):
        self.sides = {"cases": source, "intake": sink.database}
        self.said: list[str] = []

    def begin(self, now: datetime) -> None:
        with self.sides["cases"].transaction() as session:
            telling.tell(session, "cases", now=now)
        self.talk(now)

    def talk(self, now: datetime) -> None:
        self.now = now
        while any(self._carry(sender) for sender in self.sides):
            assert len(self.said) < 500, "they never end"

    def _carry(self, sender: str) -> bool:
        with as_relay(self.sides[sender]) as relay:
            rows = relay.execute("DELETE FROM control_message RETURNING id, routing_key, body").fetchall()
        for _, key, body in sorted(rows):
            receiver = key.split(".")[2]
            if receiver in self.sides:
                self.said.append(body.split('"')[3])
                with self.sides[receiver].transaction() as session:
                    hear(session, receiver, wire.sender_of(key, receiver), body.encode(), now=self.now)
        return bool(rows)

    def unaccounted(self) -> dict[tuple[str, str], int]:
        with self.sides["intake"].transaction() as session:
            comparing.settle(session)
            return dict(comparing.unaccounted(session))


@pytest.fixture
def between(source, sink):
    return Conversation(source, sink)


def leave(source) -> None:
    """As if the relay had sent all, and the broker confirmed it."""
    with as_relay(source) as relay:
        relay.execute("UPDATE outbox SET published_at = now() WHERE published_at IS NULL")


def waiting(source) -> int:
    with source.reading() as session:
        return session.execute(text("SELECT count(*) FROM outbox WHERE published_at IS NULL")).scalar_one()


def move_back(database, table: str, days: int) -> None:
    """The same events, made some days ago; both sides call it alike."""
    with owning(database.url) as owner:
        for (one,) in owner.execute(f"SELECT message_id FROM {table} ORDER BY message_id").fetchall():
            older = UUID(int=one.int - (days * 24 * HOUR << 80))
            owner.execute(f"UPDATE {table} SET message_id = %s WHERE message_id = %s", [older, one])


def test_what_arrived_is_agreed_on_with_one_word_a_minute(source, sink, between):
    for _ in range(3):
        open_case(source)
    sink.take(*deliveries(source))
    leave(source)
    between.begin(datetime.now(UTC) + LATER)
    assert between.said == ["told"]
    assert between.unaccounted() == {}


def test_events_that_never_arrived_are_named_and_published_again_and_the_gauge_goes_back(source, sink, between):
    for _ in range(3):
        open_case(source)
    sink.take(deliveries(source)[0])
    leave(source)
    between.begin(datetime.now(UTC) + LATER)
    assert between.unaccounted() == {("cases", "missing"): 2}
    assert waiting(source) == 2
    sink.take(*deliveries(source)[1:])
    leave(source)
    assert between.unaccounted() == {}
    between.begin(datetime.now(UTC) + 2 * LATER)
    assert between.said[-1] == "told"


def test_what_was_lost_weeks_ago_is_found_by_the_sums_of_its_hours(source, sink, between):
    for _ in range(4):
        open_case(source)
    sink.take(*deliveries(source)[1:])
    for database, table in ((source, "outbox"), (sink.database, "inbox")):
        move_back(database, table, days=70)
    leave(source)
    between.begin(datetime.now(UTC))
    assert between.unaccounted() == {("cases", "missing"): 1}
    assert waiting(source) == 1
    assert between.said.count("rows") == 1
    with sink.database.reading() as session:
        kept = session.execute(text("SELECT count(*), sum(events) FROM account_hour")).one()
    assert tuple(kept) == (1, 3)


def test_more_than_a_page_of_missing_events_is_fetched_page_by_page(source, sink, between, monkeypatch):
    for module in (telling, comparing):
        monkeypatch.setattr(module, "PAGE", 3)
    for _ in range(10):
        open_case(source)
    leave(source)
    between.begin(datetime.now(UTC) + LATER)
    assert between.unaccounted() == {("cases", "missing"): 10}
    assert waiting(source) == 10


def test_an_event_that_only_the_consumer_has_or_that_differs_is_named_and_hides_no_other(source, sink, between):
    for _ in range(4):
        open_case(source)
    alien, other, lost, _ = deliveries(source)
    sink.take(*[one for one in deliveries(source) if one != lost])
    with owning(source.url) as owner:
        owner.execute("DELETE FROM outbox WHERE message_id = %s", [alien.message_id])
        owner.execute("UPDATE outbox SET sequence = 7 WHERE message_id = %s", [other.message_id])
    leave(source)
    between.begin(datetime.now(UTC) + LATER)
    assert between.unaccounted() == {("cases", kind): 1 for kind in ("alien", "different", "missing")}
    before = len(between.said)
    leave(source)
    between.begin(datetime.now(UTC) + LATER + timedelta(seconds=5))
    assert between.said[before:] == ["told"], "what is known to differ is not looked for again"


def test_what_this_release_cannot_read_is_parked_once_and_not_asked_for_also_once_a_person_gave_it_up(
    source, sink, between
):
    open_case(source)
    with owning(source.url) as owner:
        later = "UPDATE outbox SET type = 'cases.case.renamed.v9', payload = replace(payload, 'cases.case.opened.v1', 'cases.case.renamed.v9')"
        owner.execute(later)
    [unknown] = deliveries(source)
    sink.take(unknown)
    leave(source)
    for minutes in (2, 70):
        between.begin(datetime.now(UTC) + timedelta(minutes=minutes))
        assert (between.unaccounted(), waiting(source)) == ({}, 0)
    sink.take(unknown)
    assert sink.scalar("SELECT count(*) FROM parked_event") == 1, "the same again is no second one"
    parked_id = sink.scalar("SELECT id FROM parked_event")
    with sink.database.transaction() as session:
        moves.discard(session, Inbox(sink.subscriptions), parked_id, "operator", "renamed by mistake")
    between.begin(datetime.now(UTC) + timedelta(minutes=140))
    assert (between.unaccounted(), waiting(source)) == ({}, 0)


def test_nothing_is_told_while_something_has_not_left(source, sink):
    open_case(source)
    with source.transaction() as session:
        assert not telling.tell(session, "cases", now=datetime.now(UTC) + LATER)
    leave(source)
    with source.transaction() as session:
        assert telling.tell(session, "cases", now=datetime.now(UTC) + LATER)


def test_a_missing_event_is_asked_for_less_and_less_and_again_when_a_person_says_so(source, sink, between):
    open_case(source)
    asked, now = 0, datetime.now(UTC) + LATER
    for _ in range(comparing.TRIES + 3):
        leave(source)
        between.begin(now)
        asked += waiting(source)
        now += timedelta(minutes=65)
    assert asked == comparing.TRIES
    with sink.database.transaction() as session:
        comparing.look_again(session, "intake", now=now)
    leave(source)
    between.begin(now)
    assert waiting(source) == 1


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"kind":"told","data":{}}', b'{"kind":[],"data":1}', b"\xff", b"[" * 9000]
)
def test_what_is_no_word_is_refused(sink, body):
    with sink.database.transaction() as session, pytest.raises(ValueError, match=r"."):
        hear(session, "intake", "cases", body, now=datetime.now(UTC))


def test_a_publisher_that_tells_nothing_is_noticed(sink):
    now = datetime.now(UTC)
    with sink.database.transaction() as session:
        assert set(comparing.silence(session, "intake", now=now).values()) == {0.0}
        assert comparing.silence(session, "intake", now=now + LATER)["cases"] == 120


def test_events_that_a_broker_lost_with_its_queues_arrive_by_themselves(settings, source, sink, running):
    running(consumer=False)
    for _ in range(20):
        open_case(source)
    wait_until(lambda: waiting(source) == 0, "the broker has confirmed all")
    topology = Topology(settings.broker_prefix)
    with Connection(settings.broker_url) as connection:
        for service in topology.services():
            topology.queue(service)(connection.default_channel).delete()
        topology.declare(connection)
    running(relay=False)
    later = datetime.now(UTC) + LATER
    with source.transaction() as session:
        assert telling.tell(session, "cases", now=later)
    wait_until(lambda: sink.scalar("SELECT count(*) FROM control_message") == 1, "intake asks for what differs")
    assert sink.effects() == []
    Answering(source, sink, later).until_all_arrived(20)
    assert sink.scalar("SELECT count(*) FROM unaccounted_event") == 20, "the gauge is up"
    with sink.database.transaction() as session:
        comparing.settle(session)
        assert comparing.unaccounted(session) == {}


class Answering(Conversation):
    """intake has no relay and cases no consumer here: their halves are carried by hand, and the events go through the broker."""

    def __init__(self, source, sink, now):
        super().__init__(source, sink)
        self.now, self.sink = now, sink

    def until_all_arrived(self, count: int) -> None:
        def arrived() -> bool:
            self._carry("intake")
            return len(self.sink.effects()) == count

        wait_until(arrived, "everything has arrived")


def test_words_leave_behind_the_events_of_a_batch_even_if_there_is_always_a_next_batch(settings, source):
    open_case(source)
    with source.transaction() as session:
        wire.send(session, "cases", "intake", wire.AskedAgain(ids=()), now=datetime.now(UTC))
    topology, sent = Topology("words."), []
    with Connection("memory://") as broker:
        topology.declare(broker)
        with psycopg.connect(settings.relay_url.replace("+psycopg", ""), autocommit=True) as database:
            assert Relay(settings, threading.Event()).pump(database, MemoryPublisher(broker, topology.events)) == 1
        while message := topology.queue("intake")(broker.default_channel).get():
            sent.append(message.delivery_info["routing_key"])
    assert sent == ["cases.case.opened.v1", "cases.control.intake"]


def test_words_that_waited_for_a_broker_for_long_are_thrown_away_and_not_sent(settings, source):
    for minutes in (6, 4):
        with source.transaction() as session:
            ago = datetime.now(UTC) - timedelta(minutes=minutes)
            wire.send(session, "cases", "intake", wire.AskedAgain(ids=(UUID(int=minutes),)), now=ago)
    topology, sent = Topology("stale."), []
    with Connection("memory://") as broker:
        topology.declare(broker)
        with as_relay(source) as database:
            Relay(settings, threading.Event()).pump(database, MemoryPublisher(broker, topology.events))
        while message := topology.queue("intake")(broker.default_channel).get():
            sent.append(str(message.body))
    assert [str(UUID(int=4)) in body for body in sent] == [True]
    with source.reading() as session:
        assert session.execute(text("SELECT count(*) FROM control_message")).scalar() == 0


@pytest.fixture
def intake_platform(settings, sink):
    made = build(replace(settings, service="intake", database_url=sink.database.url), Subscriptions("intake"), Timers())
    yield made
    made.dispose()


def gauge() -> float | None:
    return REGISTRY.get_sample_value(
        "besa_events_unaccounted_for", {"service": "intake", "publisher": "cases", "kind": "missing"}
    )


def test_the_gauge_goes_up_with_what_is_missing_and_back_to_0_when_it_has_arrived(
    source, sink, between, intake_platform
):
    open_case(source)
    leave(source)
    between.begin(datetime.now(UTC) + LATER)
    upkeep.report_accounts(intake_platform, datetime.now(UTC))
    assert gauge() == 1
    sink.take(*deliveries(source))
    upkeep.report_accounts(intake_platform, datetime.now(UTC))
    assert gauge() == 0
