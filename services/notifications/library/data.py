"""What the library knows, as data: kinds, readers, languages, forms and topics."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from services.notifications.data import FOLDER
from shared.yaml_files import read_yaml

Entry = Mapping[str, Any]


@cache
def entries(section: str) -> dict[str, Entry]:
    """One list of `library.yaml` by key, in its order."""
    content: dict[str, Any] = read_yaml(FOLDER / "library.yaml")
    return {entry["key"]: entry for entry in content[section]}


@cache
def short_words() -> frozenset[str]:
    """Those of all languages that the library has."""
    content: dict[str, Any] = read_yaml(FOLDER / "short_words.yaml")
    return frozenset(word for entry in content["short_words"] for word in entry["words"].split())


def takes(form: str) -> tuple[str, ...]:
    """What file this form may be, as `shared.uploads` names the kinds."""
    return tuple(entries("formats")[form]["takes"])
