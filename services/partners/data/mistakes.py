"""How it shows that a letter on paper was recorded as delivered by mistake."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from shared.yaml_files import read_yaml


@dataclass(frozen=True)
class Mistake:
    """How it shows that a letter was recorded as delivered by mistake. `back`: it came back; `proof`: a file shows it."""

    key: str
    back: bool
    proof: bool
    name_sq: str
    name_en: str
    valid_from: date | None
    valid_to: date | None
    confirmed: bool
    source: str

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@cache
def all_mistakes() -> dict[str, Mistake]:
    """Every ground that there was, by key."""
    return {entry["key"]: Mistake(**entry) for entry in read_yaml(Path(__file__).parent / "post" / "mistakes.yaml")}


def mistakes(on: date) -> dict[str, Mistake]:
    """The grounds of that day of recording, by key."""
    begun = all_mistakes().values()
    return {one.key: one for one in begun if (one.valid_from or date.min) <= on <= (one.valid_to or date.max)}
