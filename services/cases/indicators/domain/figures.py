"""What was counted in one cell, and what may be made of several: sums of numerators and of denominators, and a rate out of these alone.

A rate is never an average of rates: a small place would weigh as much as a large one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from services.cases.indicators.domain.cards import Card
from shared.rules import ContentViolation


class State(StrEnum):
    """What a cell says. Zero is counted; the others are no numbers and are summed nowhere."""

    COUNTED = "counted"
    NONE_ASKED = "none_asked"
    NOT_KNOWN = "not_known"
    SUPPRESSED = "suppressed"


class Quality(StrEnum):
    """How much a figure is worth: as a body says it, looked at by the office, estimated, or not to be relied on before its source is read."""

    REPORTED = "reported"
    CHECKED = "checked"
    ESTIMATED = "estimated"
    CONTESTED = "contested"


#: Larger than any number of children, and than the State's budget in lek.
LARGEST = 10**13


@dataclass(frozen=True)
class Count:
    """What was counted. `denominator`: none where the numerator is the figure."""

    numerator: int
    denominator: int | None

    def rate(self, per: int) -> Decimal | None:
        """What it says: `per` times the numerator for each of the denominator, one decimal, half rounded up; the numerator itself where there is
        no denominator, and nothing of a denominator of 0.
        """
        if self.denominator is None:
            return Decimal(self.numerator)
        if self.denominator == 0:
            return None
        return (Decimal(self.numerator * per) / self.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)


def total(counts: Iterable[Count]) -> Count | None:
    """These together, from their numerators and their denominators; none of no counts. Raises `ValueError` where only some have a denominator."""
    found = list(counts)
    if not found:
        return None
    bare = {one.denominator is None for one in found}
    if len(bare) > 1:
        raise ValueError("some have a denominator and some have none")
    whole = None if True in bare else sum(one.denominator or 0 for one in found)
    return Count(sum(one.numerator for one in found), whole)


def check(card: Card, state: State, numerator: int | None, denominator: int | None, field: str = "") -> Count | None:
    """What a cell says, none where it says no number. Refuses a number without a count, a count without one, a denominator that is not asked for
    or missing, and a part that is larger than its whole.
    """
    place = f"{field}." if field else ""
    if state is not State.COUNTED:
        if numerator is not None or denominator is not None:
            raise ContentViolation("no number beside it", code="figure.number_beside_none", field=f"{place}numerator")
        return None
    if numerator is None:
        raise ContentViolation("how many", code="figure.no_number", field=f"{place}numerator")
    if (denominator is None) is not (card.denominator is None):
        raise ContentViolation("of how many", code="figure.denominator", field=f"{place}denominator")
    if card.part and denominator is not None and numerator > denominator:
        raise ContentViolation("more than there are", code="figure.part_above_whole", field=f"{place}numerator")
    return Count(numerator, denominator)
