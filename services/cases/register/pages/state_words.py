"""Where an obligation stands, in one word for the public: what the office found or, until then, what the body has said.

The word is the one by which compliance is counted, so that the register and the figures never tell two stories.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from services.cases import words
from services.cases.domain.obligations import Assessed, Reply
from services.cases.register.domain.compliance import Row, Share, share_of

#: Share → the word that chooses the colour, and the label.
_UNTIL_FOUND = {
    Share.IMPLEMENTED: ("implemented", _l("E zbatuar")),
    Share.IN_PROCESS: ("in_process", _l("Në proces")),
    Share.NO_REPLY: ("late", _l("Pa përgjigje pas afatit")),
    Share.REFUSED: ("refused", _l("E refuzuar")),
}
_OPEN = {Assessed.NOT_ASSESSED, Assessed.IN_PROCESS}


def state(obligation: Any, today: date) -> tuple[str, str]:
    """The word that chooses the colour, and the label."""
    assessed = Assessed(obligation.assessed)
    if assessed not in _OPEN:
        return assessed.value, words.label(words.ASSESSMENTS, assessed)
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
    return word, str(label)


def counted(views: Iterable[Any], today: date) -> list[dict[str, str]]:
    """The states of an act's obligations, each once; with how many, where there are several."""
    found = Counter(state(view.obligation, today) for view in views)
    if len(found) == 1:
        return [{"word": word, "label": label} for word, label in found]
    return [{"word": word, "label": f"{label}: {number}"} for (word, label), number in sorted(found.items())]
