"""How many recommendations were kept: counts that say of what they are a part.

The shares are those of the one table (domain/standing.py): each obligation stands in exactly one of them, or beside them all by
name. The four words in which the office split the year 2021 are a view of these shares, and it is made here so that it can be made
for letters, items and obligations and nobody compares one with another.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import median

from services.cases.domain.bodies import Id
from services.cases.domain.obligations import SUBSTANTIVE, Assessed, Delivery, Facts, Reply, has_arrived
from services.cases.domain.standing import BESIDE, SHARES, State, state_of, weakest


@dataclass(frozen=True)
class Row:
    """One obligation as it stood on the day of the figures. `counts`: its kind is in the rates and its act stands.

    `started_on`, `due`: the clock for the reply; none when it did not run. `promised`: the day that the body named or the office
    noted; `item_due`: that of the item; `unassessable`: the key of the reason; `held_since`: the day since which a court or a prosecutor has the matter.
    """

    act_id: Id
    item_id: Id
    institution_id: Id
    counts: bool
    delivery: Delivery
    reply: Reply
    assessed: Assessed
    started_on: date | None = None
    due: date | None = None
    answered_on: date | None = None
    promised: date | None = None
    item_due: date | None = None
    unassessable: str | None = None
    held_since: date | None = None

    @property
    def facts(self) -> Facts:
        return Facts(
            delivery=self.delivery,
            reply=self.reply,
            assessed=self.assessed,
            answered_on=self.answered_on,
            promised_date=self.promised,
            unassessable=self.unassessable,
            held_since=self.held_since,
        )

    def state(self, today: date) -> State:
        return state_of(self.facts, self.due, self.item_due, today)

    def is_silent(self, today: date) -> bool:
        """Past its term without an answer, whatever was found of it since."""
        passed = self.due is not None and today > self.due
        return passed and self.reply not in SUBSTANTIVE and has_arrived(self.facts)


class CountUnit(StrEnum):
    LETTERS = "letters"
    ITEMS = "items"
    OBLIGATIONS = "obligations"


class Historical(StrEnum):
    """The words of the annual report on 2021, from best to worst."""

    IMPLEMENTED = "implemented"
    IN_PROCESS = "in_process"
    NO_REPLY = "no_reply"
    REFUSED = "refused"


#: In which of the four words of 2021 a share of today is told. Whatever was neither implemented nor refused nor left without a reply
#: was "in process" then, a finding that nothing was done among it: for that the view is history and not a figure of today.
HISTORICAL: Mapping[State, Historical] = {
    share: Historical(share.value) if share.value in set(Historical) else Historical.IN_PROCESS for share in SHARES
}


@dataclass(frozen=True)
class Figure:
    """One number of a report. `percent` has one decimal; none when there is nothing to divide by."""

    key: str
    unit: CountUnit
    numerator: int
    denominator: int
    percent: Decimal | None


@dataclass(frozen=True)
class Beside:
    """How many stand beside the shares, by the name of their state."""

    key: str
    count: int


@dataclass(frozen=True)
class Split:
    """The shares of one unit, whose percentages sum to 100, and what stands beside the denominator, each by name."""

    unit: CountUnit
    denominator: int
    shares: tuple[Figure, ...]
    beside: tuple[Beside, ...] = ()

    @property
    def left_out(self) -> int:
        return sum(one.count for one in self.beside)

    @property
    def historical(self) -> tuple[Figure, ...]:
        """The four words of 2021, made of the same counts; their percentages sum to 100."""
        counted = Counter[str]()
        for share in self.shares:
            counted[HISTORICAL[State(share.key)]] += share.numerator
        return _parts([(word.value, counted[word]) for word in Historical], self.unit)


@dataclass(frozen=True)
class Figures:
    """What is published about one body, or about all. `median_days`: from the start of the clock to the reply."""

    letters: int
    items: int
    obligations: int
    splits: tuple[Split, ...]
    answered: Figure
    answered_late: Figure
    refused_without_reasons: Figure
    median_days: Decimal | None
    not_counted: int


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


def _parts(counts: Sequence[tuple[str, int]], unit: CountUnit) -> tuple[Figure, ...]:
    """The parts of a whole, each with its share of it."""
    numbers = [number for _key, number in counts]
    whole = sum(numbers)
    return tuple(
        Figure(key, unit, number, whole, percent if whole else None)
        for (key, number), percent in zip(counts, percentages(numbers), strict=True)
    )


def split_of(unit: CountUnit, stands: Mapping[str, int]) -> Split:
    """The split of one unit, from how many stand in each state, by its name."""
    shares = _parts([(share.value, stands.get(share, 0)) for share in SHARES], unit)
    beside = tuple(Beside(state.value, stands.get(state, 0)) for state in BESIDE)
    return Split(unit, sum(share.numerator for share in shares), shares, beside)


def split(rows: Iterable[Row], *, today: date, unit: CountUnit = CountUnit.OBLIGATIONS) -> Split:
    """The shares. A letter or an item stands where its weakest obligation stands, beside them only if all of it does."""
    states: dict[tuple[Id, ...], State] = {}
    for row in rows:
        if row.counts:
            key, state = _UNIT_KEY[unit](row), row.state(today)
            states[key] = weakest([states.get(key, state), state])
    return split_of(unit, Counter(states.values()))


def _rate(key: str, part: Sequence[Row], whole: Sequence[Row]) -> Figure:
    percent = percentages([len(part), len(whole) - len(part)])[0] if whole else None
    return Figure(key, CountUnit.OBLIGATIONS, len(part), len(whole), percent)


def figures(rows: Iterable[Row], *, today: date, institution_id: Id | None = None) -> Figures:
    """Everything that is published, for one body or (institution_id None) for all.

    Answer rate: answered of those answered or past their term. Late: of those answered. Rows must be as they stood on
    `today`; `history.row_on` makes them so, and then the same question about the same day has the same answer for ever.
    """
    mine = [row for row in rows if institution_id is None or str(row.institution_id) == str(institution_id)]
    counting = [row for row in mine if row.counts]
    answered = [row for row in counting if row.reply in SUBSTANTIVE]
    silent = [row for row in counting if row.is_silent(today)]
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
        not_counted=len(mine) - len(counting),
    )
