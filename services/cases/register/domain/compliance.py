"""How many recommendations were kept: counts that say of what they are a part.

The office used to publish one split (implemented, in process, no reply, refused). It is a view of the separate facts, and
it is made here so that it can be made for letters, items and obligations and nobody compares one with another.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import median

from services.cases.domain.bodies import Id
from services.cases.domain.obligations import SUBSTANTIVE, Assessed, Reply


@dataclass(frozen=True)
class Row:
    """One obligation as it stood on the day of the figures. `counts`: its kind is in the rates and its act stands.

    `started_on`, `due`: the clock for the reply; none when it did not run. `delivered`: the letter had reached the body.
    """

    act_id: Id
    item_id: Id
    institution_id: Id
    counts: bool
    reply: Reply
    assessed: Assessed
    started_on: date | None = None
    due: date | None = None
    answered_on: date | None = None
    delivered: bool = True


class CountUnit(StrEnum):
    LETTERS = "letters"
    ITEMS = "items"
    OBLIGATIONS = "obligations"


class Share(StrEnum):
    """The four-way split of the annual report, from best to worst."""

    IMPLEMENTED = "implemented"
    IN_PROCESS = "in_process"
    NO_REPLY = "no_reply"
    REFUSED = "refused"


REFUSING = frozenset({Reply.REFUSED_WITH_REASONS, Reply.REFUSED_WITHOUT_REASONS, Reply.NOT_COMPETENT})
#: Neither kept nor broken: left out of the split and counted beside it.
LEFT_OUT = frozenset({Assessed.OVERTAKEN, Assessed.NOT_ASSESSABLE})


@dataclass(frozen=True)
class Figure:
    """One number of a report. `percent` has one decimal; none when there is nothing to divide by."""

    key: str
    unit: CountUnit
    numerator: int
    denominator: int
    percent: Decimal | None


@dataclass(frozen=True)
class Split:
    """The four shares of one unit, whose percentages sum to 100, and what was left out of the denominator."""

    unit: CountUnit
    denominator: int
    shares: tuple[Figure, ...]
    left_out: int


@dataclass(frozen=True)
class Figures:
    """What is published about one body, or about all. `median_days`: from the start of the clock to the reply. `not_delivered`:
    obligations whose letter has not reached the body; they are in no other number.
    """

    letters: int
    items: int
    obligations: int
    splits: tuple[Split, ...]
    answered: Figure
    answered_late: Figure
    refused_without_reasons: Figure
    median_days: Decimal | None
    not_counted: int
    not_delivered: int = 0


def share_of(row: Row, today: date) -> Share:
    """Where one obligation stands. What the office verified comes first, then what the body said, then its silence.

    Within its term, a body that has not answered is in process: silence is known only after the last day.
    """
    if row.assessed is Assessed.IMPLEMENTED:
        return Share.IMPLEMENTED
    if row.reply in REFUSING:
        return Share.REFUSED
    if row.reply not in SUBSTANTIVE and row.due is not None and today > row.due:
        return Share.NO_REPLY
    return Share.IN_PROCESS


def percentages(counts: Sequence[int]) -> tuple[Decimal, ...]:
    """Percentages with one decimal that sum to exactly 100 (largest remainder; of equal ones the first gains).

    All zero when there is nothing to divide.
    """
    whole = sum(counts)
    if whole == 0:
        return tuple(Decimal("0.0") for _ in counts)
    tenths = [count * 1000 // whole for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda place: -(counts[place] * 1000 % whole))
    for place in by_remainder[: 1000 - sum(tenths)]:
        tenths[place] += 1
    return tuple(Decimal(one).scaleb(-1) for one in tenths)


_UNIT_KEY: Mapping[CountUnit, Callable[[Row], tuple[Id, ...]]] = {
    CountUnit.LETTERS: lambda row: (row.act_id,),
    CountUnit.ITEMS: lambda row: (row.act_id, row.item_id),
    CountUnit.OBLIGATIONS: lambda row: (row.act_id, row.item_id, row.institution_id),
}


def _count(rows: Iterable[Row], unit: CountUnit) -> int:
    return len({_UNIT_KEY[unit](row) for row in rows})


def split(rows: Iterable[Row], *, today: date, unit: CountUnit = CountUnit.OBLIGATIONS) -> Split:
    """The four shares. A letter or an item stands where its weakest obligation stands; those that do not count are out."""
    counting = [row for row in rows if row.counts]
    kept = [row for row in counting if row.assessed not in LEFT_OUT]
    worst: dict[tuple[Id, ...], Share] = {}
    for row in kept:
        key = _UNIT_KEY[unit](row)
        worst[key] = max(worst.get(key, Share.IMPLEMENTED), share_of(row, today), key=list(Share).index)
    counted = Counter(worst.values())
    percents = percentages([counted[share] for share in Share])
    shares = tuple(
        Figure(share.value, unit, counted[share], len(worst), percent if worst else None)
        for share, percent in zip(Share, percents, strict=True)
    )
    return Split(unit, len(worst), shares, _count(counting, unit) - len(worst))


def _rate(key: str, part: Sequence[Row], whole: Sequence[Row]) -> Figure:
    percent = percentages([len(part), len(whole) - len(part)])[0] if whole else None
    return Figure(key, CountUnit.OBLIGATIONS, len(part), len(whole), percent)


def figures(rows: Iterable[Row], *, today: date, institution_id: Id | None = None) -> Figures:
    """Everything that is published, for one body or (institution_id None) for all.

    Answer rate: answered of those answered or past their term. Late: of those answered. Rows must be as they stood on
    `today`; `history.row_on` makes them so, and then the same question about the same day has the same answer for ever.
    """
    mine = [row for row in rows if institution_id is None or str(row.institution_id) == str(institution_id)]
    owed = [row for row in mine if row.counts]
    counting = [row for row in owed if row.delivered]
    answered = [row for row in counting if row.reply in SUBSTANTIVE]
    silent = [row for row in counting if row.reply not in SUBSTANTIVE and row.due is not None and today > row.due]
    late = [row for row in answered if row.due and row.answered_on and row.answered_on > row.due]
    bare = [row for row in answered if row.reply is Reply.REFUSED_WITHOUT_REASONS]
    days = [(row.answered_on - row.started_on).days for row in answered if row.answered_on and row.started_on]
    return Figures(
        letters=_count(counting, CountUnit.LETTERS),
        items=_count(counting, CountUnit.ITEMS),
        obligations=_count(counting, CountUnit.OBLIGATIONS),
        splits=tuple(split(counting, today=today, unit=unit) for unit in CountUnit),
        answered=_rate("answered", answered, answered + silent),
        answered_late=_rate("answered_late", late, answered),
        refused_without_reasons=_rate("refused_without_reasons", bare, answered),
        median_days=Decimal(str(median(days))) if days else None,
        not_counted=len(mine) - len(owed),
        not_delivered=len(owed) - len(counting),
    )
