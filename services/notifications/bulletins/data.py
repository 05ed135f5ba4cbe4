"""The texts of mails to subscribers, as data that a jurist edits."""

from functools import cache
from typing import Any

from services.notifications.data import FOLDER
from shared.yaml_files import read_yaml


@cache
def texts() -> dict[str, dict[str, Any]]:
    """By key, with subject_sq, subject_en, body_sq and body_en."""
    content: dict[str, Any] = read_yaml(FOLDER / "bulletins.yaml")
    return {entry["key"]: entry for entry in content["bulletins"]}


def words(key: str, language: str, **filled: str) -> tuple[str, str]:
    """Subject and body in "sq" or "en". What is put in is put in once, so that nothing in it is taken for a place."""
    entry, code = texts()[key], "en" if language == "en" else "sq"
    subject, body = str(entry[f"subject_{code}"]), str(entry[f"body_{code}"])
    return subject.format_map(filled), body.format_map(filled)
