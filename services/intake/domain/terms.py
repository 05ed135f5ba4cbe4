"""Until when the office must answer a complainant. Days of law are days in Tirana, the day of the event not counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

TIRANA = ZoneInfo("Europe/Tirane")
ADMISSIBILITY = "complainant_admissibility"


@dataclass(frozen=True)
class Term:
    """One version of a term; `confirmed` is false until a lawyer has read the article."""

    key: str
    days: int
    valid_from: date | None
    valid_to: date | None
    confirmed: bool


def read_term(entry: Mapping[str, Any]) -> Term:
    """A term out of its entry. Raises `ValueError` for one that needs more than counting days."""
    if (entry["unit"], entry["roll_over"], entry["start_event"]) != ("calendar_days", "none", "received"):
        raise ValueError(f"{entry['key']}: intake counts plain days from receipt only")
    return Term(entry["key"], entry["value"], entry["valid_from"], entry["valid_to"], entry["confirmed"])


def term_on(terms: Iterable[Term], key: str, day: date) -> Term:
    """The version in force on `day`; a later version leaves earlier complaints as they are."""
    for term in terms:
        if term.key == key and (term.valid_from or date.min) <= day <= (term.valid_to or date.max):
            return term
    raise ValueError(f"no version of {key} is in force on {day}")


def local_day(moment: datetime) -> date:
    return moment.astimezone(TIRANA).date()


def last_day(term: Term, received: datetime) -> date:
    return local_day(received) + timedelta(days=term.days)
