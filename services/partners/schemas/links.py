"""A one-time link as the office's page lists it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shared.edges import Answer


@dataclass(frozen=True, kw_only=True)
class LinkRow(Answer):
    """One link, with the letter's number and the body to which it went; `asked_by`: letter, body, or who of the office."""

    id: UUID
    state: str
    number: str
    name_sq: str
    name_en: str
    reminder: bool
    asked_by: str
    asked_at: datetime
    sent_at: datetime | None
    valid_until: date | None
    opened_at: datetime | None
    ended_at: datetime | None

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq
