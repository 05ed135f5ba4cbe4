"""One obligation as it stood on a past day, from its dated facts: last year's figures asked today are last year's figures.

Dates here are those on which a fact was recorded, not those it speaks of: a reply of December that was entered in March
was unknown in January, and the report of January said so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from services.cases.domain.bodies import Id
from services.cases.domain.obligations import SUBSTANTIVE, Assessed, Delivery, Reply
from services.cases.register.domain.compliance import Row

T = TypeVar("T")


@dataclass(frozen=True)
class Replied:
    recorded_on: date
    reply: Reply
    received_on: date


@dataclass(frozen=True)
class Found:
    """What the office recorded that it found; `unassessable`: the key of its reason."""

    recorded_on: date
    assessed: Assessed
    unassessable: str | None = None


@dataclass(frozen=True)
class History:
    """Everything that was recorded about one obligation, each with its day, in any order.

    `dues`: (recorded on, start of the clock, last day) as clock_history.dates_over_time gives them. `fell_on`: the day
    its act was withdrawn or superseded. `arrived_on`: the day on which it was recorded that the letter arrived. `promises`: (made
    or noted on, the day promised). `holds`: (recorded on, given back on) for each time that a court or a prosecutor had the matter.
    """

    act_id: Id
    item_id: Id
    institution_id: Id
    counts: bool
    issued_on: date
    fell_on: date | None = None
    dues: Sequence[tuple[date, date | None, date | None]] = ()
    replies: Sequence[Replied] = ()
    assessments: Sequence[Found] = ()
    arrived_on: date | None = None
    promises: Sequence[tuple[date, date]] = ()
    item_due: date | None = None
    holds: Sequence[tuple[date, date | None]] = ()


def row_on(history: History, day: date) -> Row | None:
    """The row at the end of that day, or None if there was no such obligation yet."""
    if history.issued_on > day:
        return None
    dues = sorted((one for one in history.dues if one[0] <= day), key=lambda one: one[0])
    replies = sorted((one for one in history.replies if one.recorded_on <= day), key=lambda one: one.recorded_on)
    found = [one for one in history.assessments if one.recorded_on <= day]
    last = max(found, key=lambda one: one.recorded_on, default=Found(day, Assessed.NOT_ASSESSED))
    promises = sorted((one for one in history.promises if one[0] <= day), key=lambda one: one[0])
    arrived = history.arrived_on is not None and history.arrived_on <= day
    answers = [one for one in replies if one.reply in SUBSTANTIVE]
    latest = (answers or replies)[-1].reply if replies else Reply.NONE
    return Row(
        act_id=history.act_id,
        item_id=history.item_id,
        institution_id=history.institution_id,
        counts=history.counts and not (history.fell_on is not None and history.fell_on <= day),
        delivery=Delivery.DELIVERED if arrived else Delivery.QUEUED,
        reply=latest,
        assessed=last.assessed,
        started_on=dues[-1][1] if dues else None,
        due=dues[-1][2] if dues else None,
        answered_on=answers[0].received_on if answers else None,
        promised=promises[-1][1] if promises else None,
        item_due=history.item_due,
        unassessable=last.unassessable,
        held_since=next((since for since, end in history.holds if since <= day and (end is None or end > day)), None),
    )
