"""A clock, and the first day of a rung, in sentences of the data files, in either language, for what is not a page: an annex, the API, a command."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from babel.dates import format_date

from services.cases import data
from services.cases.domain.escalation import Counted
from services.cases.domain.explanation import Segment
from services.cases.domain.terms import Term

UNITS = {
    "calendar_days": ("ditë kalendarike", "calendar days"),
    "working_days": ("ditë pune", "working days"),
    "months": ("muaj", "months"),
}


def day_words(day: date, language: str) -> str:
    return str(format_date(day, "d MMMM y", locale=language))


def fill(entry: Any, name: str, language: str, /, **values: str) -> str:
    """The words `name` of an entry in a language, with what stands in braces filled in."""
    return str(entry[f"{name}_{language}"]).strip().format_map(values)


def clock_words(
    term: Term | None, entry: Any, segments: Iterable[Segment], last: date | None, language: str
) -> list[str]:
    """The term with its legal basis, a sentence for each run of days, and the last day. `entry`: the term's, of the file."""
    words = data.rung_words("clock", last or date.max)
    if term is None:
        return [fill(words["none"], "text", language)]
    basis = entry["legal_basis_en"] if language == "en" else entry["legal_basis"]
    value = f"{term.value} {UNITS[term.unit.value][language == 'en']}"
    said = [fill(words["basis"], "text", language, name=entry[f"name_{language}"], value=value, basis=basis)]
    said += [_segment(words, one, language) for one in segments]
    return [*said, fill(words["last_day"], "text", language, day=day_words(last, language))] if last else said


def why_words(counted: Counted | None, language: str) -> str:
    """Why a rung may be sent from its day on; empty where the commissioner lifted the waiting."""
    if counted is None:
        return ""
    entry = data.rung_words("due", counted.on)[counted.since.value]
    days = {"on": day_words(counted.on, language), "day": day_words(counted.day, language), "days": str(counted.days)}
    return fill(entry, "text", language, **days)


def _segment(words: Any, one: Segment, language: str) -> str:
    first, last = day_words(one.first, language), day_words(one.last, language)
    span = first if one.first == one.last else f"{first} – {last}"
    numbers = {"days": str(one.days), "count": str(one.count)}
    name = data.day_off_name(one.first, one.name, language)
    return fill(words[one.why.value], "text", language, day=span, name=name, **numbers)
