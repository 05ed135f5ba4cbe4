"""How those who came are counted: children by age band and sex, in numbers alone, and adults."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from shared.rules import ContentViolation
from shared.small_numbers import hidden


@dataclass(frozen=True)
class Count:
    """So many children of one age band and one sex, by the codes of the house."""

    age_band: str
    sex: str
    count: int


def check_counts(counts: Sequence[Count]) -> None:
    """Raises `ContentViolation` where one pair is counted twice."""
    pairs = [(one.age_band, one.sex) for one in counts]
    if len(set(pairs)) != len(pairs):
        raise ContentViolation("counted twice", code="activity.counted_twice", field="children")


def check_materials(publications: Collection[object]) -> None:
    """Raises `ContentViolation` where one publication is named twice."""
    if len(set(publications)) != len(publications):
        raise ContentViolation("named twice", code="activity.twice", field="materials")


def total(counts: Sequence[Count]) -> int:
    return sum(one.count for one in counts)


def by_age(counts: Sequence[Count], bands: Sequence[str]) -> Mapping[str, int]:
    """In the order of `bands`, all of them."""
    return {band: sum(one.count for one in counts if one.age_band == band) for band in bands}


def by_sex(counts: Sequence[Count], sexes: Sequence[str]) -> Mapping[str, int]:
    """In the order of `sexes`, all of them."""
    return {sex: sum(one.count for one in counts if one.sex == sex) for sex in sexes}


def shown(counts: Sequence[int], least: int) -> tuple[int | None, ...]:
    """What anybody may read of the parts of one whole: none for a small number, and for what would give it away."""
    covered = hidden(counts, least)
    return tuple(None if place in covered else count for place, count in enumerate(counts))


def shown_whole(count: int, least: int) -> int | None:
    """None for a small number; 0 is none."""
    return None if 0 < count < least else count
