"""The protocol of events as a model: one publisher, one broker, one consumer. A state is a value; a step makes another of it.

Facts are known by their number in `facts`, which is what really happened and nobody in the model can read; everything else
of the publisher and the consumer is what their databases hold, and goes back with them.
"""

from typing import NamedTuple

Place = tuple[int, int]
Bugs = frozenset[str]
NONE: Place = (0, 0)


class Fact(NamedTuple):
    """An event as it was written: its place, that of the one before it, and the number that was given with it."""

    subject: int
    place: Place
    previous: Place
    number: int


class Publisher(NamedTuple):
    """Its database: the log, what of it the relay has not marked, epoch, the last number given, numbers skipped, beats."""

    log: tuple[int, ...] = ()
    waiting: frozenset[int] = frozenset()
    epoch: int = 1
    number: int = 0
    skipped: frozenset[int] = frozenset()
    beats: frozenset[int] = frozenset({0})


class Consumer(NamedTuple):
    """Its database: the inbox (fact, outcome), positions by subject, what is held, the epoch it has seen, what is set aside, and
    the effects in their order.
    """

    inbox: frozenset[tuple[int, str]] = frozenset()
    positions: tuple[Place, ...] = (NONE,)
    held: frozenset[int] = frozenset()
    epoch: int = 1
    aside: frozenset[int] = frozenset()
    effects: tuple[int, ...] = ()

    def outcome(self, fact: int) -> str | None:
        return next((outcome for one, outcome in self.inbox if one == fact), None)

    def noted(self, fact: int, outcome: str) -> "Consumer":
        others = frozenset(row for row in self.inbox if row[0] != fact)
        return self._replace(inbox=others | {(fact, outcome)})

    def at(self, subject: int, place: Place) -> "Consumer":
        return self._replace(positions=(*self.positions[:subject], place, *self.positions[subject + 1 :]))


class File(NamedTuple):
    """The witness, outside the database: it never goes back."""

    beat: int = 0
    epoch: int = 1
    reserved: int = 0


class Left(NamedTuple):
    """How often each may still happen."""

    facts: int = 0
    crashes: int = 0
    wipes: int = 0
    copies: int = 0
    restores: int = 0
    faults: int = 0
    beats: int = 0

    def less(self, what: str) -> "Left":
        return self._replace(**{what: getattr(self, what) - 1})


class State(NamedTuple):
    """`declaring`: how far a declaration is ("", "file", "database") with its epoch and beat, which die with it. The rest nobody can read: what
    happened, which facts and which epoch reached the consumer, which epochs began, and whether the publisher really was set back.
    """

    publisher: Publisher
    consumer: Consumer
    file: File
    broker: frozenset[tuple[int, int]]
    declaring: tuple[str, int, int]
    copies: frozenset[Publisher]
    consumer_copies: frozenset[Consumer]
    facts: tuple[Fact, ...]
    arrived: frozenset[int]
    heard: int
    epochs: tuple[int, ...]
    beat: int
    set_back: bool
    fault: str
    left: Left


#: No declaration is under way.
IDLE = ("", 0, 0)


def first(left: Left, subjects: int = 1) -> State:
    """Two empty databases and a file that agrees with its own."""
    consumer = Consumer(positions=(NONE,) * subjects)
    return State(
        Publisher(), consumer, File(), frozenset(), IDLE, frozenset(), frozenset(), (), frozenset(), 1, (), 0, False, "", left
    )  # fmt: skip
