"""One obligation as it stood on a day, as far as that is known on another: "31 December, as known on 15 March".

A fact has two times: the day of which it speaks (a reply was received, a pause began, a measure was verified as done) and the day on
which the office learned of it. The first decides whether it belongs to the day that is asked about (`on`), the second whether it was
known then (`known`). A reply of 28 September that was entered on 20 October belongs to the figures of 30 September as known on
15 March, and not to those as known on 6 October.

What becomes known later changes no answer about an earlier `known`: the annual report can be made again for ever. With `known` = `on`
the answer is what could be said at the end of that day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from services.cases.domain.ledger import Entry
from services.cases.domain.obligations import SUBSTANTIVE, Reply
from services.cases.domain.timeliness import local_date
from shared.rules import ContentViolation

T = TypeVar("T")


@dataclass(frozen=True)
class Fact(Generic[T]):
    """`since`: the local date of which it speaks; `recorded_on`: the one on which the office entered it."""

    what: T
    since: date
    recorded_on: date


@dataclass(frozen=True)
class Asked:
    """The day asked about, and the one on which that is known. Raises `ContentViolation` if nobody could know it yet."""

    on: date
    known: date

    def __post_init__(self) -> None:
        if self.known < self.on:
            message = "what stands on a day is not known before it"
            raise ContentViolation(message, code="compliance.known_before", field="known")

    def counts(self, since: date, recorded_on: date) -> bool:
        return since <= self.on and recorded_on <= self.known


#: No figure is of a day before the office was: the year of its law (8454/1999).
FIRST_DAY = date(1999, 1, 1)


def asked_for(on: date | None, known: date | None, today: date) -> Asked:
    """What is asked: today where no day is said, as known now where that is not said. Raises `ContentViolation` for a day to come, and
    for one before the office was.
    """
    for name, day in (("on", on), ("known", known)):
        if day is not None and day > today:
            raise ContentViolation("a day that has been", code="compliance.day_ahead", field=name)
        if day is not None and day < FIRST_DAY:
            raise ContentViolation("a day on which the office was", code="compliance.day_too_early", field=name)
    return Asked(on or today, known or today)


@dataclass(frozen=True)
class Said:
    """What a body had said. `answered_on`: the day on which its first answer came."""

    reply: Reply = Reply.NONE
    answered_on: date | None = None


def as_known(facts: Iterable[Fact[T]], asked: Asked) -> list[Fact[T]]:
    """Those that belong to the answer, by the day of which they speak; of one day as they were entered, which is their order here."""
    found = (one for one in facts if asked.counts(one.since, one.recorded_on))
    return sorted(found, key=lambda one: (one.since, one.recorded_on))


def ledger_as_known(entries: Iterable[Entry], asked: Asked) -> list[Entry]:
    """The entries of a clock that belong to the answer; `clock.course` of them is the clock as it was on that day.

    An entry for a later day says nothing about this one: a pause that had a known end still stood, and a day off that is decreed
    for later moves a last day that lies ahead anyway.
    """
    return [one for one in entries if asked.counts(one.effective, local_date(one.recorded_at))]


def said(replies: Sequence[Fact[Reply]], asked: Asked) -> Said:
    """The latest answer, or where there is none the latest word that is none; the first day of an answer."""
    heard = as_known(replies, asked)
    answers = [one for one in heard if one.what in SUBSTANTIVE]
    return Said((answers or heard)[-1].what if heard else Reply.NONE, answers[0].since if answers else None)


def found(assessments: Sequence[Fact[T]], asked: Asked) -> T | None:
    """The finding that was entered last, since a correction is a finding of its own; none where nothing was found.

    A finding speaks of the day on which it was made, and "implemented" of the day on which that was done: what was done in December
    and verified in February was done on 31 December.
    """
    # In the order of their entry, which decides on one day too, whatever days the findings speak of.
    counted = (one for one in assessments if asked.counts(one.since, one.recorded_on))
    known = sorted(counted, key=lambda one: one.recorded_on)
    return known[-1].what if known else None
