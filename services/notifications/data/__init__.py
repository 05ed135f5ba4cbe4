"""The texts of all messages, as data that a jurist edits: read once, strictly."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from shared.yaml_files import read_yaml

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Template:
    """One message in both languages. What is ever put into a text: `{portal}`; of a letter that goes by link also `{link}` and `{number}`."""

    key: str
    recipient: str
    subject_sq: str
    subject_en: str
    body_sq: str
    body_en: str
    valid_from: date | None
    valid_to: date | None
    source: str
    confirmed: bool

    def words(self, language: str, portal: str, *, link: str = "", number: str = "") -> tuple[str, str]:
        """Subject and body in "sq" or "en"."""
        subject, body = (self.subject_en, self.body_en) if language == "en" else (self.subject_sq, self.body_sq)
        return subject, body.replace("{portal}", portal).replace("{link}", link).replace("{number}", number)


@cache
def templates() -> dict[str, Template]:
    """All templates by key. Raises `TypeError` for an entry with a member too many or too few."""
    content: dict[str, Any] = read_yaml(FOLDER / "templates.yaml")
    return {entry["key"]: Template(**entry) for entry in content["templates"]}
