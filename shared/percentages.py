"""How a share of a whole is said in per cent. The one place of that rule, for the figures of every service."""

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
