"""Once, in order, and nothing dropped: the inbox against duplicates, disorder, poison and forgery."""

import json
import random
from uuid import uuid4

import pytest

from shared.events.envelope import MAX_RECEIVED
from shared.freeing import moves
from shared.messaging import parked
from shared.messaging.opening import Delivery
from shared.rules import RuleViolation
from tests.databases import as_relay
from tests.shared.conftest import deliveries, open_case


def parked_reasons(sink) -> list[str]:
    with sink.database.reading() as session:
        return [row.reason for row in parked.unresolved(session)]


def test_an_event_that_comes_three_times_takes_effect_once(source, sink):
    open_case(source)
    [one] = deliveries(source)
    sink.take(one)
    sink.take(one, one)
    assert len(sink.effects()) == 1


def test_shuffled_and_doubled_events_take_effect_once_and_in_the_order_of_their_subject(source, sink):
    cases = [uuid4() for _ in range(8)]
    for number in range(80):
        open_case(source, cases[number % 8])
    mixed = deliveries(source) * 3
    random.Random(7).shuffle(mixed)
    while mixed:
        sink.take(*[mixed.pop() for _ in range(min(len(mixed), 11))])
    effects = sink.effects()
    assert len(effects) == 80
    for case_id in cases:
        assert [sequence for subject, sequence in effects if subject == case_id] == list(range(1, 11))
    assert sink.scalar("SELECT count(*) FROM held_event") == 0
    assert sink.scalar("SELECT count(*) FROM inbox WHERE outcome <> 'handled'") == 0


def test_a_handler_that_fails_leaves_no_effect_and_its_event_can_be_taken_again(source, sink):
    case_id = open_case(source)
    [one] = deliveries(source)
    sink.failing.add(case_id)
    with pytest.raises(ValueError, match="planted"):
        sink.take(one)
    assert sink.effects() == []
    sink.failing.clear()
    sink.take(one)
    assert sink.effects() == [(case_id, 1)]


def test_a_parked_event_stops_its_own_subject_only_until_a_person_replays_it(source, sink):
    ill, well = uuid4(), uuid4()
    for case_id in (ill, ill, well):
        open_case(source, case_id)
    first, second, other = deliveries(source)
    with sink.database.transaction() as session:
        sink.inbox.park(session, first, "handler_ValueError")
    sink.take(second, other)
    assert sink.effects() == [(well, 1)]
    with sink.database.transaction() as session:
        [row] = parked.unresolved(session)
        moves.replay(session, sink.inbox, row.id, "operator")
    assert sink.effects() == [(well, 1), (ill, 1), (ill, 2)]
    assert parked_reasons(sink) == []


def test_a_discarded_event_lets_its_subject_go_on_and_needs_a_reason(source, sink):
    case_id = uuid4()
    open_case(source, case_id)
    open_case(source, case_id)
    first, second = deliveries(source)
    with sink.database.transaction() as session:
        sink.inbox.park(session, first, "handler_ValueError")
    sink.take(second)
    with sink.database.transaction() as session:
        [row] = parked.unresolved(session)
        with pytest.raises(RuleViolation):
            moves.discard(session, sink.inbox, row.id, "operator", " ")
        moves.discard(session, sink.inbox, row.id, "operator", "a test event")
    assert sink.effects() == [(case_id, 2)]


def test_a_held_event_that_fails_is_parked_and_the_one_before_it_stands(source, sink):
    case_id = uuid4()
    open_case(source, case_id)
    open_case(source, case_id)
    first, second = deliveries(source)
    sink.take(second)

    original = sink.subscriptions.handlers["cases.case.opened.v1"]

    def fails_on_the_second(session, event):
        if event.sequence == 2:
            raise ValueError("planted")
        original(session, event)

    sink.subscriptions.handlers["cases.case.opened.v1"] = fails_on_the_second
    sink.take(first)
    assert sink.effects() == [(case_id, 1)]
    assert parked_reasons(sink) == ["handler_ValueError"]


def changed(one: Delivery, **members) -> Delivery:
    envelope = {**json.loads(one.body), **members}
    envelope = {name: value for name, value in envelope.items() if value is not ...}
    body = json.dumps(envelope).encode()
    return Delivery(body, one.message_id, one.routing_key)


ILL_BODIES = {
    "empty": b"",
    "not JSON": b"{",
    "invalid UTF-8": b"\xff\xfe{}",
    "deep": b"[" * 100_000,
    "a list": b"[]",
    "a string": b'"x"',
    "NaN": b'{"specversion": NaN}',
    "a key twice": b'{"id": 1, "id": 2}',
    "compressed": b"BZh91AY&SY\x00\x00",
    "too large": b'{"a": "' + b"x" * MAX_RECEIVED + b'"}',
    "kombu's own types": b'{"__type__": "datetime", "__value__": "now"}',
}


@pytest.mark.parametrize("name", ILL_BODIES)
def test_what_is_no_event_is_parked_with_a_reason_and_blocks_nobody(source, sink, name):
    case_id = open_case(source)
    [good] = deliveries(source)
    sink.take(Delivery(ILL_BODIES[name], None, "cases.case.opened.v1"), good)
    assert sink.effects() == [(case_id, 1)]
    assert len(parked_reasons(sink)) == 1


ILL_MEMBERS = [
    {"id": ...},
    {"id": "7"},
    {"id": "00000000-0000-0000-0000-00000000000A"},
    {"type": ...},
    {"type": 7},
    {"type": "cases.case.unheard.v1"},
    {"type": "cases.case.opened.v2"},
    {"source": "/intake"},
    {"specversion": "0.3"},
    {"subject": "someone"},
    {"sequence": 0},
    {"sequence": -1},
    {"sequence": "7"},
    {"sequence": True},
    {"sequence": 2**63},
    {"epoch": 0},
    {"time": "now"},
    {"time": "2026-01-01T00:00:00"},
    {"data": None},
    {"data": []},
    {"data": {}},
    {"data": {"case_id": "x"}},
]


@pytest.mark.parametrize("members", ILL_MEMBERS, ids=lambda members: json.dumps(members, default=lambda _: "missing"))
def test_a_malformed_envelope_is_parked_and_never_handled(source, sink, members):
    open_case(source)
    [good] = deliveries(source)
    sink.take(changed(good, **members))
    assert sink.effects() == []
    assert len(parked_reasons(sink)) == 1


def test_a_member_that_a_newer_publisher_adds_is_passed_over(source, sink):
    open_case(source)
    [good] = deliveries(source)
    data = {**json.loads(good.body)["data"], "added_later": 1}
    sink.take(changed(good, data=data, later="x"))
    assert len(sink.effects()) == 1


def test_properties_that_disagree_with_the_body_are_parked(source, sink):
    open_case(source)
    [good] = deliveries(source)
    sink.take(Delivery(good.body, str(uuid4()), good.routing_key), Delivery(good.body, good.message_id, "x.y.z.v1"))
    assert sink.effects() == []
    assert parked_reasons(sink) == ["properties_disagree"] * 2


def test_the_same_id_with_other_content_is_parked_with_an_alarm(source, sink):
    open_case(source)
    [good] = deliveries(source)
    forged = changed(good, data={**json.loads(good.body)["data"], "origin": "own_initiative"})
    sink.take(good)
    sink.take(forged)
    assert len(sink.effects()) == 1
    assert parked_reasons(sink) == ["same_id_other_content"]


def test_another_id_at_a_taken_position_is_parked(source, sink):
    open_case(source)
    [good] = deliveries(source)
    other = str(uuid4())
    sink.take(good)
    sink.take(Delivery(changed(good, id=other).body, other, good.routing_key))
    assert len(sink.effects()) == 1
    assert parked_reasons(sink) == ["position_taken"]


def test_parked_rows_keep_the_whole_message(source, sink):
    open_case(source)
    [good] = deliveries(source)
    broken = changed(good, type="cases.case.unheard.v1")
    sink.take(broken)
    assert bytes(sink.scalar("SELECT body FROM parked_event")) == broken.body


def test_events_published_again_from_the_log_change_nothing(source, sink):
    for _ in range(5):
        open_case(source)
    sink.take(*deliveries(source))
    with as_relay(source) as relay:
        relay.execute("UPDATE outbox SET published_at = now()")
    with source.transaction() as session:
        from datetime import UTC, datetime

        assert parked.publish_again(session, datetime(2020, 1, 1, tzinfo=UTC)) == 5
    sink.take(*deliveries(source))
    assert len(sink.effects()) == 5
