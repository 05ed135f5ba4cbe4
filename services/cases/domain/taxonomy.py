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

    def speaks_of(self, tag: str) -> bool:
        """Whether it is `tag` itself or the whole article of which `tag` is a paragraph."""
        return f"{tag}.".startswith(f"{self.article}.")

    def is_part_of(self, tag: str) -> bool:
        """Whether it is a paragraph of the article `tag`."""
        return self.article.startswith(f"{tag}.")


def in_force(places: Iterable[Place], day: date) -> tuple[Place, ...]:
    """The rows of the taxonomy of that day."""
    return tuple(one for one in places if (one.valid_from or date.min) <= day <= (one.valid_to or date.max))


def clusters_of(tags: Iterable[str], places: Iterable[Place]) -> tuple[str, ...]:
    """The clusters of these articles, each once, in the order of the taxonomy.

    A whole article stands where the taxonomy puts it whole: 28 is about education, and only 28.2, the discipline at school,
    about violence too. An article that stands nowhere as a whole, such as 37, is where its paragraphs are.
    """
    rows = tuple(places)
    found: set[Place] = set()
    for tag in tags:
        whole = [one for one in rows if one.speaks_of(tag)]
        found.update(whole or [one for one in rows if one.is_part_of(tag)])
    return tuple(dict.fromkeys(one.cluster for one in rows if one in found))
