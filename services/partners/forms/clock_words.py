"""Why a reply is due on that very day, in sentences: what the office's event says in codes, days and counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from services.partners.queries.letters import ItemDue
from services.partners.schemas.dispatches import ClockLineAnswer, ExplainedAnswer
from shared import clock_words
from shared.words import language


@dataclass(frozen=True)
class Group:
    """One explanation with the numbers of the items that it is of. `day`: the last one, also of what is `answered`; none while
    the clock stands or once the office closed it.
    """

    day: date | None
    answered: bool
    sentences: list[str]
    items: list[str] = field(default_factory=list)


def sentences(explained: ExplainedAnswer, language: str) -> list[str]:
    """The sentences of shared/clock_words.py."""
    account = clock_words.Account(
        value=explained.term.value,
        unit=explained.term.unit,
        runs=[_run(line) for line in explained.lines],
        start_event=explained.term.start_event or "",
        closed_on=_day(explained.closed_on),
        answered_on=_day(explained.answered_on),
        held_since=_day(explained.held_since),
        corrected_on=_day(explained.corrected_on),
        taken_back=_taken_back(explained),
    )
    return clock_words.sentences(account, language)


def groups(dues: Sequence[ItemDue]) -> list[Group]:
    """Each explanation once: most letters have one for all items."""
    by_explanation: dict[ExplainedAnswer, Group] = {}
    for due in dues:
        if due.explained is not None:
            if due.explained not in by_explanation:
                by_explanation[due.explained] = _group(due.reply_due, due.explained)
            by_explanation[due.explained].items.append(str(due.place + 1))
    return list(by_explanation.values())


def _group(reply_due: date | None, explained: ExplainedAnswer) -> Group:
    answered = explained.answered_on is not None
    return Group(explained.was_due or reply_due, answered, sentences(explained, language()))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _taken_back(explained: ExplainedAnswer) -> clock_words.TakenBack | None:
    if explained.taken_back is None:
        return None
    said = explained.taken_back
    given, decided, told, until = (
        date.fromisoformat(text) for text in (said.given, said.decided_on, said.told_on, said.until)
    )
    return clock_words.TakenBack(given, decided, told, until, _day(said.other))


def _run(line: ClockLineAnswer) -> clock_words.Run:
    first, last = date.fromisoformat(line.first), date.fromisoformat(line.last)
    return clock_words.Run(
        line.why, first=first, last=last, days=line.days, count=line.count, ends_off=bool(line.ends_off)
    )
