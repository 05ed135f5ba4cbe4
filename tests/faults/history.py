"""Judges what a run left behind: nothing acknowledged is lost, nothing happens twice, each subject keeps its order.

It knows no code of ours: it compares the log of the clients with the rows of both databases and the depths of the queues.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

#: Acknowledged commits in the second before a fault, below which the fault met an idle system and proves nothing.
LEAST_LOAD = 20

#: Subject and number of an event.
Place = tuple[UUID, int]


@dataclass(frozen=True)
class Attempt:
    """A client's try to commit the fact `key`; `acknowledged` is when it was told yes (monotonic seconds), if it was."""

    key: UUID
    acknowledged: float | None


@dataclass(frozen=True)
class Entry:
    """An event as its source stored it, or as its effect has it; `key` is the fact that it tells."""

    message_id: UUID
    subject: UUID
    sequence: int
    key: UUID


@dataclass(frozen=True)
class Violation:
    """A broken invariant by its short name, and one line with what broke it."""

    invariant: str
    detail: str


@dataclass
class History:
    """Everything that is known after the faults are over and the queues are drained. Digests by message id."""

    attempts: Sequence[Attempt] = ()
    facts: Mapping[UUID, UUID] = field(default_factory=dict)
    outbox: Sequence[Entry] = ()
    effects: Sequence[Entry] = ()
    sent: Mapping[UUID, str] = field(default_factory=dict)
    received: Mapping[UUID, str] = field(default_factory=dict)
    parked: Sequence[Place | None] = ()
    poison: Sequence[Place | None] = ()
    held: Sequence[Place] = ()
    depths: Mapping[str, int] = field(default_factory=dict)
    injections: Sequence[float] = ()


def violations(history: History) -> list[Violation]:
    """All broken invariants; `facts` maps each stored key to its subject, a place of None is an unreadable message."""
    checks = (_stored, _atomic, _delivered, _once, _ordered, _no_aliens, _same_content, _parked_poison_only, _loaded)
    return [Violation(check.__name__.strip("_"), detail) for check in checks for detail in check(history)]


def broken(history: History) -> set[str]:
    """The names of the broken invariants."""
    return {violation.invariant for violation in violations(history)}


def _stored(history: History) -> Iterator[str]:
    """I1: acknowledged ⊆ stored ⊆ attempted."""
    acknowledged = {attempt.key for attempt in history.attempts if attempt.acknowledged is not None}
    yield from _some(acknowledged - set(history.facts), "acknowledged and not stored")
    yield from _some(set(history.facts) - {attempt.key for attempt in history.attempts}, "stored and never attempted")


def _atomic(history: History) -> Iterator[str]:
    """I2: per subject as many facts as events, numbered without a gap; no fact without its event."""
    facts, events = Counter(history.facts.values()), defaultdict(list)
    for entry in history.outbox:
        events[entry.subject].append(entry.sequence)
    for subject in facts.keys() | events.keys():
        if sorted(events[subject]) != list(range(1, facts[subject] + 1)):
            yield f"{subject}: {facts[subject]} facts, events {_ends(sorted(events[subject]))}"
    yield from _some(set(history.facts) ^ {entry.key for entry in history.outbox}, "fact without event or the reverse")


def _delivered(history: History) -> Iterator[str]:
    """I3: outbox ⊆ effects ∪ parked, and nothing is left on the broker."""
    effects, parked = {entry.message_id for entry in history.effects}, set(history.parked)
    lost = {
        e.message_id for e in history.outbox if e.message_id not in effects and (e.subject, e.sequence) not in parked
    }
    yield from _some(lost, "neither in effect nor parked")
    yield from (f"{count} messages left in {queue}" for queue, count in history.depths.items() if count)


def _once(history: History) -> Iterator[str]:
    """I4: no event has two effects."""
    twice = {message for message, count in Counter(e.message_id for e in history.effects).items() if count > 1}
    yield from _some(twice, "in effect more than once")


def _ordered(history: History) -> Iterator[str]:
    """I5: the effects of a subject came as 1, 2, 3, …, past what was parked; nobody waits any more."""
    parked, seen = set(history.parked), defaultdict(list)
    for entry in history.effects:
        seen[entry.subject].append(entry.sequence)
    for subject, sequences in seen.items():
        if sequences != [n for n in range(1, max(sequences) + 1) if (subject, n) not in parked]:
            yield f"{subject}: effects came as {_ends(sequences)}"
    yield from _some(set(history.held), "still held")


def _no_aliens(history: History) -> Iterator[str]:
    """I6, first half: every effect tells an event that its source knows, as its source knows it."""
    yield from _some(set(history.effects) - set(history.outbox), "effects of events that the source does not have so")


def _same_content(history: History) -> Iterator[str]:
    """I6, second half: what was received is byte for byte what was sent."""
    yield from _some(set(history.received.items()) - set(history.sent.items()), "received with other bytes than sent")


def _parked_poison_only(history: History) -> Iterator[str]:
    """Only what is at fault itself is set aside, and that once."""
    if unexpected := Counter(history.parked) - Counter(history.poison):
        yield from _some(set(unexpected), "healthy and parked")
    if missing := Counter(history.poison) - Counter(history.parked):
        yield from _some(set(missing), "at fault and not parked")


def _loaded(history: History) -> Iterator[str]:
    """I12: there was load when each fault was injected, else the run is no evidence."""
    times = [attempt.acknowledged for attempt in history.attempts if attempt.acknowledged is not None]
    for moment in history.injections:
        before = sum(moment - 1 < time <= moment for time in times)
        if before < LEAST_LOAD:
            yield f"only {before} commits were acknowledged in the second before a fault"


def _some(found: set, what: str) -> Iterator[str]:
    if found:
        yield f"{len(found)} {what}, such as {min(map(str, found))}"


def _ends(numbers: Sequence[int]) -> str:
    shown = [str(number) for number in numbers]
    return "[" + ", ".join(shown if len(shown) < 12 else [*shown[:5], "…", *shown[-5:]]) + "]"
