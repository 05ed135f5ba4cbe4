"""Why a reply is due on that very day, in sentences: what the office's event says in codes, days and counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from services.partners.queries.letters import ItemDue
from services.partners.schemas.dispatches import ClockLineAnswer, ExplainedAnswer
from shared import clock_words
from shared.clock_words import Account, Run
from shared.words import language


@dataclass(frozen=True)
class Group:
    """One explanation with the numbers of the items that it is of. `day`: the last one, none while the clock stands or once it
    has ended.
    """

    day: date | None
    sentences: list[str]
    items: list[str] = field(default_factory=list)


def sentences(explained: ExplainedAnswer, language: str) -> list[str]:
    """The sentences of shared/clock_words.py."""
    account = Account(
        value=explained.term.value,
        unit=explained.term.unit,
        runs=[_run(line) for line in explained.lines],
        start_event=explained.term.start_event or "",
        closed_on=date.fromisoformat(explained.closed_on) if explained.closed_on else None,
    )
    return clock_words.sentences(account, language)


def groups(dues: Sequence[ItemDue]) -> list[Group]:
    """Each explanation once: most letters have one for all items."""
    by_explanation: dict[ExplainedAnswer, Group] = {}
    for due in dues:
        if due.explained is not None:
            if due.explained not in by_explanation:
                by_explanation[due.explained] = Group(due.reply_due, sentences(due.explained, language()))
            by_explanation[due.explained].items.append(str(due.place + 1))
    return list(by_explanation.values())


def _run(line: ClockLineAnswer) -> Run:
    first, last = date.fromisoformat(line.first), date.fromisoformat(line.last)
    return Run(line.why, first=first, last=last, days=line.days, count=line.count)
