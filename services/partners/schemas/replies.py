"""What bodies answer to a letter, their evidence, and what follows, as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from marshmallow import fields, validate

from services.partners.domain import CLAIMS, POSITIONS
from services.partners.schemas.dispatches import Instant
from shared.edges import Answer, Body, Document
from shared.fields import Text

_MOST_ITEMS = 100
#: What a body may hand in, as shared.uploads names it.
TAKEN = ("pdf", "docx", "xlsx", "jpg", "png")
PersonName = Annotated[str, Text(200)]
Claim = Annotated[str, fields.String(validate=validate.OneOf(CLAIMS))]
_FIRST_DAY = (
    "By when it is done. The first day moves the day of the item only up to a last day, which `why_sq` and `why_en` of its `measure_dues`"
    " say with its date; a later one, and each later answer, is what the body asks for, on which the office decides."
)
Promised = Annotated[date, fields.Date(metadata={"description": _FIRST_DAY})]
Evidence = Annotated[tuple[UUID, ...], validate.Length(max=10)]


@dataclass(frozen=True, kw_only=True)
class AnsweredBy(Body):
    """Who answers for the body."""

    name: PersonName
    function: PersonName


@dataclass(frozen=True, kw_only=True)
class ItemReply(Body):
    """What the body says of one item; `item_id` is the `id` of the item in the document."""

    nullable: ClassVar[bool] = False

    item_id: UUID
    position: Annotated[str, fields.String(validate=validate.OneOf(POSITIONS))]
    reasons: Annotated[str, Text(10_000)] | None = None
    claimed: Claim | None = None
    promised_date: Promised | None = None
    competent_institution_id: UUID | None = None
    evidence: Evidence = ()


@dataclass(frozen=True, kw_only=True)
class NewReply(Body):
    """An answer to each item of the document, or to some: of those that are left out nothing is said, and `awaits_reply` and `reply_dues` of the
    letter go on for them. What an earlier reply said of an item stands until a later one says something else of it.
    """

    answered_by: AnsweredBy
    items: Annotated[tuple[ItemReply, ...], validate.Length(min=1, max=_MOST_ITEMS)]


@dataclass(frozen=True, kw_only=True)
class TypedReply(Document):
    """What stood in the fields of the reply form, by their names."""

    fields: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class ReplyReceipt(Answer):
    """The office confirms what it received and when; `signature` is a JWS over id, dispatch, version, time and digest."""

    nullable: ClassVar[bool] = False

    id: UUID
    dispatch_id: UUID
    version: int
    received_at: Instant
    digest: str
    amends: UUID | None = None
    signature: str
    duplicate_of: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class FileAnswer(Answer):
    """`name`: as the body called it."""

    id: UUID
    sha256: str
    media_type: str
    size: int
    name: str | None = None


@dataclass(frozen=True, kw_only=True)
class ItemReplyAnswer(Answer):
    """What the body said of one item, under the ids that it knows; what it did not say is left out."""

    nullable: ClassVar[bool] = False

    item_id: UUID
    position: str
    reasons: str | None = None
    claimed: str | None = None
    promised_date: date | None = None
    competent_institution_id: UUID | None = None
    evidence: tuple[FileAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class ReplyAnswer(ReplyReceipt):
    answered_by: Mapping[str, str]
    items: tuple[ItemReplyAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class ReplyList(Answer):
    items: tuple[ReplyAnswer, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class NewExtensionRequest(Body):
    """A request for more time."""

    until: date
    reasons: Annotated[str, Text(5_000)]


@dataclass(frozen=True, kw_only=True)
class ExtensionAnswer(Answer):
    id: UUID
    until: date
    requested_at: Instant


@dataclass(frozen=True, kw_only=True)
class ProgressOfItem(Body):
    """What the body claims of one item."""

    nullable: ClassVar[bool] = False

    item_id: UUID
    claimed: Claim
    promised_date: date | None = None
    evidence: Evidence = ()


@dataclass(frozen=True, kw_only=True)
class NewProgress(Body):
    """How far the body has come with some of the items."""

    items: Annotated[tuple[ProgressOfItem, ...], validate.Length(min=1, max=_MOST_ITEMS)]
    note: Annotated[str, Text(5_000)] | None = None


@dataclass(frozen=True, kw_only=True)
class ProgressAnswer(Answer):
    id: UUID
    reported_at: Instant
