"""The last day for a reply, counted once more with a pencil: another way than `services/cases/domain/clock.py`, and nothing shared with it but
the calendar of free days.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from services.cases import data

#: Entries that the pencil knows. Of a ledger with others it says nothing.
KNOWN = {"started", "paused", "resumed", "held", "released"}
_DAY = timedelta(days=1)


class TooHardError(Exception):
    """The pencil does not know how this is counted."""


def last_day(clock: Mapping[str, Any]) -> date | None:
    """Of a clock as the API tells it; None while it stands. Raises `TooHardError`."""
    entries = [one for one in clock["ledger"] if one["counts"]]
    term = clock["term"]
    if term is None or term["unit"] != "calendar_days" or not {one["kind"] for one in entries} <= KNOWN:
        raise TooHardError
    begun = [one for one in entries if one["kind"] == "started" and one["event"] == "delivered"]
    if len(begun) != 1:
        raise TooHardError
    day = start = date.fromisoformat(begun[0]["effective"])
    gaps = _gaps(entries)
    counted, calendar = 0, data.calendar_of(start)
    # Each day after that of the delivery is one of the body's, unless the clock stands on it; the last must be a working day.
    while counted < term["value"] or _stands(day, gaps) or calendar.is_free(day):
        day += _DAY
        if any(first <= day and end is None for first, end in gaps):
            return None
        counted += not _stands(day, gaps)
    return day


def _gaps(entries: Iterable[Mapping[str, Any]]) -> list[tuple[date, date | None]]:
    """[first day that does not count, first that does again); the last may be open."""
    found: list[tuple[date, date | None]] = []
    for opens, closes in (("paused", "resumed"), ("held", "released")):
        began: list[date] = []
        for one in sorted(entries, key=lambda one: (one["effective"], one["recorded_at"])):
            day = date.fromisoformat(one["effective"])
            if one["kind"] == opens and one["until"]:
                found.append((day, date.fromisoformat(one["until"])))
            elif one["kind"] == opens:
                began.append(day)
            elif one["kind"] == closes and began:
                first = began.pop()
                if not began:
                    found.append((first, day))
        if began:
            found.append((began[0], None))
    return found


def _stands(day: date, gaps: Iterable[tuple[date, date | None]]) -> bool:
    return any(first <= day and (end is None or day < end) for first, end in gaps)
