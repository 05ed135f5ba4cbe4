"""The history of a case or of an obligation, as entries of a timeline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases import words
from services.cases.queries.cases import HistoryView
from services.cases.queries.situations import institutions
from shared.words import language

#: By detail, the labels of its codes; what `word` means depends on the event.
TABLES: Mapping[str, Mapping[Any, Any]] = {
    "outcome": words.OUTCOMES,
    "elsewhere": words.ELSEWHERE,
    "rung": words.RUNGS,
    "ground": words.WITHDRAWALS,
    "closing_ground": words.CLOSING_GROUNDS,
    "origin": words.ORIGINS,
}
WORDS: Mapping[str, Mapping[Any, Any]] = {
    "obligation.assessed": words.ASSESSMENTS,
    "obligation.confirmed": words.CONFIRMATIONS,
}


@dataclass(frozen=True)
class Entry:
    """One entry of `p.timeline`."""

    title: str
    when: datetime
    by: str
    text: str


def timeline(session: Session, history: Sequence[HistoryView]) -> list[Entry]:
    """Entries for `p.timeline`, newest first. An event without a label of its own is told as "another event", not in code."""
    ids = {UUID(one.details["institution"]) for one in history if one.details.get("institution")}
    names = {str(body.id): body.name(language()) for body in institutions(session, ids).values()}
    return [Entry(_title(one.code), one.at, _actor(one), one.text or _more(one, names)) for one in reversed(history)]


def _title(code: str) -> str:
    """In the reader's language."""
    return str(words.HAPPENED[code]) if code in words.HAPPENED else _("Ngjarje tjetër")


def _actor(line: HistoryView) -> str:
    """The person's name; what no person of the office did has none."""
    return line.by if line.actor.startswith("staff:") else ""


def _more(line: HistoryView, names: Mapping[str, str]) -> str:
    """What the ids and codes of an entry say to a person: the number, the body, the outcome, the finding, the rung."""
    details = line.details
    parts = [str(details[key]) for key in ("number", "reference") if details.get(key)]
    parts += [names[details["institution"]]] if details.get("institution") in names else []
    parts += [words.label(table, details[key]) for key, table in TABLES.items() if details.get(key)]
    if details.get("word") and line.code in WORDS:
        parts.append(words.label(WORDS[line.code], details["word"]))
    return ", ".join(parts)
