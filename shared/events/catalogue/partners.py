"""What partners tells."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar
from uuid import UUID

from shared.events.catalogue.codes import Channel, Claim, Position, PostWay, ReturnReason
from shared.events.catalogue.texts import TextTold
from shared.events.catalogue.trails import HeadSeen, HeadTold
from shared.events.envelope import Code, Digest, DigestField, DocumentName, Event, Number, Part
from shared.typed import NamesDocument


@dataclass(frozen=True, kw_only=True)
class InstitutionChanged(Event):
    """A body or its relations changed. `record` is the full record of that version, as JSON."""

    type: ClassVar[str] = "partners.institution.changed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases", "intake", "notifications")

    institution_id: UUID
    institution_class: Annotated[str, Code(listed_in="partners/data/institutions.csv")]
    version: int
    active: bool
    record: DocumentName


@dataclass(frozen=True, kw_only=True)
class ContactsDue(Event):
    """A body is asked to confirm how it can be reached; `quarter_begins` names the quarter. Subject: the body."""

    type: ClassVar[str] = "partners.contacts.due.v1"
    consumers: ClassVar[tuple[str, ...]] = ("notifications",)

    institution_id: UUID
    quarter_begins: date


@dataclass(frozen=True, kw_only=True)
class SecondFactorRemoved(Event):
    """Somebody took away the second factor of a person of a body, who lost their device: their body is mailed. Subject: the person."""

    type: ClassVar[str] = "partners.person.factor_removed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("notifications",)

    user_id: UUID
    institution_id: UUID


@dataclass(frozen=True, kw_only=True)
class PasswordGiven(Event):
    """Somebody gave a person of a body, who forgot theirs, another password: their body is mailed. Subject: the person."""

    type: ClassVar[str] = "partners.person.password_given.v1"
    consumers: ClassVar[tuple[str, ...]] = ("notifications",)

    user_id: UUID
    institution_id: UUID


@dataclass(frozen=True, kw_only=True)
class FileRefused(Event):
    """A file that a body handed in, and that was taken, is opened by nobody: its body is mailed. `recommendation_id`: the act on whose letter it
    was handed in, where that is known. Subject: the file.
    """

    type: ClassVar[str] = "partners.file.refused.v1"
    consumers: ClassVar[tuple[str, ...]] = ("notifications",)

    file_id: UUID
    institution_id: UUID
    recommendation_id: UUID | None = None
    reason: Annotated[str, Code("file_infected", "file_unscannable")]


@dataclass(frozen=True, kw_only=True)
class DispatchDelivered(Event):
    """A document lies where the body can take it, by a channel that the body has. On paper: `way`, `at` is noon of the day of
    delivery, and `record` the document that names its proof. `letter`: it is a reminder, and this is its document.
    """

    type: ClassVar[str] = "partners.dispatch.delivered.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases", "notifications")

    dispatch_id: UUID
    recommendation_id: UUID
    institution_id: UUID
    channel: Channel
    at: datetime
    way: PostWay | None = None
    record: Annotated[str, DigestField(), NamesDocument("cases")] | None = None
    letter: Annotated[str, DigestField(), NamesDocument("cases")] | None = None


@dataclass(frozen=True, kw_only=True)
class DispatchPosted(Event):
    """A document goes by post: it waits to be printed (`to_post`), left (`sent`: `way`, `day`, and `record`, a document with its
    tracking number), or came back (`returned`: `day`, `reason`). `letter`: it is a reminder, and this is its document. `mistaken`: it was told
    as delivered by mistake, on no true day: this is how far it came. Subject: the dispatch.
    """

    type: ClassVar[str] = "partners.dispatch.posted.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    dispatch_id: UUID
    recommendation_id: UUID
    institution_id: UUID
    step: Annotated[str, Code("to_post", "sent", "returned")]
    at: datetime
    way: PostWay | None = None
    day: date | None = None
    record: DocumentName | None = None
    reason: ReturnReason | None = None
    letter: DocumentName | None = None
    mistaken: bool = False


@dataclass(frozen=True, kw_only=True)
class DispatchReceiptTold(Event):
    """That a letter on paper arrived on an old `day` was recorded and waits for a second person; without a day that person did not agree,
    and nothing waits any more. If agreed, the delivery is told. `doubted`: what waits so is that the delivery told for that `day` was recorded by
    mistake. Subject: the dispatch.
    """

    type: ClassVar[str] = "partners.dispatch.receipt_told.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    dispatch_id: UUID
    recommendation_id: UUID
    institution_id: UUID
    day: date | None = None
    doubted: bool = False


@dataclass(frozen=True, kw_only=True)
class LinkIssued(Event):
    """A one-time link to a document is to be mailed to its body; `link` is the document that holds it, `number` that of the letter.
    Subject: the dispatch.
    """

    type: ClassVar[str] = "partners.link.issued.v1"
    consumers: ClassVar[tuple[str, ...]] = ("notifications",)

    link_id: UUID
    recommendation_id: UUID
    institution_id: UUID
    number: Number
    link: DocumentName


@dataclass(frozen=True, kw_only=True)
class LinkMoved(Event):
    """How far a one-time link to a document came: it was `sent` and holds until the day `valid_until`, was `opened`, `expired` unopened, was
    `revoked` by the office, or its mail `failed`. `letter`: it tells of a reminder, and this is its document. Subject: the dispatch.
    """

    type: ClassVar[str] = "partners.link.moved.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    link_id: UUID
    dispatch_id: UUID
    recommendation_id: UUID
    institution_id: UUID
    step: Annotated[str, Code("sent", "opened", "expired", "revoked", "failed")]
    at: datetime
    valid_until: date | None = None
    letter: DocumentName | None = None


@dataclass(frozen=True, kw_only=True)
class EscalationShown(Event):
    """A body that has the letter reads by its page and API from now on that the office took its next step: the letter by which it turned to
    another has left. Subject: the dispatch.
    """

    type: ClassVar[str] = "partners.escalation.shown.v1"
    consumers: ClassVar[tuple[str, ...]] = ("notifications",)

    dispatch_id: UUID
    recommendation_id: UUID
    institution_id: UUID


@dataclass(frozen=True, kw_only=True)
class DispatchOpened(Event):
    """A named credential of the body fetched the whole document."""

    type: ClassVar[str] = "partners.dispatch.opened.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    dispatch_id: UUID
    recommendation_id: UUID
    institution_id: UUID
    channel: Channel
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DispatchAcknowledged(Event):
    """The body confirmed that it holds exactly this document (`document` is its digest)."""

    type: ClassVar[str] = "partners.dispatch.acknowledged.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    dispatch_id: UUID
    recommendation_id: UUID
    institution_id: UUID
    channel: Channel
    document: Digest
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DispatchFailed(Event):
    """The document cannot reach the body as things stand."""

    type: ClassVar[str] = "partners.dispatch.failed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    dispatch_id: UUID
    recommendation_id: UUID
    institution_id: UUID
    reason: Annotated[str, Code("institution_unknown", "institution_inactive", "no_channel")]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class HandoverMoved(Event):
    """How far a letter came with which a redirected complaint is handed over: it goes by post (`to_post`), left (`sent`), came back
    (`returned`), cannot go (`failed`), is with its body (`delivered`), was `opened`, or the body confirmed that it has it. `by_wire`:
    it lies in the portal or the feed. Subject: the dispatch.
    """

    type: ClassVar[str] = "partners.handover.moved.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake", "notifications")

    dispatch_id: UUID
    handover_id: UUID
    institution_id: UUID
    step: Annotated[str, Code("to_post", "sent", "returned", "failed", "delivered", "opened", "confirmed")]
    at: datetime
    by_wire: bool


@dataclass(frozen=True, kw_only=True)
class RepliedItem(Part):
    """What a body says of one item."""

    item_id: UUID
    position: Position
    has_reasons: bool
    claimed: Claim | None = None
    promised_date: date | None = None
    competent_institution: UUID | None = None
    evidence: tuple[Digest, ...]


@dataclass(frozen=True, kw_only=True)
class ReplyReceived(Event):
    """A body answered. `version` 2 amends 1 and overwrites nothing. Subject: the dispatch."""

    type: ClassVar[str] = "partners.reply.received.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases", "notifications")

    reply_id: UUID
    dispatch_id: UUID
    recommendation_id: UUID
    institution_id: UUID
    version: int
    channel: Channel
    received_at: datetime
    items: tuple[RepliedItem, ...]
    reply: Annotated[str, DigestField(), NamesDocument("cases")]


@dataclass(frozen=True, kw_only=True)
class FiguresReported(Event):
    """A body filled in the table of figures that it was asked for, whole; that it answered is told by its reply. `version` 2 stands in the place of
    1 and overwrites nothing. Subject: the dispatch.
    """

    type: ClassVar[str] = "partners.figures.reported.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    report_id: UUID
    dispatch_id: UUID
    recommendation_id: UUID
    institution_id: UUID
    version: int
    received_at: datetime
    figures: DocumentName


@dataclass(frozen=True, kw_only=True)
class ActivityHeld(Event):
    """The office held an activity, and so many came and took copies home; a later `revision` corrects an earlier one. Subject: the activity."""

    type: ClassVar[str] = "partners.activity.held.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    activity_id: UUID
    number: Number
    kind: Annotated[str, Code(listed_in="partners/data/activities.yaml")]
    clusters: tuple[Annotated[str, Code(listed_in="partners/data/activities.yaml")], ...]
    municipality: Annotated[str, Code(listed_in="partners/data/institutions.csv")] | None = None
    held_on: date
    children: int
    adults: int
    copies: int
    revision: int


@dataclass(frozen=True, kw_only=True)
class ActivityTextOffered(TextTold):
    """What the office is to announce waits to be compared with the sealed files; `text` is a document. Subject: the activity."""

    type: ClassVar[str] = "partners.activity_text.offered.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake",)


@dataclass(frozen=True, kw_only=True)
class ExtensionRequested(Event):
    """A body asks for more time; this does not stop the clock. Subject: the request."""

    type: ClassVar[str] = "partners.extension.requested.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    request_id: UUID
    dispatch_id: UUID
    recommendation_id: UUID
    institution_id: UUID
    until: date
    reasons: DocumentName


@dataclass(frozen=True, kw_only=True)
class ProgressItem(Part):
    """What a body claims of one item after its reply."""

    item_id: UUID
    claimed: Claim
    promised_date: date | None = None
    evidence: tuple[Digest, ...]


@dataclass(frozen=True, kw_only=True)
class ProgressReported(Event):
    """A body tells how far it has come. Subject: the dispatch."""

    type: ClassVar[str] = "partners.progress.reported.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    report_id: UUID
    dispatch_id: UUID
    recommendation_id: UUID
    institution_id: UUID
    items: tuple[ProgressItem, ...]
    report: DocumentName
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PartnersAuditHeaded(HeadTold):
    """The audit trail of partners goes so far; told each hour and every 1,000 entries. Subject: the trail."""

    type: ClassVar[str] = "partners.audit.headed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake", "cases", "notifications")


@dataclass(frozen=True, kw_only=True)
class PartnersAuditWitnessed(HeadSeen):
    """Partners heard a head of another service's audit trail and looked whether that trail had only grown. Subject: the trail."""

    type: ClassVar[str] = "partners.audit.witnessed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake", "cases", "notifications")


@dataclass(frozen=True, kw_only=True)
class SessionUsedInPartners(Event):
    """A staff session was used here, last at `seen_at`: told once in five minutes. Subject: the session."""

    type: ClassVar[str] = "partners.session.used.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    session_id: UUID
    seen_at: datetime
