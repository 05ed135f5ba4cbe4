"""The last days for the reply as the letters of rungs tell them: each that there was, and why it moved."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions.escalations.matter import Matter
from services.cases.actions.escalations.standstills import Line
from services.cases.data.clock_words import fill
from services.cases.domain.clock_history import Moved
from services.cases.domain.timeliness import local_date
from services.cases.queries.clock_dates import moves_of
from shared.clock_words import day_words


def lines_of(session: Session, matter: Matter, names: dict[str, str], today: date) -> Iterator[Line]:
    """A line for each last day that moved and for each that passed, with the items of which it is true where those are not all."""
    moved: dict[Moved, list[int]] = {}
    passed: dict[date, list[int]] = {}
    for one, item in zip(matter.owed, matter.items, strict=True):
        for move in moves_of(session, one):
            moved.setdefault(move, []).append(item.place + 1)
        if one.reply_due is not None and one.reply_due <= today:
            passed.setdefault(one.reply_due, []).append(item.place + 1)
    for move, places in moved.items():
        key = "last_day_gone" if move.day is None else "last_day_moved"
        yield local_date(move.at), _key(key, matter, places), names | _values(move, matter, today) | _items(places)
    for last, places in passed.items():
        yield last, _key("last_day", matter, places), names | _items(places)


def _values(move: Moved, matter: Matter, today: date) -> dict[str, str]:
    language, words = matter.language, data.rung_words("moved", today)
    why = [fill(words[kind.value], "text", language) for kind in move.why if kind.value in words]
    until = {"until": day_words(move.day, language)} if move.day else {}
    return {"former": day_words(move.former, language), "why": "; ".join(dict.fromkeys(why)), **until}


def _key(key: str, matter: Matter, places: list[int]) -> str:
    return key if len(places) == len(matter.owed) else f"{key}_items"


def _items(places: list[int]) -> dict[str, str]:
    return {"items": ", ".join(map(str, sorted(places)))}
