"""What activities rest on, from the data files: kinds, clusters of rights, the series of their numbers."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from services.partners.data import FOLDER
from shared.yaml_files import read_yaml

Entry = Mapping[str, Any]


@cache
def entries(section: str) -> dict[str, Entry]:
    """One list of `activities.yaml` by key, in its order."""
    content: dict[str, Any] = read_yaml(FOLDER / "activities.yaml")
    return {entry["key"]: entry for entry in content[f"activity_{section}"]}


def number_prefix() -> str:
    """The series of the numbers of activities."""
    return str(entries("numbers")["activities"]["number_prefix"])


def least() -> int:
    """A smaller number of children is not told outside."""
    return int(entries("rules")["small_numbers"]["least"])


def least_answers() -> int:
    """Of fewer answers to a question no result is told."""
    return int(entries("rules")["evaluation"]["least"])


def guardian_under() -> int:
    """Whoever is younger needs a guardian's consent for a picture, besides their own."""
    return int(entries("rules")["consent"]["guardian_under"])


def coverage_months() -> int:
    """After how many months without an activity a place counts as not reached."""
    return int(entries("rules")["coverage"]["months"])
