"""What the model says comes of a step is what outbox, relay, inbox, accounts and witness make of it on real databases."""

import random
import re

import pytest

from shared.witness import guard as guarding
from tests.databases import owning
from tests.model import publisher
from tests.model.real import DOORS, SERIES, Real
from tests.model.states import Left, first
from tests.model.steps import steps

LEFT = Left(facts=6, crashes=3, wipes=1, copies=4, restores=4, faults=2, beats=2)
NO_BUGS = frozenset()
#: Those of the first 250 whose walks see most.
SEEDS = (5, 43, 9)


def walk(seed: int):
    """Steps of chance, with those that move an event more often than those of fate."""
    chance, state = random.Random(seed), first(LEFT, subjects=2)
    for _ in range(45):
        possible = list(steps(state, NO_BUGS))
        if not possible:
            return
        ours = [one for one in possible if re.match("fact|declared|the accounts", one[0])]
        step, after = chance.choice(ours if ours and chance.random() < 0.6 else possible)
        yield step, state, after
        state = after


@pytest.fixture
def real(source, sink, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(guarding, "COUNTS", 0.0)
    made = Real(source, sink, settings, str(tmp_path / "witness"))
    yield made
    made.close()
    with owning(source.url) as owner:
        owner.execute("DELETE FROM stream_epoch WHERE epoch > 1")


def of_the_model(state):
    """What a database would show of a state."""
    facts, theirs = state.facts, state.consumer
    return {
        "serves": publisher.serves(state, NO_BUGS),
        "file": (state.file.epoch, state.file.reserved),
        "log": {fact: facts[fact].place for fact in state.publisher.log},
        "waiting": set(state.publisher.waiting),
        "epoch": state.publisher.epoch,
        "number": state.publisher.number,
        "skipped": set(state.publisher.skipped),
        "inbox": dict(theirs.inbox),
        "positions": [place for place in theirs.positions if place != (0, 0)],
        "held": set(theirs.held),
        "seen": theirs.epoch,
        "aside": set(theirs.aside) - {fact for fact, _ in theirs.inbox},
        "effects": list(theirs.effects),
    }


def of_the_databases(real):
    record, fact_of = real.guard.file.read(), real.known()
    outbox = real.ours("SELECT message_id, epoch, sequence, published_at IS NULL FROM outbox")
    inbox = {fact_of[one]: outcome for one, outcome in real.theirs("SELECT message_id, outcome FROM inbox")}
    aside = {fact_of[one] for (one,) in real.theirs("SELECT message_id FROM stale_event")}
    places = {
        row[0]: row[1:]
        for row in real.theirs("SELECT subject, epoch, sequence FROM stream_position WHERE direction = 'in'")
    }
    skipped = real.ours("SELECT first, last FROM skipped_number")
    return {
        "serves": real.serves(),
        "file": (record.epoch, record.reserved.get(SERIES, 0)),
        "log": {fact_of[one]: (epoch, sequence) for one, epoch, sequence, _ in outbox},
        "waiting": {fact_of[row[0]] for row in outbox if row[3]},
        "epoch": real.ours("SELECT max(epoch) FROM stream_epoch")[0][0],
        "number": sum(hits for (hits,) in real.ours("SELECT hits FROM rate_window")),
        "skipped": {number for begin, end in skipped for number in range(begin, end + 1)},
        "inbox": inbox,
        "positions": [places[subject] for subject in real.subjects if subject in places],
        "held": {fact_of[one] for (one,) in real.theirs("SELECT message_id FROM held_event")},
        "seen": max(
            [1, *(epoch for (epoch,) in real.theirs("SELECT epoch FROM publisher_epoch WHERE publisher = 'cases'"))]
        ),
        "aside": aside - set(inbox),
        "effects": [fact_of[one] for (one,) in real.theirs("SELECT message_id FROM effect ORDER BY n")],
    }


def test_the_walks_take_every_kind_of_step_and_come_to_every_kind_of_state():
    walks = [one for seed in SEEDS for one in walk(seed)]
    assert not [door for door in DOORS if not any(re.fullmatch(door, step) for step, _, _ in walks)]
    states = [after for _, _, after in walks]
    shown = [of_the_model(state) for state in states]
    assert all(any(state[what] for state in shown) for what in ("waiting", "skipped", "held", "aside"))
    assert {outcome for state in shown for outcome in state["inbox"].values()} == {
        "handled",
        "held",
        "parked",
        "discarded",
    }
    assert any(publisher.alien(state, NO_BUGS) for state in states)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_step_of_a_walk_through_the_model_leaves_the_databases_as_it_says(real, seed):
    told = []
    for step, before, after in walk(seed):
        told.append(step)
        real.do(step, before, after)
        assert of_the_databases(real) == of_the_model(after), "\n".join(told)
