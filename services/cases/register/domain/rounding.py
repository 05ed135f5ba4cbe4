"""Percentages as the report on 2021 had them; those of today: shared/percentages.py."""

from collections.abc import Sequence
from decimal import Decimal


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
