"""Figures that say what they count: parts of one whole, in one unit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shared import small_numbers
from shared.percentages import percent_of
from shared.rules import ContentViolation

#: The day of the law on the People's Advocate: before it there was nothing to count.
EARLIEST = date(1999, 2, 4)


@dataclass(frozen=True)
class Part:
    """`percent`: as shared/percentages.py says it. Of a part that is not shown there is neither."""

    key: str
    count: int | None
    percent: Decimal | None


@dataclass(frozen=True)
class Figure:
    """One whole in its parts. What is counted and divided by, in words, stands under `key` in data/figures.yaml."""

    key: str
    denominator: int
    parts: Sequence[Part]


def period(first: date | None, last: date | None, today: date) -> tuple[date, date]:
    """The days to count, both included: without `last` until today, without `first` from that year's beginning.

    Raises `ContentViolation` for days that have not come, and for an end before the beginning.
    """
    last = last or today
    first = first or date(last.year, 1, 1)
    if last > today:
        raise ContentViolation("that day has not come", code="in_the_future", field="to")
    if first < EARLIEST:
        raise ContentViolation("the office was not there", code="before_the_office", field="from")
    if first > last:
        raise ContentViolation("it ends before it begins", code="ends_before_it_begins", field="from")
    return first, last


def counts_children(first: date, last: date, today: date) -> bool:
    """Whether figures by the codes of children are given of these days: only of a whole calendar year that is over, as the public ones
    are. Two periods of which one holds the other could be subtracted, and the difference tell of one child.
    """
    return (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)) and last < today


def figure(key: str, counts: Mapping[str, int]) -> Figure:
    """The parts in the order of `counts`."""
    return _figure(key, counts, frozenset())


def figure_of_few(key: str, counts: Mapping[str, int], least: int) -> Figure:
    """As `figure`, of children: no part under `least` is shown, nor what would give it away (`small_numbers`)."""
    return _figure(key, counts, small_numbers.hidden(list(counts.values()), least))


def _figure(key: str, counts: Mapping[str, int], hidden: Collection[int]) -> Figure:
    whole = sum(counts.values())
    parts = [
        Part(part, None, None) if place in hidden else Part(part, count, percent_of(count, whole))
        for place, (part, count) in enumerate(counts.items())
    ]
    return Figure(key, whole, parts)
