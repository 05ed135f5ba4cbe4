"""Explores all that can happen, breadth first, so that the first way to what is wrong is the shortest. States are values that compare."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import TypeVar

S = TypeVar("S", bound=Hashable)


@dataclass(frozen=True)
class Explored:
    """`states` that were seen. `wrong`: what does not hold, None if all does; `way`: the steps that lead to it."""

    states: int
    wrong: str | None = None
    way: tuple[str, ...] = ()

    def told(self) -> str:
        """The counterexample for a person, a step a line."""
        lines = [f"{number:>3}  {step}" for number, step in enumerate(self.way, 1)]
        return "\n".join([*lines, f"  →  {self.wrong or 'nothing is wrong'} ({self.states} states)"])


def explore(first: S, steps: Callable[[S], Iterator[tuple[str, S]]], wrong: Callable[[S], str | None]) -> Explored:
    """All states that `steps` leads to from `first`, until one is `wrong`."""
    came: dict[S, tuple[S, str] | None] = {first: None}
    layer = [first]
    for state in layer:
        if fault := wrong(state):
            return Explored(len(came), fault, _way(came, state))
        for step, following in steps(state):
            if following not in came:
                came[following] = state, step
                layer.append(following)
    return Explored(len(came))


def _way(came: dict[S, tuple[S, str] | None], state: S) -> tuple[str, ...]:
    way: list[str] = []
    while before := came[state]:
        state, step = before
        way.append(step)
    return tuple(reversed(way))
