"""Percentages: of today, each rounded by itself, and as the report on 2021 had them."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

#: From so many on a percentage has a decimal; of fewer it would claim what they do not say.
DECIMAL_FROM = 100


def percent_of(count: int, whole: int) -> Decimal | None:
    """Whole per cents of fewer than a hundred, one decimal from there on, half rounded up; none of nothing.

    Each is rounded by itself, so that the same count has the same percentage, and those of a whole need not sum to 100.
    """
    if whole == 0:
        return None
    step = Decimal("0.1") if whole >= DECIMAL_FROM else Decimal(1)
    return (Decimal(count * 100) / whole).quantize(step, ROUND_HALF_UP)


def percentages_of_2021(counts: Sequence[int]) -> tuple[Decimal, ...]:
    """Percentages as the report on 2021 had them: one decimal, summing to exactly 100 (largest remainder; of equal ones the first
    gains). All zero when there is nothing to divide.
    """
    whole = sum(counts)
    if whole == 0:
        return tuple(Decimal("0.0") for _ in counts)
    tenths = [count * 1000 // whole for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda place: -(counts[place] * 1000 % whole))
    for place in by_remainder[: 1000 - sum(tenths)]:
        tenths[place] += 1
    return tuple(Decimal(one).scaleb(-1) for one in tenths)
