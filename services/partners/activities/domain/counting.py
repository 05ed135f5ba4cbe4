"""How those who came are counted: children by age band and sex, in numbers alone, and adults."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from shared.rules import ContentViolation


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
