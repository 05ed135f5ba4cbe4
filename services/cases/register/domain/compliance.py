"""How many recommendations were kept: counts that say of what they are a part.

The shares are those of the one table (domain/standing.py): each obligation stands in exactly one of them, or beside them all by
name. The four words in which the office split the year 2021 are a view of these shares, and it is made here so that it can be made
for letters, items and obligations and nobody compares one with another.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import median

from services.cases.domain.ages import Age, by_age
from services.cases.domain.bodies import Id
from services.cases.domain.obligations import Reply, has_arrived
from services.cases.domain.standing import BESIDE, PASSED, SHARES, State, weakest
from services.cases.register.domain.rows import Row
from shared.percentages import percent_of

#: A body said yes, be it to a part of what was asked.
ACCEPTANCES = frozenset({Reply.ACCEPTED, Reply.ACCEPTED_IN_PART})
#: States in which something is late, of which the ages are told: the reply, and the measure.
LATE_STATES = (State.NO_REPLY, *PASSED)


class CountUnit(StrEnum):
    LETTERS = "letters"
    ITEMS = "items"
    OBLIGATIONS = "obligations"


class Scope(StrEnum):
    """Of which acts the figures of all are: of every one that counts, or of those that the public may read."""

    ALL = "all"
    REGISTER = "register"


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
    """One number of a report. `percent`: `percent_of`; none when there is nothing to divide by. A number that is not shown is none
    (queries/by_name.py), and so is one that was not counted when a day was kept.
    """

    key: str
    unit: CountUnit
    numerator: int | None
    denominator: int | None
    percent: Decimal | None


@dataclass(frozen=True)
class Beside:
    """How many stand beside the shares, by the name of their state."""

    key: str
    count: int | None


@dataclass(frozen=True)
class Split:
    """The shares of one unit, and what stands beside the denominator, each by name. `historical`: the four words of 2021, made of the
    same counts and divided as these are, so that one count has one percentage in both.
    """

    unit: CountUnit
    denominator: int | None
    left_out: int | None
    shares: tuple[Figure, ...]
    beside: tuple[Beside, ...]
    historical: tuple[Figure, ...]


@dataclass(frozen=True)
class LateOnes:
    """What is late in one state, by how long: the key of each age and how many obligations."""

    state: State
    ages: Mapping[str, int | None]


@dataclass(frozen=True)
class Counts:
    """What is counted, before anything is divided. `stands`: how many of each unit stand in which state, by its name; `ages`: how many
    obligations are late in a state, by the key of the age. `accepted` none: not counted when a day was kept.
    """

    stands: Mapping[CountUnit, Mapping[str, int]]
    delivered: int = 0
    in_time: int = 0
    late: int = 0
    silent: int = 0
    accepted: int | None = 0
    bare: int = 0
    median_days: Decimal | None = None
    ages: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Figures:
    """What is published about one body, or about all, in the order in which it is told. `median_days`: those that a clock ran from its
    start to the reply.
    """

    letters: int | None
    items: int | None
    obligations: int | None
    delivered: Figure
    answered_in_time: Figure
    answered_late: Figure
    accepted: Figure
    implemented: Figure
    splits: tuple[Split, ...]
    refused_without_reasons: Figure
    median_days: Decimal | None
    late: tuple[LateOnes, ...]
    not_counted: int = 0


#: The figures before the shares, in this order on every page and in the API.
FIRST = ("delivered", "answered_in_time", "answered_late", "accepted", "implemented")


_UNIT_KEY: Mapping[CountUnit, Callable[[Row], tuple[Id, ...]]] = {
    CountUnit.LETTERS: lambda row: (row.act_id,),
    CountUnit.ITEMS: lambda row: (row.act_id, row.item_id),
    CountUnit.OBLIGATIONS: lambda row: (row.act_id, row.item_id, row.institution_id),
}


def split_of(unit: CountUnit, stands: Mapping[str, int]) -> Split:
    """The split of one unit, from how many stand in each state, by its name."""
    whole = sum(stands.get(share, 0) for share in SHARES)
    shares = tuple(_figure(share.value, stands.get(share, 0), whole, unit) for share in SHARES)
    beside = tuple(Beside(state.value, stands.get(state, 0)) for state in BESIDE)
    left_out = sum(stands.get(state, 0) for state in BESIDE)
    return Split(unit, whole, left_out, shares, beside, _in_words_of_2021(unit, stands, whole))


def _figure(key: str, part: int, whole: int, unit: CountUnit = CountUnit.OBLIGATIONS) -> Figure:
    return Figure(key, unit, part, whole, percent_of(part, whole))


def _in_words_of_2021(unit: CountUnit, stands: Mapping[str, int], whole: int) -> tuple[Figure, ...]:
    counted = Counter[Historical]()
    for share, word in HISTORICAL.items():
        counted[word] += stands.get(share, 0)
    return tuple(_figure(word.value, counted[word], whole, unit) for word in Historical)


def _stands(rows: Iterable[Row], today: date, unit: CountUnit) -> Counter[str]:
    """A letter or an item stands where its weakest obligation stands, beside the shares only if all of it does."""
    states: dict[tuple[Id, ...], State] = {}
    for row in rows:
        if row.counts:
            key, state = _UNIT_KEY[unit](row), row.state(today)
            states[key] = weakest([states.get(key, state), state])
    return Counter(state.value for state in states.values())


def split(rows: Iterable[Row], *, today: date, unit: CountUnit = CountUnit.OBLIGATIONS) -> Split:
    """The shares, and what stands beside them."""
    return split_of(unit, _stands(rows, today, unit))


def figures_of(counts: Counts, *, not_counted: int = 0) -> Figures:
    """The figures that follow from the counts: each with what it is a part of.

    In time and late: of those that were answered or are past their term, so that with the silent ones they are the whole of them.
    Accepted, and refused without reasons: of the answered. Implemented is the share of that name.
    """
    splits = tuple(split_of(unit, counts.stands[unit]) for unit in CountUnit)
    letters, items, obligations = (sum(counts.stands[unit].values()) for unit in CountUnit)
    answered = counts.in_time + counts.late
    expected = answered + counts.silent
    not_known = Figure("accepted", CountUnit.OBLIGATIONS, None, answered, None)
    return Figures(
        letters=letters,
        items=items,
        obligations=obligations,
        delivered=_figure("delivered", counts.delivered, obligations),
        answered_in_time=_figure("answered_in_time", counts.in_time, expected),
        answered_late=_figure("answered_late", counts.late, expected),
        accepted=not_known if counts.accepted is None else _figure("accepted", counts.accepted, answered),
        implemented=next(one for one in splits[-1].shares if one.key == State.IMPLEMENTED),
        splits=splits,
        refused_without_reasons=_figure("refused_without_reasons", counts.bare, answered),
        median_days=counts.median_days,
        late=tuple(LateOnes(state, dict(counts.ages.get(state, {}))) for state in LATE_STATES),
        not_counted=not_counted,
    )


def rest_of(whole: Figures, part: Figures) -> Figures:
    """The figures of what is in `whole` and not in `part`, whose letters are no others' in part; neither has a hidden number. No median is
    found by subtraction.
    """
    of_whole, of_part = _counts_of(whole), _counts_of(part)
    unknown = of_whole.accepted is None or of_part.accepted is None
    return figures_of(
        Counts(
            stands={unit: _less(of_whole.stands[unit], of_part.stands[unit]) for unit in CountUnit},
            delivered=of_whole.delivered - of_part.delivered,
            in_time=of_whole.in_time - of_part.in_time,
            late=of_whole.late - of_part.late,
            silent=of_whole.silent - of_part.silent,
            accepted=None if unknown else (of_whole.accepted or 0) - (of_part.accepted or 0),
            bare=of_whole.bare - of_part.bare,
            ages={state: _less(ages, of_part.ages.get(state, {})) for state, ages in of_whole.ages.items()},
        )
    )


def joined(one: Figures, other: Figures) -> Figures:
    """The figures of what is in either, whose letters are no others' in part; neither has a hidden number. No median is found by addition."""
    first, then = _counts_of(one), _counts_of(other)
    unknown = first.accepted is None or then.accepted is None
    return figures_of(
        Counts(
            stands={unit: _more(first.stands[unit], then.stands[unit]) for unit in CountUnit},
            delivered=first.delivered + then.delivered,
            in_time=first.in_time + then.in_time,
            late=first.late + then.late,
            silent=first.silent + then.silent,
            accepted=None if unknown else (first.accepted or 0) + (then.accepted or 0),
            bare=first.bare + then.bare,
            ages={state: _more(ages, then.ages.get(state, {})) for state, ages in first.ages.items()},
        )
    )


def _more(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {key: one.get(key, 0) + other.get(key, 0) for key in (*one, *other)}


def _less(whole: Mapping[str, int], part: Mapping[str, int]) -> dict[str, int]:
    return {key: count - part.get(key, 0) for key, count in whole.items()}


def _counts_of(figures: Figures) -> Counts:
    in_time, late = figures.answered_in_time.numerator or 0, figures.answered_late.numerator or 0
    return Counts(
        stands={split.unit: _stood(split) for split in figures.splits},
        delivered=figures.delivered.numerator or 0,
        in_time=in_time,
        late=late,
        silent=(figures.answered_late.denominator or 0) - in_time - late,
        accepted=figures.accepted.numerator,
        bare=figures.refused_without_reasons.numerator or 0,
        ages={one.state.value: {key: count or 0 for key, count in one.ages.items()} for one in figures.late},
    )


def _stood(split: Split) -> dict[str, int]:
    shares = {one.key: one.numerator or 0 for one in split.shares}
    return shares | {one.key: one.count or 0 for one in split.beside}


def figures(rows: Iterable[Row], *, today: date, ages: Sequence[Age] = (), institution_id: Id | None = None) -> Figures:
    """Everything that is published, for one body or (institution_id None) for all.

    Rows must be as they stood on `today`; `history.row_on` makes them so, and then the same question about the same day, as known on
    the same day, has the same answer for ever.
    """
    mine = [row for row in rows if institution_id is None or str(row.institution_id) == str(institution_id)]
    counting = [row for row in mine if row.counts]
    answered = [row for row in counting if row.is_answered]
    days = [row.days for row in answered if row.days is not None]
    late = sum(row.is_late for row in answered)
    counts = Counts(
        stands={unit: _stands(counting, today, unit) for unit in CountUnit},
        delivered=sum(has_arrived(row.facts) for row in counting),
        in_time=len(answered) - late,
        late=late,
        silent=sum(row.is_silent(today) for row in counting),
        accepted=sum(row.reply in ACCEPTANCES for row in answered),
        bare=sum(row.reply is Reply.REFUSED_WITHOUT_REASONS for row in answered),
        median_days=Decimal(str(median(days))) if days else None,
        ages={
            state: by_age([row.days_late(today) for row in counting if row.state(today) is state], ages)
            for state in LATE_STATES
        },
    )
    return figures_of(counts, not_counted=len(mine) - len(counting))
