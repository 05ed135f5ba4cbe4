"""What can happen in a state: to the publisher, to a declaration, to the consumer, and by fate."""

from collections.abc import Iterator

from tests.model import consumer, publisher
from tests.model.states import IDLE, Bugs, Consumer, Publisher, State

#: What may be wrong with a delivery.
FAULTS = {"handler": "its handler fails", "unreadable": "it cannot be read"}


def steps(state: State, bugs: Bugs) -> Iterator[tuple[str, State]]:
    """Each step that is possible in `state`, in words, and the state behind it."""
    if not state.fault:
        yield from _of_the_publisher(state, bugs)
        yield from _of_a_declaration(state, bugs)
        yield from _of_the_consumer(state, bugs)
        yield from _of_fate(state, bugs)


def _of_the_publisher(state: State, bugs: Bugs) -> Iterator[tuple[str, State]]:
    if not publisher.serves(state, bugs):
        return
    left, database = state.left, state.publisher
    used = 1 + max((fact.subject for fact in state.facts), default=-1)
    for subject in range(min(used + 1, len(state.consumer.positions))) if left.facts else ():
        after = publisher.publish(state, subject, bugs)
        yield f"fact {len(state.facts)} of subject {subject} is written at {after.facts[-1].place}", after
    if "reserved_after_the_commit" in bugs and (late := publisher.reserved(state, database.number)) != state.file:
        yield "the numbers are reserved in the file", state._replace(file=late)
    for fact in sorted(database.waiting):
        after = publisher.sent(state, fact, bugs)
        said = f"fact {fact} is sent as of epoch {publisher.asof(state, fact, bugs)}"
        if "marked_before_the_confirm" in bugs and left.crashes:
            dead = publisher.marked(state, fact)._replace(left=left.less("crashes"))
            yield f"fact {fact} is marked, and the relay dies before it sent", dead
        yield f"{said} and marked", publisher.marked(after, fact)
        if left.crashes:
            yield f"{said}, and the relay dies before its mark", after._replace(left=left.less("crashes"))
    lacking = publisher.missing(state, bugs)
    if "no_reconciliation" not in bugs and lacking and not database.waiting:
        again = database._replace(waiting=database.waiting | lacking)
        yield f"the accounts are compared: {sorted(lacking)} is asked for", state._replace(publisher=again)


def _of_a_declaration(state: State, bugs: Bugs) -> Iterator[tuple[str, State]]:
    how_far, epoch, _ = state.declaring
    if how_far and state.left.crashes:
        yield "the declaration dies", state._replace(declaring=IDLE, left=state.left.less("crashes"))
    if not how_far and not publisher.serves(state, bugs):
        after = publisher.epoch_into_file(state, bugs)
        yield f"declared: epoch {after.declaring[1]} into the file", after
    elif how_far == "file":
        all_again = publisher.epoch_into_database(state, bugs, again=True)
        yield f"declared: epoch {epoch} and a beat into the database, all is sent again", all_again
        old = publisher.epoch_into_database(state, bugs, again=False)
        if old != all_again:
            yield f"declared: epoch {epoch} and a beat into the database, all is older than an hour", old
    elif how_far == "database":
        yield "declared: the beat into the file", publisher.beat_into_file(state)


def _of_the_consumer(state: State, bugs: Bugs) -> Iterator[tuple[str, State]]:
    for message in sorted(state.broker):
        took, arrived = consumer.take(state, message, bugs), state.arrived | {message[0]}
        said = f"fact {message[0]} as of {message[1]} is delivered"
        heard = state._replace(arrived=arrived, heard=max(state.heard, message[1]))
        stays = _taken(heard, took)
        yield said, stays._replace(broker=state.broker - {message})
        yield from _deaths(state, message, stays, bugs)
        for fails, words in FAULTS.items() if state.left.faults else ():
            if (failed := consumer.take(state, message, bugs, fails=fails)) != took:
                after = _taken(heard, failed)._replace(broker=state.broker - {message})
                yield f"{said}, {words}, it is parked", after._replace(left=state.left.less("faults"))
    for fact in sorted(fact for fact, outcome in state.consumer.inbox if outcome == "parked"):
        again = consumer.replay(state, state.consumer, fact, bugs)
        if again != state.consumer:
            yield f"fact {fact} is replayed", _taken(state, again)
        yield f"fact {fact} is discarded", _taken(state, consumer.discard(state, state.consumer, fact, bugs))


def _deaths(state: State, message: tuple[int, int], took: State, bugs: Bugs) -> Iterator[tuple[str, State]]:
    if not state.left.crashes:
        return
    less, said = state.left.less("crashes"), f"fact {message[0]} as of {message[1]} is delivered"
    yield f"{said}, and the consumer dies before its acknowledgement", took._replace(left=less)
    if "acknowledged_first" in bugs:
        gone = state._replace(broker=state.broker - {message}, arrived=state.arrived | {message[0]}, left=less)
        yield f"{said} and acknowledged, and the consumer dies before its commit", gone
    if "effect_before_the_inbox" in bugs and took.consumer.effects != state.consumer.effects:
        half = state.consumer._replace(effects=took.consumer.effects)
        yield f"{said}, and the consumer dies between effect and inbox", state._replace(consumer=half, left=less)


def _taken(state: State, consumer: Consumer) -> State:
    """What the consumer does; a fault if it does by an event that it knows to be of a time that was taken back."""
    fresh = set(consumer.effects) - set(state.consumer.effects) - set(state.publisher.log)
    known = publisher.serves(state, frozenset()) and state.heard == state.publisher.epoch
    fault = "an effect out of a time that was taken back" if fresh and known else ""
    return state._replace(consumer=consumer, fault=fault)


def _of_fate(state: State, bugs: Bugs) -> Iterator[tuple[str, State]]:
    left = state.left
    if left.wipes and state.broker:
        yield "the broker is wiped", state._replace(broker=frozenset(), left=left.less("wipes"))
    if left.copies:
        less = left.less("copies")
        yield "the publisher is copied", state._replace(copies=state.copies | {state.publisher}, left=less)
        copies = state.consumer_copies | {state.consumer}
        yield "the consumer is copied", state._replace(consumer_copies=copies, left=less)
    for number, copy in enumerate(sorted(state.copies)) if left.restores else ():
        yield f"the publisher is set back to copy {number}, {copy.log}", _set_back(state, copy, bugs)
    for number, old in enumerate(sorted(state.consumer_copies, key=repr)) if left.restores else ():
        known = frozenset(fact for fact, _ in old.inbox) | old.aside
        after = state._replace(consumer=old, arrived=known, heard=old.epoch, left=left.less("restores"))
        yield f"the consumer is set back to copy {number}, {old.effects}", after
    if left.beats and state.file.beat in state.publisher.beats:
        yield from _beats(state, bugs)


def _set_back(state: State, copy: Publisher, bugs: Bugs) -> State:
    """Between a copy and what is lost behind it lies a second at least, so a beat: what the model takes for granted."""
    beat, file = state.beat, state.file
    if file.beat in copy.beats and "restored_within_a_beat" not in bugs:
        beat, file = beat + 1, file._replace(beat=beat + 1)
    less = state.left.less("restores")
    return state._replace(publisher=copy, file=file, beat=beat, declaring=IDLE, set_back=True, left=less)


def _beats(state: State, bugs: Bugs) -> Iterator[tuple[str, State]]:
    """In the database first, then in the file."""
    beat, less = state.beat + 1, state.left.less("beats")
    database = state.publisher._replace(beats=state.publisher.beats | {beat})
    file = state.file._replace(beat=beat)
    yield "a beat", state._replace(publisher=database, file=file, beat=beat, left=less)
    if state.left.crashes:
        half = state._replace(beat=beat, left=less.less("crashes"))
        after = half._replace(file=file) if "file_before_the_beat" in bugs else half._replace(publisher=database)
        yield "a beat, and its process dies before the second write", after
