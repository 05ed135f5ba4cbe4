"""From articles of the Convention on the Rights of the Child to the clusters of the reporting guidelines: derived, never typed.

An article may stand in several clusters, and the clusters changed in 2014: each row says from which day to which it holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Place:
    """One row of the taxonomy: `article` (37.a, opsc; in small letters) stands in `cluster`."""

    cluster: str
    article: str
    valid_from: date | None
    valid_to: date | None

    def holds(self, tag: str) -> bool:
        """Whether it speaks of `tag`: the same, its whole article, or a paragraph of it (28 is in the cluster of 28.2)."""
        ours, theirs = f"{self.article}.", f"{tag}."
        return theirs.startswith(ours) or ours.startswith(theirs)


def in_force(places: Iterable[Place], day: date) -> tuple[Place, ...]:
    """The rows of the taxonomy of that day."""
    return tuple(one for one in places if (one.valid_from or date.min) <= day <= (one.valid_to or date.max))


def clusters_of(tags: Iterable[str], places: Iterable[Place]) -> tuple[str, ...]:
    """The clusters of these articles, each once, in the order of the taxonomy."""
    wanted = tuple(tags)
    return tuple(dict.fromkeys(one.cluster for one in places if any(one.holds(tag) for tag in wanted)))
