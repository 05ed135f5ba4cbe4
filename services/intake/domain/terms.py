"""Until when the office must answer a complainant, or look at a complaint at all.

Days are days in Tirana, the day of the event not counted; hours are hours that pass.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

TIRANA = ZoneInfo("Europe/Tirane")
ADMISSIBILITY = "complainant_admissibility"
REDIRECT_CHECK = "redirect_check"
#: What lay longer than this before someone registered it is no longer one whose term can begin with its arrival.
LATE_REGISTRATION = "late_registration"
_UNITS = ("calendar_days", "hours")
_STARTS = ("received", "redirected")


@dataclass(frozen=True)
class Term:
    """One version of a term; `confirmed` is false until a lawyer has read the article."""

    key: str
    value: int
    unit: str
    valid_from: date | None
    valid_to: date | None
    confirmed: bool


def read_term(entry: Mapping[str, Any]) -> Term:
    """A term out of its entry. Raises `ValueError` for one that needs more than counting on."""
    if entry["unit"] not in _UNITS or entry["roll_over"] != "none" or entry["start_event"] not in _STARTS:
        raise ValueError(f"{entry['key']}: intake counts plain days or hours from receipt or redirection only")
    valid = entry["valid_from"], entry["valid_to"]
    return Term(entry["key"], entry["value"], entry["unit"], *valid, entry["confirmed"])


def term_on(terms: Iterable[Term], key: str, day: date) -> Term:
    """The version in force on `day`; a later version leaves earlier complaints as they are."""
    for term in terms:
        if term.key == key and (term.valid_from or date.min) <= day <= (term.valid_to or date.max):
            return term
    raise ValueError(f"no version of {key} is in force on {day}")


def local_day(moment: datetime) -> date:
    return moment.astimezone(TIRANA).date()


def last_day(term: Term, received: date) -> date:
    """The last day of a term in days. Raises `ValueError` for one in hours, which has no last day."""
    if term.unit != "calendar_days":
        raise ValueError(f"{term.key} counts hours")
    return received + timedelta(days=term.value)


def last_moment(term: Term, received: datetime) -> datetime:
    """The first instant at which the term is over: hours on the clock, or the end of the last day in Tirana."""
    if term.unit == "hours":
        return received + timedelta(hours=term.value)
    return datetime.combine(last_day(term, local_day(received)) + timedelta(days=1), time(), TIRANA)


def day_begins(day: date) -> datetime:
    """The first instant of a day in Tirana."""
    return datetime.combine(day, time(), TIRANA)
