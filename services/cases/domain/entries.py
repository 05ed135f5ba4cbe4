"""Reads typed values out of one entry of a data file, naming the entry and the field when something is wrong.

A data file is edited by hand by people who know the law; a wrong word in it has to be found when the service starts,
not when the first letter is late.
"""

from collections.abc import Mapping
from datetime import date, datetime

Entry = Mapping[str, object]


def text(entry: Entry, field: str, where: str) -> str:
    value = entry.get(field)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{where}: {field} must be a text, not {value!r}")
    return value


def optional_text(entry: Entry, field: str, where: str) -> str | None:
    return None if entry.get(field) is None else text(entry, field, where)


def number(entry: Entry, field: str, where: str, *, default: int | None = None) -> int:
    value = entry.get(field, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{where}: {field} must be a whole number, not {value!r}")  # noqa: TRY004 - a fault of the data
    return value


def flag(entry: Entry, field: str, where: str, *, default: bool | None = None) -> bool:
    value = entry.get(field, default)
    if not isinstance(value, bool):
        raise ValueError(f"{where}: {field} must be true or false, not {value!r}")  # noqa: TRY004 - a fault of the data
    return value


def day(entry: Entry, field: str, where: str) -> date | None:
    """A date or nothing; an instant is refused, because the dates of law have no hour."""
    value = entry.get(field)
    if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
        raise ValueError(f"{where}: {field} must be a date or empty, not {value!r}")
    return value


def texts(entry: Entry, field: str, where: str) -> tuple[str, ...]:
    """A list of texts; a missing list is empty."""
    value = entry.get(field) or []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"{where}: {field} must be a list of texts, not {value!r}")
    return tuple(value)


def rows(entry: Entry, field: str, where: str) -> tuple[Entry, ...]:
    """A list of entries; a missing list is empty."""
    value = entry.get(field) or []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError(f"{where}: {field} must be a list of entries, not {value!r}")
    return tuple(value)


def mapping(entry: Entry, field: str, where: str) -> Entry:
    """A mapping; a missing one is empty."""
    value = entry.get(field) or {}
    if not isinstance(value, dict):
        raise ValueError(f"{where}: {field} must be a mapping, not {value!r}")  # noqa: TRY004 - a fault of the data
    return value
