"""What intake lays into the document store for others."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from marshmallow import fields

from shared.edges import Document, DocumentName
from shared.events.documents.cases import AskedReply, BothNames, BothWords
from shared.typed import UNSENT, Unsent


@dataclass(frozen=True, kw_only=True)
class ContactHours(Document):
    """When a message may arrive, in Tirana's time; it may pass midnight."""

    begin: Annotated[str, fields.String(data_key="from")]
    end: Annotated[str, fields.String(data_key="to")]


@dataclass(frozen=True, kw_only=True)
class SafeContact(Document):
    """Where a complainant may be written to, as they said themself: the document `contact` of `intake.complaint.received`."""

    #: email or sms
    channel: str
    address: str
    language: str
    hours: ContactHours | None


@dataclass(frozen=True, kw_only=True)
class NeutralSummary(Document):
    """The officer's summary, which names nobody. `text` repeats it where it is the memo of a case, which is read by that name."""

    nullable: ClassVar[bool] = False

    summary: str
    language: str
    text: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReleasedDatum(Document):
    """One fact of an identity that was released."""

    key: str
    name_sq: str
    name_en: str
    value: str


@dataclass(frozen=True, kw_only=True)
class DatumForBody(ReleasedDatum):
    """One fact as it is kept for the body that may read it, with the act (or matter) that it was released for; facts of before say neither.
    `intake.release.decided` names a document with several.
    """

    institution_id: UUID | Unsent = UNSENT
    recommendation_id: UUID | Unsent = UNSENT


@dataclass(frozen=True, kw_only=True)
class HandedMatter(Document):
    """What a body may know of a matter that was redirected to it: the office's own text (`grounds`), and what of the persons goes along,
    by what it is called (`known`). What it is stands in a document of its own (`released`), which goes with the erased file. Its members are called as those of an act's rendering, since a body reads both in one place.
    """

    format: str = "besa.handed-matter.v1"
    number: str
    issued_on: date
    kind: str
    kind_name: BothWords
    language: str
    sender: BothNames
    addressee: BothNames
    title: str
    grounds: str
    known: tuple[BothNames, ...]
    released: DocumentName | Unsent = UNSENT
    reply: AskedReply
