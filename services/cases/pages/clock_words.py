"""The dates that a clock has shown, and what moved them: for the page of an obligation alone.

Why the present day is that day is said by shared/clock_words.py, in the same words wherever it is read.
"""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from services.cases.data import day_off_name
from services.cases.domain.ledger import EntryKind
from services.cases.domain.terms import StartEvent
from services.cases.models import ClockEntry
from services.cases.queries.clocks import Clock
from shared.pages.languages import date_words
from shared.words import language

#: What an entry did, by its kind; of the day of the event itself `moved_by` knows more.
MOVED = {
    EntryKind.STARTED: _l("Erdhi lajmi se letra u dorëzua më %(day)s."),
    EntryKind.PAUSED: _l("Zyra e ndali afatin nga %(day)s."),
    EntryKind.RESUMED: _l("Afati vazhdoi nga %(day)s."),
    EntryKind.EXTENDED: _l("Zyra e zgjati afatin deri më %(until)s."),
    EntryKind.CLOSED: _l("Afati u mbyll më %(day)s."),
    EntryKind.REOPENED: _l("Zyra e rihapi afatin nga %(day)s."),
    EntryKind.CORRECTED: _l("U korrigjua dita e dorëzimit: %(day)s."),
    EntryKind.HOLIDAY_ADDED: _l("%(day)s u caktua ditë pushimi (%(name)s)."),
    EntryKind.HOLIDAY_REMOVED: _l("%(day)s nuk ishte ditë pushimi (%(name)s)."),
    EntryKind.WORKDAY_ADDED: _l("%(day)s u caktua ditë pune (%(name)s)."),
    EntryKind.TERM_CHANGED: _l("Ligji e ndryshoi afatin nga %(day)s, edhe për letrat e nisura."),
}
_BEGAN = {
    StartEvent.DISPATCHED: _l("Letra u nis më %(day)s; dita e dorëzimit ende nuk dihej."),
    StartEvent.FETCHED: _l("Erdhi lajmi se letra u tërhoq më %(day)s."),
}


def moved_by(entry: ClockEntry) -> str:
    """What moved a date, as one would say it: the entry of the ledger that brought it, and the reason that was given."""
    kind = EntryKind(entry.kind)
    began = _BEGAN.get(StartEvent(entry.event)) if kind is EntryKind.STARTED and entry.event else None
    sentence = began or MOVED[kind]
    filled = str(sentence) % {
        "day": date_words(entry.effective),
        "until": date_words(entry.until) if entry.until else "",
        "name": day_off_name(entry.effective, entry.name or "", language()),
    }
    return f"{filled} {entry.reason}" if entry.reason else filled


@dataclass(frozen=True)
class ShownDate:
    """A date that the clock showed: since when, what moved it, and when the body was told of it."""

    day: date | None
    since: datetime
    why: str
    told: datetime | None


def dates_shown(clock: Clock) -> list[ShownDate]:
    """Newest first."""
    entries = {str(entry.id): entry for entry in clock.ledger}
    told = {(notice.due, notice.at): notice.at for notice in clock.told}
    return [
        ShownDate(
            day=dated.due.day,
            since=dated.recorded_at,
            why=moved_by(entries[str(dated.entry_id)]),
            told=told.get((dated.due.day, dated.recorded_at)),
        )
        for dated in reversed(clock.dates)
    ]
