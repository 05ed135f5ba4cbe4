"""What partners lays into the document store for others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.edges import Document, DocumentName


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
    """All that is told of a body: the document of `partners.institution.changed`. `dat_sq`, `acc_sq`: the Albanian name declined, and
    whether a person read it so; `by_link`: whether its letters go by one-time links to its mailbox, always, never or (null) where it has
    no account; a record of before they were told has none.
    """

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
    dat_sq: str = ""
    acc_sq: str = ""
    forms_confirmed: bool = False
    by_link: bool | None = None

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq

    def holds(self, day: date) -> bool:
        """Whether the body is there on that day."""
        return _holds(self, day)


@dataclass(frozen=True, kw_only=True)
class EvidenceRecord(Document):
    """A file that a body handed in; `document` is its name in the store, `sha256` and `size` are of its content. `name`: as its sender
    called it.
    """

    id: UUID
    sha256: str
    media_type: str
    size: int
    document: DocumentName
    name: str | None = None


@dataclass(frozen=True, kw_only=True)
class FileName(Document):
    """How its sender called a file: kept apart, since it may say of whom the file is."""

    name: str


@dataclass(frozen=True, kw_only=True)
class PostRecord(Document):
    """What the office wrote down of a letter on paper: the document of `partners.dispatch.posted` and, of one that was delivered so, of
    `partners.dispatch.delivered`. `by`: who wrote it down; `proof`: the file that shows it.
    """

    by: UUID
    tracking: str | None
    proof: EvidenceRecord | None


@dataclass(frozen=True, kw_only=True)
class LinkRecord(Document):
    """The document of `partners.link.issued`: what a one-time link ends with. It is erased once the mail has left or cannot leave."""

    token: str


@dataclass(frozen=True, kw_only=True)
class RepliedRecord(Document):
    """What a body said of one item; what it did not say is left out. `public_item_id`: the id under which the body knows it."""

    nullable: ClassVar[bool] = False

    item_id: UUID
    public_item_id: UUID
    position: str
    reasons: str | None = None
    claimed: str | None = None
    promised_date: date | None = None
    competent_institution_id: UUID | None = None
    evidence: tuple[EvidenceRecord, ...]


@dataclass(frozen=True, kw_only=True)
class ReplyRecord(Document):
    """One version of a body's answer: the document of `partners.reply.received`. `digest`: over what was submitted;
    `received_at`: to the second in UTC.
    """

    reply_id: UUID
    dispatch_id: UUID
    recommendation_id: UUID
    institution_id: UUID
    number: str
    version: int
    amends: UUID | None
    received_at: str
    channel: str
    digest: str
    answered_by: Mapping[str, str]
    items: tuple[RepliedRecord, ...]


@dataclass(frozen=True, kw_only=True)
class ProgressItemRecord(Document):
    """What a body claims of one item after its reply."""

    item_id: UUID
    public_item_id: UUID
    claimed: str
    promised_date: date | None
    evidence: tuple[EvidenceRecord, ...]


@dataclass(frozen=True, kw_only=True)
class ProgressRecord(Document):
    """How far a body has come: the document of `partners.progress.reported`."""

    note: str | None
    items: tuple[ProgressItemRecord, ...]


@dataclass(frozen=True, kw_only=True)
class ReasonsRecord(Document):
    """Why a body asks for more time: the document of `partners.extension.requested`."""

    reasons: str


def _holds(record: RelationRecord | InstitutionRecord, day: date) -> bool:
    return (record.valid_from or date.min) <= day <= (record.valid_to or date.max)


@dataclass(frozen=True, kw_only=True)
class ReportedFigure(Document):
    """What a body says of one row: `state` counted, none_asked or not_known; the numbers of what was counted alone; `comment`: its words."""

    indicator: str
    version: int
    state: str
    numerator: int | None
    denominator: int | None
    comment: str


@dataclass(frozen=True, kw_only=True)
class ReportedFigures(Document):
    """One version of a body's figures, whole. `period`: as it is written."""

    period: str
    version: int
    name: str
    function: str
    figures: tuple[ReportedFigure, ...]


@dataclass(frozen=True, kw_only=True)
class ClauseWords(Document):
    """What one side took on, and what will show it. `actor`: what a party that is no body is called."""

    id: UUID
    text: str
    evidence: str
    actor: str | None = None


@dataclass(frozen=True, kw_only=True)
class AgreementWords(Document):
    """The words of an agreement that was signed."""

    title: str
    clauses: tuple[ClauseWords, ...]
