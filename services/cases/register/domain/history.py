"""One obligation as it stood on a past day, as far as that is known on another, from its dated facts: last year's figures asked
today are last year's figures. queries/as_of.py is the same in SQL; a test holds the two together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.cases.domain.assessments import first_claimed
from services.cases.domain.bodies import Id
from services.cases.domain.by_when import ByWhen, by_own_word, by_when
from services.cases.domain.clock import course
from services.cases.domain.ledger import (
    Entry,
    Stretch,
    asked_again_since,
    calendar_of,
    joined,
    of_letter,
    running_days,
    unasked,
)
from services.cases.domain.obligations import Assessed, Claimed, Delivery, Reply
from services.cases.domain.standing import REFUSALS
from services.cases.domain.terms import Term
from services.cases.domain.workdays import Calendar
from services.cases.register.domain.rows import Row
from services.cases.register.domain.two_times import Asked, Fact, as_known, found, ledger_as_known, said


@dataclass(frozen=True)
class Found:
    """What the office found; `unassessable`: the key of its reason."""

    assessed: Assessed = Assessed.NOT_ASSESSED
    unassessable: str | None = None


@dataclass(frozen=True)
class Believed:
    """What the office believed of the delivery since the day `at`: on which the letter left by what its clock may begin with, and on which
    it arrived, none where it has not. `deemed`: nobody told that day, it only counts as the one.
    """

    at: date
    delivered_on: date | None = None
    sent_on: date | None = None
    deemed: bool = False


@dataclass(frozen=True)
class History:
    """Everything that was recorded about one obligation, in any order.

    `entered_on`: the day on which the office recorded the obligation; `fell_on`: on which its act was withdrawn or superseded.
    `arrivals`: what the office believed of the delivery; a letter that arrived may prove not to have. `promises`: the days that the body
    promised and that counted, each with that on which it was named; `notes`: those that the office expected. `claims`: what
    the body reported that it did. `of_term`: as `by_when` takes it. `holds`: (since, recorded on, given back on) for each time that a court or a prosecutor had the matter. `moots`: (since, ended) for each
    time that what it presses for was over at its root; both are recorded on their day.
    """

    act_id: Id
    item_id: Id
    institution_id: Id
    counts: bool
    issued_on: date
    entered_on: date
    fell_on: date | None = None
    term: Term | None = None
    calendar: Calendar = field(default_factory=Calendar)
    ledger: Sequence[Entry] = ()
    replies: Sequence[Fact[Reply]] = ()
    assessments: Sequence[Fact[Found]] = ()
    arrivals: Sequence[Believed] = ()
    promises: Sequence[Fact[date]] = ()
    notes: Sequence[Fact[date]] = ()
    claims: Sequence[Fact[Claimed]] = ()
    item_due: date | None = None
    of_term: bool = False
    holds: Sequence[tuple[date, date, date | None]] = ()
    moots: Sequence[tuple[date, date | None]] = ()


def row_on(history: History, asked: Asked) -> Row | None:
    """The row at the end of the day asked about, or None if there was no such obligation yet, or nobody knew of it."""
    if not asked.counts(history.issued_on, history.entered_on):
        return None
    heard = said(history.replies, asked)
    last = found(history.assessments, asked) or Found()
    due, days = _clock(history, asked, heard.answered_on)
    by = _by(history, asked, due)
    return Row(
        act_id=history.act_id,
        item_id=history.item_id,
        institution_id=history.institution_id,
        counts=history.counts and not (history.fell_on is not None and history.fell_on <= asked.on),
        delivery=Delivery.DELIVERED if _had_arrived(history, asked) else Delivery.QUEUED,
        reply=heard.reply,
        assessed=last.assessed,
        due=due,
        answered_on=heard.answered_on,
        days=days,
        by=by.day if by else None,
        by_own_word=by_own_word(by, _promise(history, asked)[1]),
        claimed_on=_claimed_on(history, asked),
        unassessable=last.unassessable,
        held_since=_held(history, asked),
        holds=_free(history, asked, reply=True),
        unasked=_free(history, asked, reply=False),
        moot_on=_moot(history, asked),
        asked_again_on=asked_again_since(ledger_as_known(history.ledger, asked)),
    )


def _clock(history: History, asked: Asked, answered_on: date | None) -> tuple[date | None, int | None]:
    """The last day, and how many days the answer took."""
    if history.term is None:
        return None, None
    letter = _believed(history, asked)
    told = None if letter.deemed else letter.delivered_on
    entries = of_letter(ledger_as_known(history.ledger, asked), letter.sent_on, told)
    due = course(entries, history.calendar, history.term, answered_on).due
    took = running_days(entries, due.start, answered_on) if due.start and answered_on else None
    return due.day, took


def _believed(history: History, asked: Asked) -> Believed:
    """What was believed last."""
    known = [one for one in history.arrivals if one.at <= asked.known]
    return max(known, key=lambda one: one.at, default=Believed(asked.known))


def _had_arrived(history: History, asked: Asked) -> bool:
    arrived = _believed(history, asked).delivered_on
    return arrived is not None and arrived <= asked.on


def _by(history: History, asked: Asked, reply_due: date | None) -> ByWhen | None:
    promises, notes = as_known(history.promises, asked), as_known(history.notes, asked)
    promised, named_on = _promise(history, asked)
    # What the body promises later takes the place of what the office expected, also where it takes that back.
    notes = [one for one in notes if not promises or one.since >= promises[-1].since]
    noted, noted_on = (notes[-1].what, notes[-1].since) if notes else (None, None)
    calendar = calendar_of(ledger_as_known(history.ledger, asked), history.calendar)
    named = promised, named_on, history.item_due, history.issued_on
    return by_when(
        *named,
        _free(history, asked, reply=False),
        calendar,
        reply_due,
        noted=noted,
        noted_on=noted_on,
        of_term=history.of_term,
    )


def _promise(history: History, asked: Asked) -> tuple[date | None, date | None]:
    """The day that the body promised and the one on which it did; none of what it took back by a refusal since."""
    promises = as_known(history.promises, asked)
    refused = [one for one in as_known(history.replies, asked) if one.what in REFUSALS]
    if not promises or (refused and _order(refused[-1]) >= _order(promises[-1])):
        return None, None
    return promises[-1].what, promises[-1].since


def _order(fact: Fact[Any]) -> tuple[date, date]:
    return fact.since, fact.recorded_on


def _holds(history: History, asked: Asked) -> tuple[Stretch, ...]:
    """When a court or a prosecutor had the matter, as far as it was known; none for the end of what went on."""
    known = [one for one in history.holds if asked.counts(one[0], one[1])]
    return tuple((since, None if end is not None and end > asked.on else end) for since, _recorded_on, end in known)


def _free(history: History, asked: Asked, *, reply: bool) -> tuple[Stretch, ...]:
    """With the days on which nothing was asked before a letter that asks again: of the `reply`, or of the measure."""
    return joined([*_holds(history, asked), *unasked(ledger_as_known(history.ledger, asked), reply=reply)])


def _claimed_on(history: History, asked: Asked) -> date | None:
    """The day of `assessments.first_claimed`. What the office found by that day counts as it is known."""
    known = sorted(
        (one for one in history.assessments if one.recorded_on <= asked.known), key=lambda one: one.recorded_on
    )
    findings = [(one.recorded_on, one.what.assessed) for one in known if one.recorded_on <= asked.on]
    return first_claimed([(one.since, one.what) for one in as_known(history.claims, asked)], findings)


def _held(history: History, asked: Asked) -> date | None:
    """Since when a court or a prosecutor had the matter on the day asked about, as far as it was known."""
    then = (
        since for since, recorded_on, end in history.holds if asked.counts(since, recorded_on) and not _over(end, asked)
    )
    return max(then, default=None)


def _moot(history: History, asked: Asked) -> date | None:
    """Since when nothing was left to press for on the day asked about."""
    return max((since for since, end in history.moots if since <= asked.on and not _over(end, asked)), default=None)


def _over(end: date | None, asked: Asked) -> bool:
    return end is not None and end <= asked.on
