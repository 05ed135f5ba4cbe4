"""What must hold in every state of the model, and once all is quiet and the accounts were compared undisturbed."""

from tests.model import consumer as consuming
from tests.model import publisher
from tests.model.states import Bugs, State


def wrong(state: State, bugs: Bugs) -> str | None:
    """The first promise that does not hold, in words; None if all do."""
    return state.fault or _at_once(state, bugs) or (_once_quiet(state, bugs) if _is_quiet(state, bugs) else None)


def _at_once(state: State, bugs: Bugs) -> str | None:
    facts, effects = state.facts, state.consumer.effects
    if len({(fact.subject, fact.place) for fact in facts}) < len(facts):
        return "one place for two facts"
    if len({fact.number for fact in facts}) < len(facts):
        return "one number for two facts"
    if len(set(state.epochs)) < len(state.epochs):
        return "one epoch for two times"
    if len(set(effects)) < len(effects):
        return "an effect twice"
    if not state.set_back and not publisher.serves(state, bugs):
        return "refused though nothing was set back"
    return None


def _is_quiet(state: State, bugs: Bugs) -> bool:
    return not (state.broker or state.publisher.waiting) and publisher.serves(state, bugs)


def _once_quiet(state: State, bugs: Bugs) -> str | None:
    state = _reconciled(state, bugs)
    consumer, log = state.consumer, state.publisher.log
    given_up = {fact for fact, outcome in consumer.inbox if outcome == "discarded"}
    for subject in range(len(consumer.positions)):
        due = [fact for fact in log if state.facts[fact].subject == subject and fact not in given_up]
        done = [fact for fact in consumer.effects if fact in due]
        if done != due:
            return "never taken" if set(done) < set(due) else "in disorder"
    if consumer.held & set(log) - given_up:
        return "held for ever"
    lost, named = set(range(len(state.facts))) - set(log), _named(state, bugs)
    numbers = state.publisher.skipped
    if any(fact not in named if fact in state.arrived else state.facts[fact].number not in numbers for fact in lost):
        return "lost and not named"
    return None


def _named(state: State, bugs: Bugs) -> frozenset[int]:
    """What a report names by its id: set aside, or only in the inbox. What nobody ever saw is named as one of a range of numbers."""
    return state.consumer.aside | (frozenset() if "no_reconciliation" in bugs else publisher.alien(state, bugs))


def _reconciled(state: State, bugs: Bugs) -> State:
    """The accounts are compared until nothing is missing, and a person replays what is parked. A round more than there are facts must do."""
    for _ in range(len(state.publisher.log) + 2):
        lacking = publisher.missing(state, bugs) if "no_reconciliation" not in bugs else frozenset()
        waiting = sorted(fact for fact, outcome in state.consumer.inbox if outcome == "parked")
        for fact in sorted(lacking):
            message = fact, publisher.asof(state, fact, bugs)
            state = state._replace(consumer=consuming.take(state, message, bugs), arrived=state.arrived | {fact})
        for fact in waiting:
            if state.consumer.outcome(fact) == "parked":
                state = state._replace(consumer=consuming.replay(state, state.consumer, fact, bugs))
    return state
