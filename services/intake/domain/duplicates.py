"""When two complaints are likely to be about the same facts: what they must have in common, as numbers from the data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SAME_BODY, SAME_PLACE, SAME_LIFE_AREA, SAME_RIGHT, WITHIN_DAYS = SIGNS = (
    "same_body", "same_place", "same_life_area", "same_right", "within_days",
)  # fmt: skip


@dataclass(frozen=True)
class Likeness:
    """`weights` by sign; `near_days`: up to how far apart complaints are close in time."""

    weights: Mapping[str, int]
    near_days: int
    window_days: int
    least_reasons: int
    least_weight: int
    most: int


def read_likeness(document: Mapping[str, Any]) -> Likeness:
    """The numbers out of their file. Raises `ValueError` for signs that are not those that can be compared, and for weights
    by which a pair could share neither body nor place: for those there is no index.
    """
    (limits,), signs = document["limits"], {sign["key"]: sign for sign in document["signs"]}
    if set(signs) != set(SIGNS):
        raise ValueError("the signs are not those that can be compared")
    weights = {key: sign["weight"] for key, sign in signs.items()}
    if sum(weights[key] for key in (SAME_LIFE_AREA, SAME_RIGHT, WITHIN_DAYS)) >= limits["least_weight"]:
        raise ValueError("a proposal must share a body or the place")
    return Likeness(
        weights,
        signs[WITHIN_DAYS]["days"],
        limits["window_days"],
        limits["least_reasons"],
        limits["least_weight"],
        limits["most"],
    )
