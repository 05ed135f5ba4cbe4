"""What consultations rest on, from the data files."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from services.intake import data
from shared.yaml_files import read_yaml

Entry = Mapping[str, Any]
_FILE = Path(data.__file__).parent / "consultations.yaml"


@cache
def entries(section: str) -> dict[str, Entry]:
    """One list of `consultations.yaml` by key, in its order."""
    content: dict[str, Any] = read_yaml(_FILE)
    return {entry["key"]: entry for entry in content[f"consultation_{section}"]}


def least() -> int:
    """Of fewer answers nothing is told."""
    return int(entries("rules")["results"]["least"])
