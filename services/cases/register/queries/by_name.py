"""Figures beside the name of a body: small numbers are not shown, nor what would give them away (shared/small_numbers.py).

Whoever reads a figure knows what it is a part of. So each is looked at as parts of a whole, and where a whole is not shown neither is
what it could be found from. The figures of all bodies together: beside_total.py.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from services.cases.domain.standing import State
from services.cases.register.domain.compliance import FIRST, Figure, Figures, LateOnes, Split
from shared.small_numbers import hidden


def shown_by_name(figures: Figures, least: int) -> Figures:
    """The same figures, with none in the place of what is not shown. Takes figures that are whole."""
    if 0 < (figures.obligations or 0) < least:
        return blank(figures)
    splits = tuple(_split(one, least) for one in figures.splits)
    letters, items, obligations = (_sum(one) for one in splits)
    in_time, late, expected = _answers(figures)
    answers = _told([in_time, late, expected - in_time - late], least)
    # The silent and the awaited, which with the answered are all that is expected, stand among the shares too.
    if None in answers or not_told(splits[-1], State.NO_REPLY, State.AWAITING_REPLY):
        answers = [None] * len(answers)
    # Who knows how many answered finds a silence that is not shown by subtraction.
    answered = None if None in answers else _whole(in_time + late, least)
    due = None if not_told(splits[-1], State.AWAITING_REPLY) else _whole(expected, least)
    return replace(
        figures,
        letters=letters,
        items=items,
        obligations=obligations,
        delivered=without_undelivered(_part(figures.delivered, obligations, least), splits[-1]),
        answered_in_time=_figure(figures.answered_in_time, answers[0], due),
        answered_late=_figure(figures.answered_late, answers[1], due),
        accepted=_part(figures.accepted, answered, least),
        implemented=next(one for one in splits[-1].shares if one.key == figures.implemented.key),
        splits=splits,
        refused_without_reasons=_part(figures.refused_without_reasons, answered, least),
        median_days=figures.median_days if answered else None,
        late=tuple(_late(one, splits[-1], least) for one in figures.late),
    )


def blank(figures: Figures) -> Figures:
    """Of so few nothing is shown: where one number is none, it would be known of each in which state it is not."""
    rates: dict[str, Any] = {
        name: _figure(getattr(figures, name), None, None) for name in (*FIRST, "refused_without_reasons")
    }
    splits = tuple(
        replace(
            split,
            denominator=None,
            left_out=None,
            shares=tuple(_figure(one, None, None) for one in split.shares),
            beside=tuple(replace(one, count=None) for one in split.beside),
            historical=tuple(_figure(one, None, None) for one in split.historical),
        )
        for split in figures.splits
    )
    numbers = rates | dict.fromkeys(("letters", "items", "obligations", "median_days"))
    late = tuple(replace(one, ages=dict.fromkeys(one.ages)) for one in figures.late)
    return replace(figures, **numbers, splits=splits, late=late)


def _answers(figures: Figures) -> tuple[int, int, int]:
    """In time, late, and of how many."""
    late = figures.answered_late
    return figures.answered_in_time.numerator or 0, late.numerator or 0, late.denominator or 0


def silent(figures: Figures) -> int | None:
    """How many neither answered nor are awaited any longer."""
    counts = figures.answered_in_time.numerator, figures.answered_late.numerator, figures.answered_late.denominator
    if None in counts:
        return None
    in_time, late, expected = _answers(figures)
    return expected - in_time - late


def _told(counts: Sequence[int | None], least: int) -> list[int | None]:
    places = hidden([count or 0 for count in counts], least)
    return [None if place in places else count for place, count in enumerate(counts)]


def _whole(count: int | None, least: int) -> int | None:
    return None if count is None or 0 < count < least else count


def _sum(split: Split) -> int | None:
    """All of a unit, of which the parts are the shares and what stands beside them: with it one would give the other away."""
    if split.denominator is None or split.left_out is None:
        return None
    return split.denominator + split.left_out


def _figure(figure: Figure, numerator: int | None, denominator: int | None) -> Figure:
    percent = None if numerator is None or denominator is None else figure.percent
    return replace(figure, numerator=numerator, denominator=denominator, percent=percent)


def _part(figure: Figure, whole: int | None, least: int) -> Figure:
    """A part and the rest of a whole; `whole`: as it is shown."""
    if whole is None or figure.numerator is None:
        return _figure(figure, None, whole)
    return _figure(figure, _told([figure.numerator, whole - figure.numerator], least)[0], whole)


def not_told(shown: Split, *states: State) -> bool:
    """Whether the share of one of these states is not shown."""
    return any(one.numerator is None for one in shown.shares if one.key in states)


def without_undelivered(delivered: Figure, shown: Split) -> Figure:
    """What is left of the delivered are those that were not, which stand beside the shares too."""
    told = next(one.count for one in shown.beside if one.key == State.NOT_DELIVERED)
    return delivered if told is not None else _figure(delivered, None, delivered.denominator)


def _split(split: Split, least: int) -> Split:
    shares = _told([one.numerator for one in split.shares], least)
    beside = _told([one.count for one in split.beside], least)
    whole = _whole(split.denominator, least)
    words = split.historical
    if None in shares:
        words = tuple(_figure(one, None, whole) for one in words)
    return replace(
        split,
        denominator=whole,
        left_out=_whole(split.left_out, least),
        shares=tuple(_figure(one, told, whole) for one, told in zip(split.shares, shares, strict=True)),
        beside=tuple(replace(one, count=told) for one, told in zip(split.beside, beside, strict=True)),
        historical=words,
    )


def _late(late: LateOnes, split: Split, least: int) -> LateOnes:
    """The ages are parts of the share of their state."""
    share = next(one for one in split.shares if one.key == late.state)
    told = _told(list(late.ages.values()), least) if share.numerator is not None else [None] * len(late.ages)
    return replace(late, ages=dict(zip(late.ages, told, strict=True)))
