"""Where an obligation stands, in one word for the public: the one by which it is counted and that every other list shows, so that
the register and the figures never tell two stories.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from services.cases import words
from services.cases.domain.standing import State as Standing
from services.cases.queries.acts import ObligationView
from services.cases.register.queries.acts import FALLEN, PublicAct, standing


@dataclass(frozen=True)
class State:
    """The word that chooses the colour, and the label."""

    word: str
    label: str


def state_of(public: PublicAct, view: ObligationView) -> State:
    """The word that the API gives, with its label."""
    return _named(standing(public, view))


def counted(public: PublicAct) -> Sequence[State]:
    """The states of an act's obligations, each once; with how many, where there are several. Of an act that stands no more its own word."""
    if public.act.status in FALLEN:
        return [_named(public.act.status)]
    states = Counter(state_of(public, view) for view in public.obligations)
    if len(states) == 1:
        return list(states)
    in_order = sorted(states.items(), key=lambda counted: (counted[0].word, counted[0].label))
    return [State(one.word, f"{one.label}: {number}") for one, number in in_order]


def _named(word: str) -> State:
    names = words.ACT_STATUSES if word in FALLEN else words.STATES
    return State(word, words.label(names, word if word in FALLEN else Standing(word)))
