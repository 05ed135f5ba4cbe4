"""The last days for the reply as the letters of rungs tell them: each that there was, and why it moved."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions.escalations.matter import Matter
from services.cases.actions.escalations.standstills import Line
from services.cases.data.clock_words import fill
from services.cases.domain.clock_history import Moved
from services.cases.domain.ledger import EntryKind
from services.cases.domain.timeliness import local_date
from services.cases.queries.clock_dates import moves_of
from shared.clock_words import day_words


def moved(session: Session, matter: Matter, names: dict[str, str], today: date) -> Iterator[Line]:
    """A line for each last day that gave way to another, with why, and with the items of which it is true where those are not all."""
    moves: dict[tuple[date, date, date | None, str], list[int]] = {}
    for one, item in zip(matter.owed, matter.items, strict=True):
        for move in moves_of(session, one):
            # On one day, at whichever instant: that is one event.
            alike = local_date(move.at), move.former, move.day, _why(move, matter, today)
            moves.setdefault(alike, []).append(item.place + 1)
    for (day, former, until, why), places in moves.items():
        key = "last_day_gone" if until is None else "last_day_moved"
        values = {"former": day_words(former, matter.language), "why": why}
        values |= {"until": day_words(until, matter.language)} if until else {}
        yield day, _key(key, matter, places), names | values | _items(places)


def passed(matter: Matter, names: dict[str, str], today: date) -> Iterator[Line]:
    """The same for each last day that has passed."""
    days: dict[date, list[int]] = {}
    for one, item in zip(matter.owed, matter.items, strict=True):
        if one.reply_due is not None and one.reply_due <= today:
            days.setdefault(one.reply_due, []).append(item.place + 1)
    for last, places in days.items():
        yield last, _key("last_day", matter, places), names | _items(places)


def _why(move: Moved, matter: Matter, today: date) -> str:
    words = data.rung_words("moved", today)
    kinds = ["sent_again" if move.again and kind is EntryKind.STARTED else kind.value for kind in move.why]
    return "; ".join(dict.fromkeys(fill(words[kind], "text", matter.language) for kind in kinds if kind in words))


def _key(key: str, matter: Matter, places: list[int]) -> str:
    return key if len(places) == len(matter.owed) else f"{key}_items"


def _items(places: list[int]) -> dict[str, str]:
    return {"items": ", ".join(map(str, sorted(places)))}
