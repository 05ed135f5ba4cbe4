"""Which code each rule of the model stands for. Where the two differ, one of them is wrong."""

from collections.abc import Callable
from typing import Any

from shared.freeing import moves
from shared.messaging import chains, outbox, parked
from shared.messaging.accounts import comparing, telling
from shared.messaging.consumer import EventConsumer
from shared.messaging.inbox import Inbox
from shared.messaging.relay import ConfirmPublisher, Relay
from shared.witness import beating, declaring, numbers, report, standing
from shared.witness.guard import Guard
from tests.model import consumer, promises, publisher, steps

#: By the rule of the model, what implements it.
RULES: dict[Callable[..., Any], tuple[Callable[..., Any], ...]] = {
    publisher.serves: (standing.judge, Guard.check, Guard.meet),
    publisher.reserved: (numbers.reserve, Guard.reserve),
    publisher.publish: (outbox.publish,),
    publisher.asof: (Relay.pump, ConfirmPublisher.publish),
    publisher.sent: (Relay.pump,),
    publisher.marked: (Relay.pump,),
    publisher.epoch_into_file: (Guard.declare, declaring._write_epoch),
    publisher.epoch_into_database: (declaring.begin_epoch, declaring._enter, parked.publish_again),
    publisher.beat_into_file: (declaring.begin_epoch,),
    publisher.missing: (telling.tell, comparing.compare, comparing.compare_rows, telling.publish_missing),
    publisher.alien: (comparing.compare_rows, telling.note_elsewhere),
    consumer.turn_at_once: (chains.turn_at_once,),
    consumer.turn: (chains.turn,),
    consumer.begin_epoch: (chains.begin_epoch, Inbox._set_back, Inbox._note_epoch),
    consumer.hold: (chains.hold, Inbox._hold),
    consumer.handle: (Inbox._handle, Inbox._place),
    consumer.drain: (Inbox.drain, Inbox._pass, chains.held_behind),
    consumer.take: (Inbox.take, Inbox._take_one, chains.set_aside),
    consumer.parked: (Inbox.park, EventConsumer._set_aside),
    consumer.replay: (moves.replay,),
    consumer.discard: (moves.discard,),
    steps._beats: (beating.beat,),
    steps._deaths: (EventConsumer._flush_events,),
    promises._named: (report.lines, comparing.unaccounted),
}


def name_of(code: Callable[..., Any]) -> str:
    """Where it stands, as one would import it."""
    return f"{code.__module__}.{code.__qualname__}"
