"""The rules of the consumer. `rules` names the code of each; `bugs` are switches that take one away."""

from tests.model.publisher import alien
from tests.model.states import NONE, Bugs, Consumer, Fact, Place, State


def turn_at_once(head: Fact, last: Place) -> str:
    """ "now", "early" or "taken" by the position alone; "" where the chain must be asked, which is behind a restore only."""
    if head.previous == last:
        return "now"
    if head.place[0] != last[0]:
        return "" if last != NONE else "early"
    if head.place[1] <= last[1]:
        return "taken"
    return "early" if head.previous[0] == last[0] else ""


def turn(state: State, consumer: Consumer, fact: int) -> str:
    """The same, by the chain as it is kept where the position does not say it."""
    head, facts = state.facts[fact], state.facts
    if at_once := turn_at_once(head, consumer.positions[head.subject]):
        return at_once
    subject = [
        (facts[one], outcome) for one, outcome in consumer.inbox if facts[one].subject == head.subject and one != fact
    ]
    if any(other.place == head.place for other, outcome in subject if outcome != "held"):
        return "taken"
    passed = any(other.place == head.previous for other, outcome in subject if outcome in ("handled", "discarded"))
    return "now" if passed or head.previous == NONE else "early"


def begin_epoch(consumer: Consumer, asof: int, bugs: Bugs) -> Consumer:
    """Behind a restore what is held was sent before, and comes again if it survived. What a person gave up does not come again: it goes on
    standing for its place.
    """
    if "held_over_the_epoch" in bugs:
        return consumer._replace(epoch=asof)
    given_up = frozenset(fact for fact in consumer.held if consumer.outcome(fact) == "discarded")
    kept = frozenset() if "given_up_and_forgotten" in bugs else given_up
    inbox = frozenset(row for row in consumer.inbox if row[1] != "held")
    aside = consumer.aside if "stale_dropped" in bugs else consumer.aside | (consumer.held - kept)
    return consumer._replace(epoch=asof, held=kept, inbox=inbox, aside=aside)


def hold(state: State, consumer: Consumer, fact: int) -> Consumer:
    """Keep it until the one before it is there; parked if another one is held at its place."""
    place = state.facts[fact].subject, state.facts[fact].place
    if any((state.facts[one].subject, state.facts[one].place) == place for one in consumer.held):
        return consumer.noted(fact, "parked")
    return consumer.noted(fact, "held")._replace(held=consumer.held | {fact})


def handle(state: State, consumer: Consumer, fact: int) -> Consumer:
    """Effect, inbox row and position in one transaction."""
    head = state.facts[fact]
    return consumer.noted(fact, "handled").at(head.subject, head.place)._replace(effects=(*consumer.effects, fact))


def drain(state: State, consumer: Consumer, subject: int) -> Consumer:
    """Handle what was held behind the position, and pass over what was given up before its turn."""
    while True:
        at = consumer.positions[subject]
        due = [one for one in consumer.held if state.facts[one].subject == subject and state.facts[one].previous == at]
        if not due:
            return consumer
        fact = max(due, key=lambda one: state.facts[one].place)
        given_up = consumer.outcome(fact) == "discarded"
        consumer = consumer._replace(held=consumer.held - {fact})
        consumer = consumer.at(subject, state.facts[fact].place) if given_up else handle(state, consumer, fact)


def take(state: State, message: tuple[int, int], bugs: Bugs, *, fails: str = "") -> Consumer:
    """One delivery in one transaction; `fails`: the "handler" does, at this event, or it is "unreadable" for this release."""
    (fact, asof), consumer = message, state.consumer
    if "sequence_first" in bugs:
        return _as_before_there_were_epochs(state, fact)
    if asof > consumer.epoch:
        consumer = begin_epoch(consumer, asof, bugs)
    if consumer.outcome(fact):
        return consumer
    if asof < consumer.epoch:
        return consumer if "stale_dropped" in bugs else consumer._replace(aside=consumer.aside | {fact})
    due = turn(state, consumer, fact)
    if due == "early" and "order_of_arrival" in bugs:
        due = "now"
    if due == "taken" or (due == "early" and fails == "unreadable"):
        return consumer.noted(fact, "parked")
    if due == "early":
        return hold(state, consumer, fact)
    if fails == "handler" and "parked_without_its_epoch" in bugs:
        return state.consumer.noted(fact, "parked")
    if fails:
        return parked(state, consumer, fact, bugs)
    return drain(state, handle(state, consumer, fact), state.facts[fact].subject)


def parked(state: State, consumer: Consumer, fact: int, bugs: Bugs) -> Consumer:
    """Kept for a person; the later ones of its subject wait by themselves."""
    consumer, head = consumer.noted(fact, "parked"), state.facts[fact]
    if "parked_passed_over" not in bugs:
        return consumer
    return drain(state, consumer.at(head.subject, head.place), head.subject)


def replay(state: State, consumer: Consumer, fact: int, bugs: Bugs) -> Consumer:
    """A person's step: handled in its turn, held until it has one. Refused of what the accounts show to be lost."""
    due = turn(state, consumer, fact)
    if fact in alien(state, bugs) and "lost_and_replayed" not in bugs:
        return consumer
    if due == "early":
        return hold(state, consumer, fact)
    return consumer if due == "taken" else drain(state, handle(state, consumer, fact), state.facts[fact].subject)


def discard(state: State, consumer: Consumer, fact: int, bugs: Bugs) -> Consumer:
    """A person gives it up: its subject goes on behind it, at once or when it comes to its place."""
    due, head = turn(state, consumer, fact), state.facts[fact]
    consumer = consumer.noted(fact, "discarded")
    if "discarded_stops" in bugs or due == "taken":
        return consumer
    if due == "early":
        free = all(state.facts[one].place != head.place for one in consumer.held)
        return consumer._replace(held=consumer.held | {fact}) if free else consumer
    return drain(state, consumer.at(head.subject, head.place), head.subject)


def _as_before_there_were_epochs(state: State, fact: int) -> Consumer:
    """The rule of before: numbers alone, so that the new (2, 1) behind (1, 1) is taken for a repeat."""
    consumer, head = state.consumer, state.facts[fact]
    number = consumer.positions[head.subject][1]
    if head.place[1] <= number or consumer.outcome(fact):
        return consumer
    if head.place[1] > number + 1:
        return hold(state, consumer, fact)
    return drain(state, handle(state, consumer, fact), head.subject)
