"""Whether somebody is in time: computed from two dates, typed by nobody, stored nowhere.

The dates of law are local dates. The last day counts whole; the first instant after it, in Tirana, is late.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.cases.domain.obligations import SUBSTANTIVE, Assessed, Facts, has_arrived, kept_word
from shared.lateness import Stretch, days_late

ZONE = "Europe/Tirane"


class Word(StrEnum):
    """`none`: there is no date to be in time for, as while a clock is paused or has not begun."""

    NONE = "none"
    IN_TIME = "in_time"
    DUE_IN = "due_in"
    LATE = "late"


@dataclass(frozen=True)
class Timeliness:
    """A word and whole days, never negative: `due_in` 0 means that today is the last day."""

    word: Word
    days: int = 0


def timeliness(
    due: date | None, today: date, answered_on: date | None = None, holds: Iterable[Stretch] = ()
) -> Timeliness:
    """In time, due in n days, or late by n days: late grows until the answer comes, and stays what it was then. `holds`: see `days_late`."""
    if due is None:
        return Timeliness(Word.NONE)
    if (answered_on or today) > due:
        return Timeliness(Word.LATE, days_late(due, answered_on or today, holds))
    if answered_on is not None:
        return Timeliness(Word.IN_TIME)
    return Timeliness(Word.DUE_IN, (due - today).days)


def reply_timeliness(facts: Facts, due: date | None, today: date, holds: Iterable[Stretch] = ()) -> Timeliness:
    """A body that does not have the letter is in no term."""
    return timeliness(due if has_arrived(facts) else None, today, facts.answered_on, holds)


def implementation_timeliness(
    facts: Facts, by: date | None, today: date, holds: Iterable[Stretch] = (), *, stands: bool = False
) -> Timeliness:
    """As for the reply, also that whoever lacks the letter is in no term, also if it is done, and nobody while a court has the matter or a letter that asks again is on its way, or once what it presses for is over; but only what
    the office verified ends it, and who reported in time that it is done is not late before the office looked.
    `by`: by when it is to be done (by_when.py). `stands`: the clock of the reply is paused, and who may still reply is late with nothing;
    models/standing.py has the same in SQL (`may_be_late`).
    """
    done = facts.implemented_on if facts.assessed is Assessed.IMPLEMENTED else None
    free = facts.held_since is None and facts.moot_on is None and facts.asked_again_on is None
    in_term = has_arrived(facts) and (done is not None or free)
    if facts.assessed in {Assessed.OVERTAKEN, Assessed.NOT_ASSESSABLE} or not in_term:
        return Timeliness(Word.NONE)
    found = timeliness(by, today, done, holds)
    excused = done is None and (kept_word(facts, by) or stands)
    return Timeliness(Word.NONE) if found.word is Word.LATE and excused else found


def no_reply(facts: Facts, due: date | None, today: date) -> bool:
    """True by itself from the first day after the term until a substantive reply is registered; never of a body that does not
    have the letter, or of which nothing is asked since what it presses for is over at its root.
    """
    asked = has_arrived(facts) and facts.moot_on is None
    return asked and due is not None and today > due and facts.reply not in SUBSTANTIVE


def local_date(instant: datetime) -> date:
    """The day in Albania at an aware instant.

    Raises ValueError for a naive one: whose day it is would depend on the server.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone has no date")
    return instant.astimezone(ZoneInfo(ZONE)).date()


def first_instant_late(due: date) -> datetime:
    """The first instant (UTC) at which an answer due on that day is late; for timers and for SQL."""
    midnight = datetime.combine(due + timedelta(days=1), time.min, tzinfo=ZoneInfo(ZONE))
    return midnight.astimezone(UTC)
