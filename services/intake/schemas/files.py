"""The sealed file of a complaint, to whoever opens it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from marshmallow import fields

from services.intake import data
from services.intake.schemas.identity import SealedPerson
from services.intake.schemas.keys import keyed
from shared.edges import Answer, Body, Document
from shared.fields import Text


@dataclass(frozen=True, kw_only=True)
class NewOpening(Body):
    """`reason` is shown to the complainant; `note` stays in the sealed file."""

    nullable: ClassVar[bool] = False

    reason: Annotated[str, keyed(data.opening_reasons())]
    note: Annotated[str, Text(500)] | None = None


@dataclass(frozen=True, kw_only=True)
class Description(Document):
    """What is sealed beside a file of the evidence: the name that it came with, and the SHA-256 of its content."""

    name: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class NotedOpening(Answer):
    at: datetime
    by: UUID
    role: str
    reason: str
    note: str | None


@dataclass(frozen=True, kw_only=True)
class NotedReopening(Answer):
    at: datetime
    by: UUID
    reason: str
    note: str | None


@dataclass(frozen=True, kw_only=True)
class SealedMessage(Answer):
    id: UUID
    at: datetime
    sender: Annotated[str, fields.String(data_key="from")]
    by: UUID | None
    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class SealedFile(Answer):
    id: UUID
    at: datetime
    name: str
    original_name: str
    sha256: str
    media_type: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Identity(Answer):
    """Who complains and about which child, as they told it."""

    submitter: SealedPerson
    child: SealedPerson
    representative: SealedPerson | None


@dataclass(frozen=True, kw_only=True)
class Opened(Answer):
    """That the file was opened: of this the answer to a repeat is kept, and never of what the file says."""

    id: UUID


@dataclass(frozen=True, kw_only=True)
class OpenedFile(Answer):
    """The sealed file, to whoever has opened it, until `until`."""

    id: UUID
    at: datetime
    until: datetime
    role: str
    reason: str
    identity: Identity
    answers: Mapping[str, bool]
    narrative: str
    wanted: str | None
    urgency_reason: str | None
    named_bodies: tuple[str, ...]
    messages: tuple[SealedMessage, ...]
    files: tuple[SealedFile, ...]
    openings: tuple[NotedOpening, ...]
    reopenings: tuple[NotedReopening, ...]
