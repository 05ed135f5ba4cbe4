"""Through a real RabbitMQ: everything arrives once; hostile messages are kept and looped never."""

import json
from uuid import uuid4

import pytest
from kombu import Connection, Producer
from sqlalchemy import text

from shared.messaging import parked
from shared.messaging.topology import Topology
from tests.shared.conftest import open_case
from tests.waiting import wait_until


def unpublished(database) -> int:
    with database.reading() as session:
        return session.execute(text("SELECT count(*) FROM outbox WHERE published_at IS NULL")).scalar_one()


def send(settings, body: bytes, **properties) -> None:
    """Put anything at all into intake's queue."""
    with Connection(settings.broker_url) as connection:
        topology = Topology(settings.broker_prefix)
        topology.declare(connection)
        producer = Producer(connection.channel(), topology.events, auto_declare=False)
        producer.publish(
            body, **{"routing_key": "cases.case.opened.v1", "content_type": "application/json", **properties}
        )


def test_every_event_arrives_once_and_in_order_and_the_outbox_is_marked(source, sink, running):
    running()
    cases = [uuid4() for _ in range(10)]
    for number in range(200):
        open_case(source, cases[number % 10])
    wait_until(lambda: len(sink.effects()) >= 200, "200 effects")
    effects = sink.effects()
    assert len(effects) == 200
    for case_id in cases:
        assert [sequence for subject, sequence in effects if subject == case_id] == list(range(1, 21))
    wait_until(lambda: unpublished(source) == 0, "all marked")


def test_what_was_committed_before_any_queue_existed_is_not_lost(source, sink, running):
    case_id = open_case(source)
    running(consumer=False)
    wait_until(lambda: unpublished(source) == 0, "the relay has published")
    running(relay=False)
    wait_until(lambda: len(sink.effects()) == 1, "the effect")
    assert sink.effects() == [(case_id, 1)]


HOSTILE = {
    "compression header": {"headers": {"compression": "application/x-bz2"}},
    "unknown compression": {"headers": {"compression": "no-such-thing"}},
    "pickle": {"content_type": "application/x-python-serialize", "content_encoding": "binary"},
    "yaml": {"content_type": "application/x-yaml"},
    "unknown encoding": {"content_encoding": "no-such-codec"},
    "no properties": {},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_message_is_parked_and_the_next_event_is_handled(settings, source, sink, running, name):
    running(relay=False)
    send(settings, b"BZh91AY&SY\x00\x01", **HOSTILE[name])
    case_id = open_case(source)
    running(consumer=False)
    wait_until(lambda: sink.effects() == [(case_id, 1)], "the good event")

    def kept() -> int:
        with sink.database.reading() as session:
            return parked.counts(session)[0]

    wait_until(lambda: kept() == 1, "the hostile one is parked")
    assert sink.effects() == [(case_id, 1)], "the good event had its effect once"


def test_a_handler_that_always_fails_is_tried_three_times_then_parked_and_others_go_on(source, sink, running):
    ill = uuid4()
    sink.failing.add(ill)
    open_case(source, ill)
    well = open_case(source)
    running()
    wait_until(lambda: sink.effects() == [(well, 1)], "the other subject")
    wait_until(lambda: sink.scalar("SELECT count(*) FROM parked_event") == 1, "parked")
    assert sink.scalar("SELECT reason FROM parked_event") == "handler_ValueError"


def test_a_handler_whose_own_connection_fails_is_not_taken_for_a_lost_broker(source, sink, running):
    case_id = uuid4()
    calls = []

    def refused(_session, event):
        calls.append(event.id)
        raise ConnectionRefusedError

    sink.subscriptions.handlers["cases.case.opened.v1"] = refused
    open_case(source, case_id)
    running()
    wait_until(lambda: sink.scalar("SELECT count(*) FROM parked_event") == 1, "parked")
    assert len(calls) <= 5


def test_trace_and_cause_travel_with_the_event(source, sink, running):
    from shared import tracing

    seen = []
    sink.subscriptions.handlers["cases.case.opened.v1"] = lambda _s, _e: seen.append(tracing.current())
    trace = tracing.begin("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "request-1")
    with tracing.within(trace):
        open_case(source)
    running()
    wait_until(lambda: len(seen) == 1, "the event")
    assert seen[0].traceparent[3:35] == "0af7651916cd43dd8448eb211c80319c"
    assert seen[0].correlation == "request-1"
    with source.reading() as session:
        payload = json.loads(session.execute(text("SELECT payload FROM outbox")).scalar_one())
    assert seen[0].causation == payload["id"]
