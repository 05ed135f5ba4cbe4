"""What cooperation rests on, from the data files: kinds of actors, the series of the numbers of agreements."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from services.partners.data import FOLDER
from shared.yaml_files import read_yaml

Entry = Mapping[str, Any]


@cache
def entries(section: str) -> dict[str, Entry]:
    """One list of `cooperation.yaml` by key, in its order."""
    content: dict[str, Any] = read_yaml(FOLDER / "cooperation.yaml")
    return {entry["key"]: entry for entry in content[f"cooperation_{section}"]}


def number_prefix(series: str) -> str:
    """That of the numbers of agreements."""
    return str(entries("numbers")[series]["number_prefix"])


def may_owe(kind: str) -> bool:
    """Whether such an actor takes on clauses of an agreement."""
    return bool(entries("actor_kinds")[kind]["owes"])


def end_grounds() -> tuple[str, ...]:
    """On which a person may note that an agreement ended."""
    return tuple(key for key, one in entries("end_grounds").items() if one["by_hand"])


def is_shown(kind: str) -> bool:
    """Whether anybody reads the name of such an actor."""
    return bool(entries("actor_kinds")[kind]["shown"])
