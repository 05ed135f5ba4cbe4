"""The checker itself: a sound history is sound, and each way to break one is named."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from tests.faults.history import LEAST_LOAD, Attempt, Entry, History, broken
from tests.faults.reading import attempts

pytestmark = pytest.mark.serial

ONE, OTHER = uuid4(), uuid4()


def sound() -> History:
    """Three events of one subject and two of another, all in effect; a fault under load at second 10."""
    events = [
        Entry(uuid4(), subject, n, uuid4()) for subject, last in ((ONE, 3), (OTHER, 2)) for n in range(1, last + 1)
    ]
    load = [Attempt(uuid4(), 9.5) for _ in range(LEAST_LOAD)]
    more = [Entry(uuid4(), uuid4(), 1, attempt.key) for attempt in load]
    return History(
        attempts=[*(Attempt(event.key, 1.0) for event in events), *load],
        facts={event.key: event.subject for event in [*events, *more]},
        outbox=[*events, *more],
        effects=[*events, *more],
        sent={event.message_id: str(event.key) for event in [*events, *more]},
        received={event.message_id: str(event.key) for event in [*events, *more]},
        depths={"intake": 0, "intake.dead": 0},
        injections=[10.0],
    )


def test_a_sound_history_breaks_nothing() -> None:
    assert broken(sound()) == set()


def lost_fact(history: History) -> None:
    key = history.outbox[2].key
    history.facts = {k: subject for k, subject in history.facts.items() if k != key}
    history.outbox, history.effects = ([e for e in some if e.key != key] for some in (history.outbox, history.effects))
    history.received = {m: digest for m, digest in history.received.items() if digest != str(key)}


def never_attempted(history: History) -> None:
    history.attempts = history.attempts[1:]


def fact_without_event(history: History) -> None:
    history.outbox, history.effects = history.outbox[:-1], history.effects[:-1]
    history.received = {entry.message_id: str(entry.key) for entry in history.effects}


def event_without_fact(history: History) -> None:
    history.facts = {key: subject for key, subject in history.facts.items() if key != history.outbox[-1].key}
    history.attempts = history.attempts[:-1]


def number_twice(history: History) -> None:
    history.outbox = [*history.outbox[:2], replace(history.outbox[2], sequence=2), *history.outbox[3:]]
    history.effects = history.effects[:2] + history.effects[3:]
    history.parked = history.poison = [(ONE, 2)]


def lost_event(history: History) -> None:
    history.effects = [*history.effects[:2], *history.effects[3:]]


def left_in_the_queue(history: History) -> None:
    history.depths = {"intake": 0, "intake.dead": 1}


def done_twice(history: History) -> None:
    history.effects = [*history.effects, history.effects[-1]]


def swapped(history: History) -> None:
    first, second, *rest = history.effects
    history.effects = [second, first, *rest]


def held(history: History) -> None:
    history.held = [(ONE, 9)]


def alien(history: History) -> None:
    history.effects = [*history.effects, Entry(uuid4(), uuid4(), 1, uuid4())]


def tells_another_fact(history: History) -> None:
    history.effects = [replace(history.effects[0], key=uuid4()), *history.effects[1:]]


def other_bytes(history: History) -> None:
    history.received = {**history.received, history.outbox[0].message_id: "other"}


def healthy_parked(history: History) -> None:
    history.effects = history.effects[:2] + history.effects[3:]
    history.parked = [(ONE, 3)]


def poison_swallowed(history: History) -> None:
    history.poison = [None]


def idle_at_the_fault(history: History) -> None:
    history.injections = [10.0, 20.0]


BREAKS: list[tuple[Callable[[History], None], str]] = [
    (lost_fact, "stored"),
    (never_attempted, "stored"),
    (fact_without_event, "atomic"),
    (event_without_fact, "atomic"),
    (number_twice, "atomic"),
    (lost_event, "delivered"),
    (left_in_the_queue, "delivered"),
    (done_twice, "once"),
    (swapped, "ordered"),
    (held, "ordered"),
    (alien, "no_aliens"),
    (tells_another_fact, "no_aliens"),
    (other_bytes, "same_content"),
    (healthy_parked, "parked_poison_only"),
    (poison_swallowed, "parked_poison_only"),
    (idle_at_the_fault, "loaded"),
]


@pytest.mark.parametrize(("damage", "invariant"), BREAKS, ids=[damage.__name__ for damage, _ in BREAKS])
def test_each_damage_is_named(damage: Callable[[History], None], invariant: str) -> None:
    history = sound()
    damage(history)
    assert invariant in broken(history)


def test_a_parked_poison_is_no_loss_and_the_order_goes_on_behind_it() -> None:
    history = sound()
    history.effects = [effect for effect in history.effects if (effect.subject, effect.sequence) != (ONE, 2)]
    history.parked = history.poison = [(ONE, 2)]
    assert broken(history) == set()


def test_a_log_line_that_a_kill_cut_short_acknowledges_nothing(tmp_path) -> None:
    key = UUID("00000000-0000-4000-8000-000000000001")
    log = tmp_path / "clients.log"
    log.write_text(f"1.0 tries {key}\n2.0 acknowledged {str(key)[:20]}", encoding="ascii")
    assert attempts(log) == [Attempt(key, None)]
