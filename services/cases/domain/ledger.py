"""What happened to one clock, as an append-only list, and what state that leaves it in.

Entries arrive late and out of order: a delivery reported by post a week after the reply, a holiday decreed yesterday for
tomorrow. So nothing here depends on the order in which they came. Entries count by the day on which they take effect, and
within one day by their number: as many pauses as resumptions on one day leave the clock as it was.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from services.cases.domain.bodies import Id
from services.cases.domain.terms import StartEvent, Term
from services.cases.domain.workdays import Calendar
from shared.rules import ContentViolation

_ONE_DAY = timedelta(days=1)
#: [first day not counted, first day counted again); None while the clock still stands.
Stretch = tuple[date, date | None]


class EntryKind(StrEnum):
    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"
    CLOSED = "closed"
    REOPENED = "reopened"
    CORRECTED = "corrected"
    HOLIDAY_ADDED = "holiday_added"
    HOLIDAY_REMOVED = "holiday_removed"
    WORKDAY_ADDED = "workday_added"
    TERM_CHANGED = "term_changed"
    HELD = "held"
    RELEASED = "released"
    GRANT_CORRECTED = "grant_corrected"
    ASKED_AGAIN = "asked_again"
    LETTER_ARRIVED = "letter_arrived"
    OWED_AGAIN = "owed_again"


class ClockState(StrEnum):
    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"


#: What an entry of a kind carries besides its dates.
CARRIES = {
    EntryKind.EXTENDED: "until",
    EntryKind.GRANT_CORRECTED: "until",
    EntryKind.HOLIDAY_ADDED: "name",
    EntryKind.HOLIDAY_REMOVED: "name",
    EntryKind.WORKDAY_ADDED: "name",
    EntryKind.TERM_CHANGED: "term",
}
#: What begins a clock: the event as it was reported, or its true day as an officer found it out.
STARTS = (EntryKind.STARTED, EntryKind.CORRECTED)
_OF_A_HOLD = (EntryKind.HELD, EntryKind.RELEASED)
#: That a body which reads on paper alone is asked again, and that the letter which tells it so arrived.
OF_ASKING = (EntryKind.ASKED_AGAIN, EntryKind.LETTER_ARRIVED)
#: What ends days on which the office itself had said that nothing is asked: that letter, or the decision, where its body learns of it at once; and that
#: the clock goes on, which had ended.
ENDS_UNASKED = (EntryKind.LETTER_ARRIVED, EntryKind.OWED_AGAIN, EntryKind.REOPENED)
#: What says of days that nothing was asked on them.
OF_UNASKED = (EntryKind.ASKED_AGAIN, *ENDS_UNASKED)


@dataclass(frozen=True)
class Entry:
    """One thing that happened to a clock. `effective` is a local date, `recorded_at` an aware instant.

    A pause stops the count from its effective day, a resumption counts its effective day again. So do `held` and `released`, of a
    court or a prosecutor that has the matter: whether the clock stands for that does not depend on any pause. Nor does it from `asked_again`, on the day of the
    decision by which it goes on, to `letter_arrived`, on that of the delivery, which is itself not counted, as at the first letter. `event` belongs to
    `started` and `corrected` (none: the event that the term asks for), `until` to `extended` (the new last day) and `grant_corrected` (a day before which nobody is late who relied on what was granted),
    which is of the day on which the letter that tells it was delivered: `corrects` is the grant that is taken back, the last one before
    it where none is named, and `decided_on` the day on which the office decided it. `since` belongs to `asked_again`, `letter_arrived`, `owed_again` and `reopened`: the first day on which nothing was asked of the body, before that letter or that decision (none of one from before 0561, or, of one that is
    reopened, from before 0600; nor of what ended on that day); `reply_stood` to `letter_arrived` and `reopened`: its reply was not asked either. `name` belongs to `holiday_added`, `holiday_removed` and `workday_added` (the effective day is the one decreed), `term` to `term_changed`.
    """

    id: Id
    kind: EntryKind
    effective: date
    recorded_at: datetime
    event: StartEvent | None = None
    until: date | None = None
    name: str = ""
    term: Term | None = None
    corrects: Id | None = None
    decided_on: date | None = None
    since: date | None = None
    reply_stood: bool = False

    def __post_init__(self) -> None:
        if self.recorded_at.tzinfo is None:
            raise ValueError("recorded_at needs a zone")
        carried = CARRIES.get(self.kind)
        if carried and not getattr(self, carried):
            raise ContentViolation(f"'{self.kind}' needs {carried}", code=f"clock.needs_{carried}", field=carried)


_CHANGED = EntryKind.TERM_CHANGED
#: Changes of the calendar.
DECREED = (EntryKind.HOLIDAY_ADDED, EntryKind.HOLIDAY_REMOVED, EntryKind.WORKDAY_ADDED)


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """By effective day, kind and id: the same list whatever order the entries came in."""
    return sorted(entries, key=lambda entry: (entry.effective, entry.kind, str(entry.id)))


def term_changes(entries: Iterable[Entry]) -> tuple[tuple[date, Term], ...]:
    """The terms that a law put this very clock under, each with the day on which it came into force, oldest first."""
    return tuple((entry.effective, entry.term) for entry in in_order(entries) if entry.kind is _CHANGED and entry.term)


def calendar_of(entries: Iterable[Entry], calendar: Calendar) -> Calendar:
    """The calendar of this very clock. Of several entries on one day the one that was recorded last holds."""
    last = {one.effective: one for one in as_recorded(entries) if one.kind in DECREED}
    added = {day: one.name for day, one in last.items() if one.kind is EntryKind.HOLIDAY_ADDED}
    worked = {day for day, one in last.items() if one.kind is EntryKind.WORKDAY_ADDED}
    kept = last.keys() - added.keys() - worked
    return calendar.with_holidays(added).without_holidays(kept).with_worked(worked)


def as_answered(entries: Iterable[Entry]) -> list[Entry]:
    """The entries by which a clock that an answer ended is counted: a change of the calendar that was recorded after its end moves the
    day of the measure alone, that its body is asked again for the measure moves no day, and the last day for the reply keeps the date that it had.
    """
    entries = list(entries)
    end = max((one.recorded_at for one in entries if one.kind is EntryKind.CLOSED), default=None)
    return [one for one in entries if end is None or one.kind not in {*DECREED, *OF_ASKING} or one.recorded_at <= end]


def first_start(entries: Iterable[Entry], event: StartEvent, *, or_unnamed: bool = True) -> date | None:
    """The earliest day of that event: a second delivery by another channel does not start the term anew.

    A correction takes the place of all that was reported, and a later correction that of an earlier one.
    """
    events = {event, None} if or_unnamed else {event}
    known = [entry for entry in as_recorded(entries) if entry.kind in STARTS and entry.event in events]
    corrected = [entry.effective for entry in known if entry.kind is EntryKind.CORRECTED]
    return corrected[-1] if corrected else min((entry.effective for entry in known), default=None)


def corrected_at(entries: Iterable[Entry], event: StartEvent) -> datetime | None:
    """When the correction by which the clock runs was entered; none where it runs by what was reported."""
    known = [one for one in as_recorded(entries) if one.kind is EntryKind.CORRECTED and one.event in {event, None}]
    return known[-1].recorded_at if known else None


def of_letter(entries: Iterable[Entry], sent_on: date | None, delivered_on: date | None) -> list[Entry]:
    """The entries that count, by the days on which the letter left and arrived as far as anybody knows: no sending of one that came back
    or never left, and no delivery of one that bounced, be it one whose day was corrected.
    """
    return [one for one in entries if _is_of_letter(one, sent_on, delivered_on)]


def _is_of_letter(entry: Entry, sent_on: date | None, delivered_on: date | None) -> bool:
    if entry.event is StartEvent.DISPATCHED:
        return sent_on is not None and entry.effective >= sent_on
    if entry.event is not StartEvent.DELIVERED:
        return True
    return delivered_on is not None and entry.effective >= delivered_on


def as_recorded(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.recorded_at, str(entry.id)))


def _stands(stood: bool, kinds: list[EntryKind], begins: EntryKind, ends: EntryKind) -> bool:
    """Whether it does at the end of a day on which entries of these kinds took effect."""
    net = kinds.count(begins) - kinds.count(ends)
    return net > 0 or (stood and net == 0)


def _changes(entries: Iterable[Entry]) -> Iterator[tuple[date, ClockState]]:
    """A pause goes on beneath a closing: what is opened again stands as it would without that. What had ended, and is opened and ended on one day, ran on it."""
    state, ended, paused = ClockState.RUNNING, False, False
    for day, same_day in groupby(in_order(entries), key=lambda entry: entry.effective):
        kinds = [entry.kind for entry in same_day]
        ran = ended and EntryKind.REOPENED in kinds
        ended = _stands(ended, kinds, EntryKind.CLOSED, EntryKind.REOPENED)
        paused = _stands(paused, kinds, EntryKind.PAUSED, EntryKind.RESUMED)
        moved = ClockState.CLOSED if ended else ClockState.PAUSED if paused else ClockState.RUNNING
        if moved is not state or ran:
            if ran and ended:
                yield day, ClockState.RUNNING
            state = moved
            yield day, state


def standstills(entries: Iterable[Entry]) -> tuple[Stretch, ...]:
    """Stretches [first day not counted, first day counted again) in which the clock stood; None while it still stands.

    Time between closing and reopening stood. A closing that was never undone leaves no stretch: the date by which the
    answer was due stays what it was.
    """
    entries = list(entries)
    changes = list(_changes(entries))
    ends = [*(day for day, _ in changes[1:]), None]
    paused = [
        (day, end)
        for (day, state), end in zip(changes, ends, strict=False)
        if state is ClockState.PAUSED or (state is ClockState.CLOSED and end is not None)
    ]
    return joined([*paused, *holds(entries), *_askings_that_stop(entries)])


def holds(entries: Iterable[Entry]) -> tuple[Stretch, ...]:
    """Those in which a court or a prosecutor had the matter."""
    found: list[Stretch] = []
    since: date | None = None
    concern = (entry for entry in in_order(entries) if entry.kind in _OF_A_HOLD)
    for day, same_day in groupby(concern, key=lambda entry: entry.effective):
        kinds = [entry.kind for entry in same_day]
        came = kinds.count(EntryKind.HELD) - kinds.count(EntryKind.RELEASED)
        if came > 0 and since is None:
            since = day
        elif came < 0 and since is not None:
            found.append((since, day))
            since = None
    return (*found, *([] if since is None else [(since, None)]))


def askings(entries: Iterable[Entry]) -> tuple[Stretch, ...]:
    """Those from a decision by which a body is asked again to the end of the day on which the letter arrives that tells it so. Of several
    decisions before it the first begins it; of one day counts what was entered last.
    """
    found: list[Stretch] = []
    since: date | None = None
    for one in sorted((one for one in entries if one.kind in OF_ASKING), key=_by_day_as_recorded):
        if one.kind is EntryKind.ASKED_AGAIN:
            since = since or one.effective
        elif since is not None:
            found.append((since, one.effective + _ONE_DAY))
            since = None
    return (*found, *([] if since is None else [(since, None)]))


def unasked(entries: Iterable[Entry], *, reply: bool) -> tuple[Stretch, ...]:
    """The days on which the office itself had said that nothing is asked, to the end of that on which its body learned that it asks again, by wire
    or as the letter arrived: of the `reply`, or of the measure, whose day is none while the letter is on its way.
    """
    entries = list(entries)
    ended = [one for one in entries if one.kind in ENDS_UNASKED and one.since]
    found: list[Stretch] = [
        (one.since, one.effective + _ONE_DAY) for one in ended if one.since and (one.reply_stood or not reply)
    ]
    since = None if reply else unasked_since(entries)
    return joined([*found, *([] if since is None else [(since, None)])])


def unasked_before(entries: Iterable[Entry], reopened: date) -> date | None:
    """The first day on which nothing was asked by a clock that ended and goes on on that day; None where both are of one day."""
    ended = [one for one in as_recorded(entries) if one.kind is EntryKind.CLOSED]
    since = ended[-1].effective + _ONE_DAY if ended else None
    return since if since is not None and since <= reopened else None


def unasked_since(entries: Iterable[Entry]) -> date | None:
    """Since when nothing has been asked of a body that a letter asks again which has not arrived."""
    since: date | None = None
    for one in sorted((one for one in entries if one.kind in OF_ASKING), key=_by_day_as_recorded):
        known = [day for day in (since, one.since) if day is not None]
        since = None if one.kind is EntryKind.LETTER_ARRIVED else min(known, default=None)
    return since


def _by_day_as_recorded(entry: Entry) -> tuple[date, datetime, str]:
    return entry.effective, entry.recorded_at, str(entry.id)


def _askings_that_stop(entries: Iterable[Entry]) -> Iterator[Stretch]:
    """Those of a reply that had ended or was held until then. A body that owed it all the while knows so without another letter."""
    entries = list(entries)
    asked = {one.effective for one in entries if one.kind is EntryKind.ASKED_AGAIN}
    goes_on = {one.effective for one in entries if one.kind in {EntryKind.REOPENED, EntryKind.RELEASED}}
    stretches = askings(entries)
    for day in sorted(asked & goes_on):
        stretch = standstill_on(stretches, day)
        if stretch is not None:
            yield day, stretch[1]


def held_since(entries: Iterable[Entry]) -> date | None:
    """Since when a court or a prosecutor has the matter; none once it was given back."""
    return next((first for first, end in holds(entries) if end is None), None)


def asked_again_since(entries: Iterable[Entry]) -> date | None:
    """Since when a body is asked again by a letter that has not arrived; none where it has."""
    return next((first for first, end in askings(entries) if end is None), None)


def waits_for_letter_since(entries: Iterable[Entry]) -> date | None:
    """Since when the clock itself stands for that."""
    return next((first for first, end in _askings_that_stop(entries) if end is None), None)


def joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """In their order, those that touch as one: a clock that stands for two reasons runs once both are gone."""
    joined: list[Stretch] = []
    for first, end in sorted(stretches, key=lambda one: one[0]):
        before = joined[-1] if joined else None
        if before is None or (before[1] is not None and before[1] < first):
            joined.append((first, end))
        elif before[1] is not None:
            joined[-1] = (before[0], None if end is None else max(before[1], end))
    return tuple(joined)


def standstill_on(stretches: Iterable[Stretch], day: date) -> Stretch | None:
    """The stretch in which the clock stands on that day; none where it runs."""
    return next((one for one in stretches if one[0] <= day and (one[1] is None or day < one[1])), None)


def state_on(entries: Iterable[Entry], day: date) -> ClockState:
    """Whether the clock runs, stands, has ended or has not begun at the end of `day`."""
    past = [entry for entry in entries if entry.effective <= day]
    state = ClockState.RUNNING
    for _, state in _changes(past):  # noqa: B007 - the last one is the answer
        pass
    if state is ClockState.RUNNING and not any(entry.kind in STARTS for entry in past):
        return ClockState.NOT_STARTED
    if state is ClockState.RUNNING and (held_since(past) or waits_for_letter_since(past)):
        return ClockState.PAUSED
    return state


def running_days(entries: Iterable[Entry], start: date, answered_on: date) -> int:
    """How many days a body took to answer: calendar days after the start up to the answer, without those on which its clock stood.

    In calendar days whatever the unit of the term, so that the days of several terms can be compared. The answer ended the clock:
    that closing is not looked at, so that a day on which the clock stood until the answer came is none of them.
    """
    before = (one for one in entries if one.kind is not EntryKind.CLOSED or one.effective < answered_on)
    stretches = standstills(before)
    days = (start + ahead * _ONE_DAY for ahead in range(1, (answered_on - start).days + 1))
    return sum(1 for day in days if standstill_on(stretches, day) is None)


def closed_on(entries: Iterable[Entry]) -> date | None:
    """The day on which a clock ended; none while it has not, or runs again."""
    entries = list(entries)
    if state_on(entries, date.max) is not ClockState.CLOSED:
        return None
    return max(entry.effective for entry in entries if entry.kind is EntryKind.CLOSED)
