"""What an issue and its parts are called, as data."""

from functools import cache
from typing import Any

from services.notifications.data import FOLDER
from shared.yaml_files import read_yaml


@cache
def _texts() -> dict[str, dict[str, Any]]:
    content: dict[str, Any] = read_yaml(FOLDER / "issues.yaml")
    return {entry["key"]: entry for entry in content["issues"]}


def text(key: str, language: str) -> str:
    """In "sq" or "en"."""
    return str(_texts()[key]["text_en" if language == "en" else "text_sq"])
