"""The clusters of the reporting guidelines, from the file that says since when each article stands in which."""

import csv
from collections.abc import Iterable
from datetime import date
from functools import cache

from services.cases import data
from services.cases.domain.taxonomy import Place, clusters_of, in_force


def clusters(rights: Iterable[str], day: date) -> tuple[str, ...]:
    """The clusters of these articles by the taxonomy of that day."""
    return clusters_of(rights, in_force(_places(), day))


def rights_in(cluster: str, day: date) -> list[str]:
    """The articles and paragraphs that stand in `cluster` on that day."""
    return [code for code in data.articles() if cluster in clusters([code], day)]


def cluster_names(day: date) -> dict[str, dict[str, str]]:
    """`{cluster: {name_sq, name_en}}` of the taxonomy of that day, in its order."""
    valid = set(in_force(_places(), day))
    named = [row for row in _rows() if _place(row) in valid]
    return {row["cluster"]: {"name_sq": row["cluster_sq"], "name_en": row["cluster_en"]} for row in named}


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with (data.FOLDER / "crc.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _places() -> tuple[Place, ...]:
    return tuple(_place(row) for row in _rows())


def _place(row: dict[str, str]) -> Place:
    since, until = (date.fromisoformat(row[name]) if row[name] else None for name in ("valid_from", "valid_to"))
    return Place(row["cluster"], row["article"].lower(), since, until)
