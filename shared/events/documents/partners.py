"""What partners lays into the document store for others."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.edges import Document


@dataclass(frozen=True, kw_only=True)
class RelationRecord(Document):
    """How a body stands to the body `to`, from the first to the last day, both included; null is open."""

    id: UUID
    kind: str
    to: UUID
    valid_from: date | None
    valid_to: date | None
    source: str
    confirmed: bool

    def holds(self, day: date) -> bool:
        return _holds(self, day)


@dataclass(frozen=True, kw_only=True)
class SuccessionRecord(Document):
    """`to` is the other body, `from` the first day of the new order; `takes_letters`: whether the successor answers for the
    letters.
    """

    to: UUID
    name_sq: str
    name_en: str
    from_: date
    takes_letters: bool
    ground: str | None
    source: str
    confirmed: bool

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class InstitutionRecord(Document):
    """All that is told of a body: the document of `partners.institution.changed`."""

    id: UUID
    key: str
    class_: str
    name_sq: str
    short_sq: str | None
    name_en: str
    aka: tuple[str, ...]
    seat: str | None
    municipality: str | None
    municipality_name: str | None
    county: str | None
    county_name: str | None
    languages: tuple[str, ...]
    powers: tuple[str, ...]
    replaces: tuple[str, ...]
    mailbox: str | None
    sample: bool
    active: bool
    valid_from: date | None
    valid_to: date | None
    source: str
    confirmed: bool
    version: int
    relations: tuple[RelationRecord, ...]
    predecessors: tuple[SuccessionRecord, ...]
    successors: tuple[SuccessionRecord, ...]

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq

    def holds(self, day: date) -> bool:
        """Whether the body is there on that day."""
        return _holds(self, day)


def _holds(record: RelationRecord | InstitutionRecord, day: date) -> bool:
    return (record.valid_from or date.min) <= day <= (record.valid_to or date.max)
