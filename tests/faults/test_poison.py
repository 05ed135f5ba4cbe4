"""Events that cannot be handled, in the middle of the load."""

import pytest
from kombu import Connection, Producer

from shared.db import patient
from shared.freeing import moves
from shared.messaging import parked
from shared.messaging.inbox import Inbox
from tests.faults import reading, workload
from tests.faults.stage import Stage
from tests.waiting import wait_until

pytestmark = pytest.mark.serial

ILL = workload.SUBJECTS[0]


def test_poison_is_set_aside_with_its_subject_waiting_and_all_others_flow(stage: Stage) -> None:
    place = (ILL, 5)
    stage.poison = [place, None]
    stage.start("consumer", poison=f"{ILL}/5")
    stage.start_all("relay", "writer")
    wait_until(lambda: reading.effects(stage.sink) > 0, "the first effect", 60)
    send_rubbish(stage)
    wait_until(lambda: reading.parked(stage.sink) == 2, "both are parked", 60)
    stage.end("writer")
    wait_until(
        lambda: stage.unpublished() == 0 and not still_flowing(stage), "everybody else's events are in effect", 60
    )
    assert [sequence for subject, sequence in effects(stage) if subject == ILL] == [1, 2, 3, 4]
    give_up(stage)
    assert stage.judge() == []


def send_rubbish(stage: Stage) -> None:
    with Connection(stage.servers.broker.url) as connection:
        producer = Producer(connection.channel(), stage.topology.events, auto_declare=False)
        producer.publish(b"\x00no event", routing_key="cases.case.opened.v1", content_type="application/json")


def still_flowing(stage: Stage) -> int:
    """Events of the healthy subjects that have no effect yet."""
    sent = reading.history(stage.source, stage.sink, stage.client_log).outbox
    return len({(e.subject, e.sequence) for e in sent if e.subject != ILL} - set(effects(stage)))


def effects(stage: Stage) -> list[tuple]:
    history = reading.history(stage.source, stage.sink, stage.client_log)
    return [(effect.subject, effect.sequence) for effect in history.effects]


def give_up(stage: Stage) -> None:
    """What a named person does with the parked events; whatever waited behind them goes on in the same transaction."""
    inbox = Inbox(workload.sink(set()))
    with stage.sink.transaction() as session:
        waiting = [row.id for row in parked.unresolved(session)]
    for parked_id in waiting:
        with stage.sink.transaction() as session:
            patient(session, 60)
            moves.discard(session, inbox, parked_id, "staff:sample", "planted by a test")
