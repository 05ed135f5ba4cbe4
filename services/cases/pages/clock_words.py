"""The dates that a clock has shown, and what moved them: for the page of an obligation alone.

Why the present day is that day, and what moved a date, is said by shared/clock_words.py, in the same words wherever it is read.
"""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from services.cases.data import day_off_name
from services.cases.domain.clock import Due, DueReason
from services.cases.domain.ledger import EntryKind
from services.cases.models import ClockEntry
from services.cases.queries.clocks import Clock
from shared import clock_words
from shared.lists import Words
from shared.pages.languages import date_words
from shared.words import language

#: Why there is no last day, in the place of one.
WITHOUT_A_DAY: dict[DueReason, Words] = {
    DueReason.NOT_STARTED: _l("Pa datë: afati nuk ka filluar"),
    DueReason.PAUSED: _l("Pa datë: afati u ndal"),
    DueReason.HELD: _l("Pa datë: çështjen e ka gjykata ose prokuroria"),
    DueReason.CLOSED: _l("Pa datë: zyra e mbylli afatin"),
}
NO_TERM = _l("Pa afat përgjigjeje")


def due_shown(due: Due | None) -> str:
    """The last day in words, or why there is none."""
    if due is None:
        return str(NO_TERM)
    return date_words(due.day) if due.day else str(WITHOUT_A_DAY[due.reason])


def moved_by(entry: ClockEntry) -> str:
    """What moved a date, as one would say it: the entry of the ledger that brought it, and the reason that was given."""
    day = entry.until if entry.until and entry.kind == EntryKind.EXTENDED else entry.effective
    name = day_off_name(entry.effective, entry.name or "", language())
    clause = clock_words.moved_by(entry.kind, language(), event=entry.event or "", day=day, name=name)
    sentence = f"{clause[0].upper()}{clause[1:]}."
    return f"{sentence} {entry.reason}" if entry.reason else sentence


@dataclass(frozen=True)
class ShownDate:
    """A date that the clock showed, or why it showed none: since when, what moved it, and when the body was told of it."""

    shown: str
    since: datetime
    why: str
    told: datetime | None


def dates_shown(clock: Clock) -> list[ShownDate]:
    """Newest first."""
    entries = {str(entry.id): entry for entry in clock.ledger}
    told = {(notice.due, notice.at): notice.at for notice in clock.told}
    return [
        ShownDate(
            shown=due_shown(dated.due),
            since=dated.recorded_at,
            why=moved_by(entries[str(dated.entry_id)]),
            told=told.get((dated.due.day, dated.recorded_at)),
        )
        for dated in reversed(clock.dates)
    ]
