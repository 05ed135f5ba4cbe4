"""Time that the office gave beyond a term, and took back where it had given it by mistake, as the entries of a clock say it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.cases.domain.ledger import Entry, EntryKind, as_recorded, standstill_on, standstills

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Grant:
    """More time: the day that was named, and the last day of it now; `date.max` while a standstill in it goes on. `corrected`: what is left of
    one that was taken back.
    """

    until: date
    moved_to: date
    corrected: bool = False


def granted(entries: Iterable[Entry]) -> Grant | None:
    """The grant that reaches furthest: a later, shorter one takes nothing back. One that was entered wrongly gives way to what its correction leaves.

    Who names a day gives the days up to it. Each of them on which the clock then stands is given once more after it, as a
    pause lengthens any term by its days; else a pause would cost the body what it was granted. Only a pause of which the end was
    known when the day was named moves nothing: that day was named in view of it.
    """
    entries = list(entries)
    grants = [
        Grant(one.until, _moved_grant(one, one.until, entries), corrected=one.kind is EntryKind.GRANT_CORRECTED)
        for one in _standing_grants(entries)
        if one.until
    ]
    return max(grants, key=lambda grant: (grant.moved_to, grant.until), default=None)


def last_grant(entries: Iterable[Entry]) -> Entry | None:
    """The grant that was entered last and was not taken back."""
    return next((one for one in reversed(_standing_grants(entries)) if one.kind is EntryKind.EXTENDED), None)


@dataclass(frozen=True)
class TakenBack:
    """Time until `given` that was granted by mistake: the office took it back on `decided_on` by a letter that was delivered on `told_on`, from
    which so many days were left at least that nobody is late before `until`. `other`: until when another grant stands.
    """

    given: date
    decided_on: date
    told_on: date
    until: date
    other: date | None = None


def taken_back(entries: Iterable[Entry]) -> TakenBack | None:
    """What was taken back last; none where every grant stands."""
    entries = as_recorded(entries)
    standing = _standing_grants(entries)
    last = next((one for one in reversed(entries) if one.kind is EntryKind.GRANT_CORRECTED and one in standing), None)
    if last is None or last.until is None:
        return None
    before = [one for one in entries[: entries.index(last)] if _takes_back(last, one)]
    given = before[-1].until if before else None
    return TakenBack(
        given or last.until, last.decided_on or last.effective, last.effective, last.until, granted_until(entries)
    )


def granted_until(entries: Iterable[Entry]) -> date | None:
    """The furthest day until which time was given that was not taken back."""
    days = [one.until for one in _standing_grants(entries) if one.kind is EntryKind.EXTENDED and one.until]
    return max(days, default=None)


def _standing_grants(entries: Iterable[Entry]) -> list[Entry]:
    """In the order in which they were entered; a correction stands in the place of the one that it takes back."""
    standing: list[Entry] = []
    for one in as_recorded(entries):
        if one.kind is EntryKind.EXTENDED:
            standing.append(one)
        elif one.kind is EntryKind.GRANT_CORRECTED:
            place = next((at for at in reversed(range(len(standing))) if _takes_back(one, standing[at])), None)
            if place is not None:
                standing[place] = one
    return standing


def _takes_back(correction: Entry, grant: Entry) -> bool:
    return grant.kind is EntryKind.EXTENDED and correction.corrects in {None, grant.id}


def _moved_grant(grant: Entry, until: date, entries: list[Entry]) -> date:
    before = [one for one in entries if (one.recorded_at, str(one.id)) < (grant.recorded_at, str(grant.id))]
    in_view = [stretch for stretch in standstills(before) if stretch[1] is not None]
    stretches = standstills(entries)
    day, lost = grant.effective, 0
    while day <= until + lost * _ONE_DAY:
        stretch = standstill_on(stretches, day)
        if stretch is not None and standstill_on(in_view, day) is None:
            if stretch[1] is None:
                return date.max
            lost += 1
        day += _ONE_DAY
    return until + lost * _ONE_DAY
