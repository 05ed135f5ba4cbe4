"""Where an obligation stands, in one word for the public: the one by which it is counted and that every other list shows, so that
the register and the figures never tell two stories.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from services.cases import words
from services.cases.queries.acts import ObligationView


@dataclass(frozen=True)
class State:
    """The word that chooses the colour, and the label."""

    word: str
    label: str


def counted(views: Iterable[ObligationView]) -> list[State]:
    """The states of an act's obligations, each once; with how many, where there are several."""
    states = Counter(State(view.state.value, words.label(words.STATES, view.state)) for view in views)
    if len(states) == 1:
        return list(states)
    in_order = sorted(states.items(), key=lambda counted: (counted[0].word, counted[0].label))
    return [State(one.word, f"{one.label}: {number}") for one, number in in_order]
