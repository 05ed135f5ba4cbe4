"""The days on which a clock stood, and why, as the letters of rungs tell them: who is called late must read which days were left out."""

from collections.abc import Iterator
from datetime import date, timedelta
from textwrap import shorten
from typing import NamedTuple

from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions.escalations.matter import Matter
from services.cases.domain import clock
from services.cases.domain.clock import DueReason
from services.cases.domain.explanation import Why, segments
from services.cases.domain.ledger import EntryKind, unasked
from services.cases.models import ClockEntry, Obligation
from services.cases.queries.situations import ledger_of
from shared.clock_words import day_words

#: One thing that happened: its day, the key of its sentence, what the sentence is filled with.
Line = tuple[date, str, dict[str, str]]
_ONE_DAY = timedelta(days=1)
#: How much of the reason for a pause is quoted; all of it is in the ledger.
_LONGEST_REASON = 300
_STOPS = {EntryKind.PAUSED.value, EntryKind.CLOSED.value}


class Stood(NamedTuple):
    """Days in a row on which a clock stood. `last`: none while it still does; `cause`: `held` by a court or a prosecutor, `unasked` by the office
    itself, or `paused`, of which alone there is a `reason`.
    """

    first: date
    last: date | None
    cause: str
    reason: str = ""


def lines_of(session: Session, matter: Matter, names: dict[str, str], today: date) -> Iterator[Line]:
    """A line for each of these stretches, with the items of which it is true where those are not all."""
    told: dict[Stood, list[int]] = {}
    for one, item in zip(matter.owed, matter.items, strict=True):
        for stood in (*_held(one, today), *_unasked(session, one), *_paused(session, one)):
            told.setdefault(stood, []).append(item.place + 1)
    for stood, places in told.items():
        some = len(places) < len(matter.owed)
        items = ", ".join(map(str, sorted(places)))
        yield stood.first, _key(stood, some=some), {**names, **_values(stood, matter.language), "items": items}


def _held(one: Obligation, today: date) -> Iterator[Stood]:
    """While a court or a prosecutor had the matter, be it after the last day for the reply: the days of the steps stood too."""
    begins = (one.started_on or one.issued_on) + _ONE_DAY
    for since, end in one.stretches:
        first, last = max(since, begins), (end or today) - _ONE_DAY
        if first <= last:
            yield Stood(first, last, "held")


def _unasked(session: Session, one: Obligation) -> Iterator[Stood]:
    """While it had said that nothing is asked, of the reply, or of the measure of which a reply was given."""
    entries = [row.as_entry() for row in ledger_of(session, one.id)]
    for first, end in unasked(entries, reply=one.answered_on is None):
        yield Stood(first, end and end - _ONE_DAY, "unasked")


def _paused(session: Session, one: Obligation) -> Iterator[Stood]:
    if one.term is None:
        return
    rows = ledger_of(session, one.id)
    entries = [row.as_entry() for row in rows]
    term = data.term_of_clock(one.term, one.issued_on, entries)
    course = clock.course(entries, data.calendar_of(one.issued_on), term, one.answered_on)
    stands = course.due.reason is DueReason.PAUSED
    runs, asked_nothing = segments(course.days), list(_unasked(session, one))
    for place, run in enumerate(runs, start=1):
        if run.why is Why.PAUSED:
            still = stands and place == len(runs)
            # A clock that ended stood from that day on, and nothing was asked from the next.
            if not any(
                each.first - _ONE_DAY <= run.first and run.last <= (each.last or run.last) for each in asked_nothing
            ):
                yield Stood(run.first, None if still else run.last, "paused", _reason(rows, run.first))


def _reason(rows: list[ClockEntry], day: date) -> str:
    """That of the entry by which the clock stood on that day."""
    stops = [row for row in rows if row.kind in _STOPS and row.effective <= day]
    return (max(stops, key=lambda row: (row.effective, row.number)).reason or "") if stops else ""


def _key(stood: Stood, *, some: bool) -> str:
    if stood.cause == "held":
        return "stood_held"
    key = f"stands_{stood.cause}" if stood.last is None else f"stood_{stood.cause}"
    return f"{key}_items" if some else key


def _values(stood: Stood, language: str) -> dict[str, str]:
    first, last = stood.first, stood.last or stood.first
    days = [day_words(first, language), day_words(last, language)]
    reason = shorten(stood.reason, _LONGEST_REASON, placeholder=" […]").rstrip(". ")
    return {
        "span": " – ".join(dict.fromkeys(days)),
        "days": str((last - first).days + 1),
        "reason": {"sq": f" Arsyeja: {reason}.", "en": f" Reason: {reason}."}[language] if reason else "",
    }
