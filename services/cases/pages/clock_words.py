"""The dates that a clock has shown, and what moved them: for the page of an obligation alone.

Why the present day is that day, and what moved a date, is said by shared/clock_words.py, in the same words wherever it is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.cases import words
from services.cases.data import acts as act_data
from services.cases.data import day_off_name
from services.cases.domain.clock import Due, DueReason
from services.cases.domain.ledger import EntryKind
from services.cases.domain.timeliness import local_date
from services.cases.models import ClockEntry
from services.cases.pages.acting import today
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
    DueReason.ASKED_AGAIN: _l("Pa datë: letra që kërkon përsëri nuk ka mbërritur"),
    DueReason.CLOSED: _l("Pa datë: zyra e mbylli afatin"),
    DueReason.FELL: _l("Pa datë: letra nuk vlen më"),
}
NO_TERM = _l("Pa afat përgjigjeje")


def due_shown(due: Due | None) -> str:
    """The last day in words, or why there is none."""
    if due is None:
        return str(NO_TERM)
    return date_words(due.day) if due.day else str(WITHOUT_A_DAY[due.reason])


def moved_by(entry: ClockEntry) -> str:
    """What moved a date, as one would say it: the entry of the ledger that brought it, and the reason that was given."""
    names_day = entry.kind in {EntryKind.EXTENDED, EntryKind.GRANT_CORRECTED}
    day = entry.until if entry.until and names_day else entry.effective
    name = day_off_name(entry.effective, entry.name or "", language())
    clause = clock_words.moved_by(entry.kind, language(), event=entry.event or "", day=day, name=name)
    sentence = f"{clause[0].upper()}{clause[1:]}."
    return f"{sentence} {entry.reason}" if entry.reason else sentence


def correction_names() -> list[tuple[str, str]]:
    """The grounds of today on which a day of delivery is corrected, (key, words)."""
    grounds = act_data.correction_grounds(today())
    return [(key, words.of_pair(one, "name", language())) for key, one in grounds.items()]


def _backed_by(entry: ClockEntry) -> str:
    """The words of the ground of a correction; that nothing shows it, where it was made before one was asked for."""
    if entry.kind != EntryKind.CORRECTED or entry.scan_id is not None:
        return ""
    grounds = act_data.correction_grounds(local_date(entry.recorded_at))
    if entry.ground in grounds:
        return words.of_pair(grounds[entry.ground], "name", language())
    return str(_l("Pa provë: kur u korrigjua, nuk kërkohej."))


@dataclass(frozen=True)
class ShownDate:
    """A date that the clock showed, or why it showed none: since when, what moved it, who entered that, what shows it (words, or the
    scan `proof`), and when the body was told of it.
    """

    shown: str
    since: datetime
    why: str
    told: datetime | None
    by: str
    backed: str
    proof: UUID | None


def dates_shown(clock: Clock) -> list[ShownDate]:
    """Newest first; above them, of what counts no more, that there is none."""
    return [*_fallen(clock), *_showed(clock)]


def _fallen(clock: Clock) -> Iterator[ShownDate]:
    """An answer ended its clock before: no entry of the ledger says that its day holds no more."""
    if clock.fell_at is not None and clock.ended_on is not None and clock.dates and clock.dates[-1].due.day:
        why, by = _("Letra u tërhoq ose u zëvendësua."), _("Sistemi")
        yield ShownDate(due_shown(clock.due), clock.fell_at, why, clock.fell_at, by, "", None)


def _showed(clock: Clock) -> list[ShownDate]:
    # One that counts no more brought its date all the same: a letter came back, or arrived on another day.
    entries = {str(entry.id): entry for entry in clock.every}
    told = {(notice.due, notice.at): notice.at for notice in clock.told}
    return [
        ShownDate(
            shown=due_shown(dated.due),
            since=dated.recorded_at,
            why=moved_by(entry),
            told=told.get((dated.due.day, dated.recorded_at)),
            by=clock.names.get(entry.by, _("Sistemi")),
            backed=_backed_by(entry),
            proof=entry.scan_id,
        )
        for dated in reversed(clock.dates)
        for entry in [entries[str(dated.entry_id)]]
    ]
