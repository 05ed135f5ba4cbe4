"""Words of data files that are the same in both languages of the office."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The same in both languages."""

    sq: str
    en: str

    def of(self, language: str) -> str:
        return self.en if language == "en" else self.sq
