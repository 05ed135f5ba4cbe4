"""Figures that say what they count: parts of one whole, in one unit, whose percentages sum to 100."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shared import small_numbers
from shared.rules import ContentViolation

#: The day of the law on the People's Advocate: before it there was nothing to count.
EARLIEST = date(1999, 2, 4)


@dataclass(frozen=True)
class Part:
    """`percent` has one decimal; none where there is nothing to divide by. Neither is there for a part that is not shown."""

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


def figure(key: str, counts: Mapping[str, int]) -> Figure:
    """The parts in the order of `counts`."""
    whole = sum(counts.values())
    shares = percentages(list(counts.values()))
    parts = [
        Part(part, count, share if whole else None) for (part, count), share in zip(counts.items(), shares, strict=True)
    ]
    return Figure(key, whole, parts)


def figure_of_few(key: str, counts: Mapping[str, int], least: int) -> Figure:
    """As `figure`, of children: no part under `least` is shown, nor what would give it away (`small_numbers`).

    Where something is hidden each percentage is rounded by itself: what they sum to would tell of the hidden ones.
    """
    hidden = small_numbers.hidden(list(counts.values()), least)
    if not hidden:
        return figure(key, counts)
    whole = sum(counts.values())
    parts = [
        Part(part, None, None) if place in hidden else Part(part, count, round(Decimal(count * 100) / whole, 1))
        for place, (part, count) in enumerate(counts.items())
    ]
    return Figure(key, whole, parts)


def percentages(counts: Sequence[int]) -> list[Decimal]:
    """Percentages with one decimal that sum to exactly 100: what rounding leaves goes to the largest remainders."""
    whole = sum(counts) or 1
    tenths = [count * 1000 // whole for count in counts]
    left = 1000 - sum(tenths) if any(counts) else 0
    for place in sorted(range(len(counts)), key=lambda one: -(counts[one] * 1000 % whole))[:left]:
        tenths[place] += 1
    return [Decimal(one).scaleb(-1) for one in tenths]
