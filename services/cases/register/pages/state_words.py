"""Where an obligation stands, in one word for the public: what the office found or, until then, what the body has said.

The word is the one by which compliance is counted, so that the register and the figures never tell two stories.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from services.cases import words
from services.cases.domain.obligations import Assessed, Reply
from services.cases.models import Obligation
from services.cases.queries.acts import ObligationView
from services.cases.register.domain.compliance import Row, Share, share_of

#: Share → the word that chooses the colour, and the label.
_UNTIL_FOUND = {
    Share.IMPLEMENTED: ("implemented", _l("E zbatuar")),
    Share.IN_PROCESS: ("in_process", _l("Në proces")),
    Share.NO_REPLY: ("late", _l("Pa përgjigje pas afatit")),
    Share.REFUSED: ("refused", _l("E refuzuar")),
}
_OPEN = {Assessed.NOT_ASSESSED, Assessed.IN_PROCESS}


@dataclass(frozen=True)
class State:
    """The word that chooses the colour, and the label."""

    word: str
    label: str


def state(obligation: Obligation, today: date) -> State:
    assessed = Assessed(obligation.assessed)
    if assessed not in _OPEN:
        return State(assessed.value, words.label(words.ASSESSMENTS, assessed))
    row = Row(
        act_id=obligation.recommendation_id,
        item_id=obligation.item_id,
        institution_id=obligation.institution_id,
        counts=obligation.counts,
        reply=Reply(obligation.reply),
        assessed=assessed,
        started_on=obligation.started_on,
        due=obligation.reply_due,
        answered_on=obligation.answered_on,
    )
    word, label = _UNTIL_FOUND[share_of(row, today)]
    return State(word, str(label))


def counted(views: Iterable[ObligationView], today: date) -> list[State]:
    """The states of an act's obligations, each once; with how many, where there are several."""
    states = Counter(state(view.obligation, today) for view in views)
    if len(states) == 1:
        return list(states)
    in_order = sorted(states.items(), key=lambda counted: (counted[0].word, counted[0].label))
    return [State(one.word, f"{one.label}: {number}") for one, number in in_order]
