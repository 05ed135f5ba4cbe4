"""What may be added to a clock, and which dates it has shown so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from services.cases.domain import grants, ledger
from services.cases.domain.bodies import Id
from services.cases.domain.clock import Due, course, due
from services.cases.domain.ledger import ClockState, Entry, EntryKind
from services.cases.domain.terms import Term
from services.cases.domain.workdays import Calendar
from shared.rules import RuleViolation


@dataclass(frozen=True)
class Dated:
    """A date that the clock showed, since which instant, and the entry that brought it."""

    recorded_at: datetime
    entry_id: Id
    due: Due


@dataclass(frozen=True)
class Known:
    """On which days the office believed since `at` that the letter left and arrived; none where it did not."""

    at: datetime
    sent_on: date | None
    delivered_on: date | None


def dates_over_time(
    entries: Iterable[Entry],
    calendar: Calendar,
    term: Term,
    answered_on: date | None = None,
    known_of: Sequence[Known] = (),
) -> tuple[Dated, ...]:
    """Each date that the clock showed, oldest first: a date that was notified does not vanish when it moves.

    `known_of`: what was known of the letter, oldest first; entries of a delivery of which the office learned later that it was none, or of
    another day, counted until then. Without it all entries count. What was entered at one instant, as a pause with its end, shows one date, and the first entry stands for it. A clock that the
    office closed shows none from then on; one that an answer ended, on `answered_on`, keeps its date (`course`).
    """
    recorded = sorted(entries, key=lambda entry: (entry.recorded_at, str(entry.id)))
    shown: list[Dated] = []
    known: list[Entry] = []
    for instant, together in groupby(recorded, key=lambda entry: entry.recorded_at):
        new = list(together)
        known += new
        now = course(_counted(known, known_of, instant), calendar, term, answered_on).due
        if not shown or shown[-1].due != now:
            # One of the measure alone moves no clock.
            moved = next((one for one in new if one.kind is not EntryKind.OWED_AGAIN), new[0])
            shown.append(Dated(instant, moved.id, now))
    return tuple(shown)


def _counted(entries: list[Entry], known_of: Sequence[Known], instant: datetime) -> list[Entry]:
    if not known_of:
        return entries
    letter = next((one for one in reversed(known_of) if one.at <= instant), known_of[0])
    return ledger.of_letter(entries, letter.sent_on, letter.delivered_on)


#: What ends a standstill moved the day for the same reason as what began it.
_SAME = {
    EntryKind.RESUMED: EntryKind.PAUSED,
    EntryKind.RELEASED: EntryKind.HELD,
    EntryKind.LETTER_ARRIVED: EntryKind.ASKED_AGAIN,
}


@dataclass(frozen=True)
class Moved:
    """A last day, shown from `since`, that another took the place of, or none while the clock stands. `why`: the kinds of the entries that
    moved it, as they came. `again`: its letter came back in between and was sent anew.
    """

    since: datetime
    at: datetime
    former: date
    day: date | None
    why: tuple[EntryKind, ...]
    again: bool = False


def sent_again(move: Moved, known_of: Iterable[Known]) -> Moved:
    """With what was known of the letter (`again`)."""
    back = any(one.sent_on is None and move.since < one.at <= move.at for one in known_of)
    return replace(move, again=back and EntryKind.STARTED in move.why)


def last_days_moved(entries: Iterable[Entry], dates: Iterable[Dated]) -> tuple[Moved, ...]:
    """Each last day that the clock showed (`dates`) and shows no more, oldest first. One that came back after a standstill never moved."""
    kinds = {entry.id: entry.kind for entry in entries}
    moves: list[Moved] = []
    former: date | None = None
    since: datetime | None = None
    gone: datetime | None = None
    why: dict[EntryKind, None] = {}
    for shown in dates:
        day, kind = shown.due.day, kinds[shown.entry_id]
        if former is not None and day != former:
            why[_SAME.get(kind, kind)] = None
        if former is not None and since is not None and day is not None and day != former:
            moves.append(Moved(since, shown.recorded_at, former, day, tuple(why)))
        if day is not None:
            former, since, why, gone = day, shown.recorded_at if day != former else since, {}, None
        elif former is not None:
            gone = gone or shown.recorded_at
    return (*moves, *([Moved(since, gone, former, None, tuple(why))] if former and since and gone else []))


def as_told(moves: Iterable[Moved], told: Iterable[tuple[datetime, date]]) -> tuple[Moved, ...]:
    """What a body lived through of `moves`: a day of which it was never told, as one presumed before the delivery was known, did not move for it. `told`:
    when it was told of which day.
    """
    told, kept = tuple(told), list[Moved]()
    for move in moves:
        if any(day == move.former and at <= move.at for at, day in told):
            kept.append(move)
        elif kept and kept[-1].day == move.former:
            before = kept.pop()
            why = tuple(dict.fromkeys((*before.why, *move.why)))
            kept.append(
                replace(move, since=before.since, former=before.former, why=why, again=before.again or move.again)
            )
    return tuple(move for move in kept if move.day != move.former)


#: An officer's entry → the states of the clock in which it makes sense. Others may be entered at any time.
ALLOWED: dict[EntryKind, tuple[ClockState, ...]] = {
    EntryKind.PAUSED: (ClockState.RUNNING,),
    EntryKind.RESUMED: (ClockState.PAUSED,),
    EntryKind.EXTENDED: (ClockState.RUNNING, ClockState.PAUSED),
    EntryKind.GRANT_CORRECTED: (ClockState.RUNNING, ClockState.PAUSED),
    EntryKind.CLOSED: (ClockState.NOT_STARTED, ClockState.RUNNING, ClockState.PAUSED),
    EntryKind.REOPENED: (ClockState.CLOSED,),
    EntryKind.CORRECTED: (ClockState.NOT_STARTED, ClockState.RUNNING, ClockState.PAUSED),
}


#: What an officer may enter. The rest comes from deliveries, replies, decrees and laws.
OFFICERS_ENTRIES = tuple(ALLOWED)


def legal_entries(entries: Iterable[Entry], state: ClockState) -> tuple[EntryKind, ...]:
    """What an officer may enter where a clock is in that state; a grant is corrected where one stands."""
    given = grants.last_grant(entries) is not None
    return tuple(
        kind for kind, states in ALLOWED.items() if state in states and (given or kind is not EntryKind.GRANT_CORRECTED)
    )


def check_entry(entries: Iterable[Entry], new: Entry, calendar: Calendar, term: Term) -> None:
    """Refuses an entry that says nothing on its day: to resume what runs, to extend to a day that is no later, to pause a term
    that is over, which would leave a body late while its clock stands.
    """
    entries = list(entries)
    state = ledger.state_on(entries, new.effective)
    if new.kind is not EntryKind.REOPENED and ledger.state_on(entries, date.max) is ClockState.CLOSED:
        # What is over stays as it was, also before the day on which it ended.
        state = ClockState.CLOSED
    if state not in ALLOWED.get(new.kind, tuple(ClockState)):
        legal = tuple(kind.value for kind in legal_entries(entries, state))
        raise RuleViolation(f"a clock that is {state} cannot be {new.kind}", code="clock.out_of_place", legal=legal)
    if new.kind is EntryKind.GRANT_CORRECTED and grants.last_grant(entries) is None:
        raise RuleViolation("no more time was given that stands", code="clock.no_grant")
    now = due(entries, calendar, term).day
    if now is None:
        return
    if new.kind is EntryKind.GRANT_CORRECTED and (due([*entries, new], calendar, term).day or date.max) >= now:
        # Who relied on it has so much time all the same.
        raise RuleViolation(f"the term runs until {now} without it too", code="clock.does_not_shorten")
    if new.kind is EntryKind.EXTENDED and new.until is not None and new.until <= now:
        raise RuleViolation(f"the term already runs until {now}", code="clock.does_not_extend")
    if new.kind is EntryKind.PAUSED and new.effective > now:
        raise RuleViolation(f"the term was over on {now}", code="clock.over", legal=(EntryKind.EXTENDED.value,))
