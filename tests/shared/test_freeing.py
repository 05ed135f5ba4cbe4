"""No dead ends: whatever a person does with a subject that is stuck, the events behind it are handled."""

import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from shared.freeing import asking, moves
from shared.messaging import chains, parked
from shared.messaging.opening import Delivery
from shared.rules import RuleViolation
from tests.databases import owning
from tests.shared.conftest import deliveries, open_case
from tests.shared.test_accounts import Conversation, leave
from tests.shared.test_inbox import changed, parked_reasons

STREAM = "cases.case"
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture
def subject(source) -> UUID:
    """A subject with five facts."""
    case_id = uuid4()
    for _ in range(5):
        open_case(source, case_id)
    return case_id


def unreadable(one: Delivery) -> Delivery:
    """The same with data that this release cannot read."""
    return changed(one, data={"case_id": "x"})


def done(sink, work, *arguments):
    with sink.database.transaction() as session:
        return work(session, sink.inbox, *arguments)


def only_parked(sink) -> UUID:
    with sink.database.reading() as session:
        [row] = parked.unresolved(session)
        return row.id


def places(sink) -> list[int]:
    return [sequence for _subject, sequence in sink.effects()]


def waits(sink) -> int:
    with sink.database.reading() as session:
        return sum(parked.counts(session))


def test_what_cannot_be_read_has_its_place_and_once_discarded_the_later_ones_are_handled(source, sink, subject):
    first, second, *later = deliveries(source)
    sink.take(first, unreadable(second), *later)
    assert (places(sink), parked_reasons(sink)) == ([1], ["data_does_not_fit"])
    done(sink, moves.discard, only_parked(sink), "operator:arta", "a test")
    assert (places(sink), waits(sink)) == ([1, 3, 4, 5], 0)


def test_what_was_discarded_before_its_turn_is_passed_over_when_it_comes(source, sink, subject):
    first, second, third, *later = deliveries(source)
    sink.take(first, unreadable(third), *later)
    done(sink, moves.discard, only_parked(sink), "operator:arta", "a test")
    assert places(sink) == [1]
    sink.take(second)
    assert (places(sink), waits(sink)) == ([1, 2, 4, 5], 0)


def test_what_is_replayed_before_its_turn_waits_for_it(source, sink, subject):
    first, second, third, *later = deliveries(source)
    with sink.database.transaction() as session:
        sink.inbox.park(session, third, "handler_ValueError")
    sink.take(first, *later)
    assert done(sink, moves.replay, only_parked(sink), "operator:arta") == "held"
    sink.take(second)
    assert (places(sink), waits(sink)) == ([1, 2, 3, 4, 5], 0)


def test_what_still_fails_is_refused_in_a_sentence_and_stays_parked(source, sink, subject):
    first, *later = deliveries(source)
    with sink.database.transaction() as session:
        sink.inbox.park(session, first, "handler_ValueError")
    sink.failing.add(subject)
    with pytest.raises(RuleViolation, match="it still fails: ValueError"):
        done(sink, moves.replay, only_parked(sink), "operator:arta")
    assert parked_reasons(sink) == ["handler_ValueError"]
    sink.failing.clear()
    done(sink, moves.replay, only_parked(sink), "operator:arta")
    sink.take(*later)
    assert places(sink) == [1, 2, 3, 4, 5]


def test_skipping_goes_on_with_the_first_held_one_whatever_is_missing_or_parked_before_it(source, sink, subject):
    first, _lost, third, fourth, fifth = deliveries(source)
    sink.take(first, unreadable(third), fourth)
    with pytest.raises(RuleViolation, match="reason"):
        done(sink, moves.skip, STREAM, subject, "operator:arta", " ")
    assert done(sink, moves.skip, STREAM, subject, "operator:arta", "lost for good") == (1, 4)
    sink.take(fifth)
    assert (places(sink), waits(sink)) == ([1, 4, 5], 0)
    with pytest.raises(RuleViolation, match="nothing of this subject waits"):
        done(sink, moves.skip, STREAM, subject, "operator:arta", "again")


def test_skipping_where_nothing_is_held_goes_over_what_is_parked(source, sink, subject):
    first, second, *later = deliveries(source)
    sink.take(first, unreadable(second))
    done(sink, moves.skip, STREAM, subject, "operator:arta", "a test")
    sink.take(*later)
    assert (places(sink), waits(sink)) == ([1, 3, 4, 5], 0)


def test_the_publisher_tells_what_it_has_and_sends_it_again(source, sink, subject):
    first, second, third, *later = deliveries(source)
    broken = unreadable(second)
    sink.take(first, broken, *later)
    leave(source)
    conversation = Conversation(source, sink)
    with sink.database.transaction() as session:
        asking.ask(session, "intake", STREAM, subject, "operator:arta", now=NOW)
    conversation.talk(datetime.now(UTC))
    with sink.database.transaction() as session:
        assert len(moves.not_here(session, STREAM, subject)) == 1
        assert moves.replace(session, "intake", STREAM, subject, "operator:arta", now=datetime.now(UTC)) == 2
    conversation.talk(datetime.now(UTC))
    with source.reading() as session:
        again = session.execute(text("SELECT message_id::text FROM outbox WHERE published_at IS NULL")).scalars().all()
    assert set(again) == {second.message_id, third.message_id}
    sink.take(third, second)
    assert (places(sink), waits(sink)) == ([1, 2, 3, 4, 5], 0)


def test_nothing_can_be_taken_again_of_what_nobody_told(sink):
    with sink.database.transaction() as session, pytest.raises(RuleViolation, match="ask its publisher first"):
        moves.replace(session, "intake", STREAM, uuid4(), "operator:arta", now=NOW)
    with sink.database.transaction() as session, pytest.raises(RuleViolation, match="no such stream"):
        asking.ask(session, "intake", "intake.complaint", uuid4(), "operator:arta", now=NOW)


def test_an_epoch_that_its_publisher_never_began_is_parked_and_holds_up_nobody(source, sink, subject):
    first, second, *later = deliveries(source)
    forged_id = str(uuid4())
    forged = changed(second, id=forged_id, epoch=99, previousepoch=1)
    sink.take(first, Delivery(forged.body, forged_id, second.routing_key), second)
    sink.take(Delivery(forged.body, forged_id, second.routing_key, asof=1), *later)
    assert (places(sink), parked_reasons(sink)) == ([1, 2, 3, 4, 5], ["epoch_not_announced"])
    with pytest.raises(RuleViolation, match="epoch 99"):
        done(sink, moves.replay, only_parked(sink), "operator:arta")
    done(sink, moves.discard, only_parked(sink), "operator:arta", "forged")
    assert waits(sink) == 0


def test_an_epoch_that_was_parked_too_early_is_handled_once_its_publisher_has_begun_it(source, sink, subject):
    first, second, *_ = deliveries(source)
    body = json.dumps({**json.loads(second.body), "epoch": 2, "previousepoch": 1}).encode()
    sink.take(first, Delivery(body, second.message_id, second.routing_key))
    assert parked_reasons(sink) == ["epoch_not_announced"]
    sink.take(Delivery(body, second.message_id, second.routing_key, asof=2))
    assert places(sink) == [1, 2]


def test_what_an_older_release_parked_without_its_place_frees_its_subject_when_discarded(source, sink, subject):
    first, second, *later = deliveries(source)
    sink.take(first, unreadable(second), *later)
    with sink.database.transaction() as session:
        session.execute(text("UPDATE parked_event SET stream = NULL, subject = NULL, epoch = NULL, sequence = NULL"))
        session.execute(text("DELETE FROM inbox WHERE outcome = 'parked'"))
    done(sink, moves.discard, only_parked(sink), "operator:arta", "a test")
    assert places(sink) == [1, 3, 4, 5]


def test_a_held_event_that_cannot_be_read_when_its_turn_comes_is_parked_and_the_one_before_it_stands(
    source, sink, subject
):
    first, second, *_ = deliveries(source)
    sink.take(second)
    with owning(sink.database.url) as owner:
        owner.execute("UPDATE held_event SET body = replace(body, 'crc_28', 'X X')")
    sink.take(first)
    assert (places(sink), parked_reasons(sink)) == ([1], ["data_does_not_fit"])
    with sink.database.reading() as session:
        assert chains.last(session, STREAM, subject) == (1, 1)


def test_another_text_of_what_was_taken_is_refused_and_holds_up_nobody(source, sink, subject):
    first, *later = deliveries(source)
    sink.take(first, changed(first, time="2026-01-01T00:00:00Z"), *later)
    assert parked_reasons(sink) == ["same_id_other_content"]
    with pytest.raises(RuleViolation, match="another text"):
        done(sink, moves.replay, only_parked(sink), "operator:arta")
    done(sink, moves.discard, only_parked(sink), "operator:arta", "a test")
    assert places(sink) == [1, 2, 3, 4, 5]
