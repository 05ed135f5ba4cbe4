"""Texts that are compared with the sealed files before anybody reads them; the events stand with their publishers."""

from dataclasses import dataclass
from uuid import UUID

from shared.events.catalogue.codes import HitKind, HitSeverity, PublishedKind
from shared.events.envelope import Digest, DocumentName, Event, Part


@dataclass(frozen=True, kw_only=True)
class FoundPlace(Part):
    """Where a text names someone, in characters of its part number `part`; never what stands there."""

    part: int
    start: int
    end: int
    kind: HitKind
    severity: HitSeverity


@dataclass(frozen=True, kw_only=True)
class TextTold(Event):
    """A text of that digest waits to be compared; `text` is a document."""

    check_id: UUID
    text_id: UUID
    kind: PublishedKind
    content_hash: Digest
    text: DocumentName


@dataclass(frozen=True, kw_only=True)
class TextFound(Event):
    """What was found in it."""

    check_id: UUID
    text_id: UUID
    kind: PublishedKind
    content_hash: Digest
    stops: int
    questions: int
    places: tuple[FoundPlace, ...]
