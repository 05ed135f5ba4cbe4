"""What intake tells."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from shared.events.catalogue.codes import Elsewhere, TextKind
from shared.events.catalogue.texts import FoundPlace, TextFound
from shared.events.catalogue.trails import HeadSeen, HeadTold
from shared.events.envelope import Code, Digest, DigestField, DocumentName, Event, Number
from shared.typed import NamesDocument


@dataclass(frozen=True, kw_only=True)
class ComplaintReceived(Event):
    """A complaint came in. No identity, no words; `contact` only if the complainant marked a channel as safe."""

    type: ClassVar[str] = "intake.complaint.received.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases", "notifications")

    complaint_id: UUID
    reference: Number
    channel: Annotated[str, Code(listed_in="intake/data/channels.yaml")]
    submitter_role: Annotated[str, Code(listed_in="intake/data/roles.yaml")]
    by_child: bool
    life_area: Annotated[str, Code(listed_in="intake/data/life_areas.yaml")] | None = None
    municipality: Annotated[str, Code(listed_in="partners/data/institutions.csv")] | None = None
    urgency: Annotated[str, Code(listed_in="intake/data/urgency.yaml")]
    language: Annotated[str, Code("sq", "en")]
    contact: Annotated[str, DigestField(), NamesDocument("notifications")] | None = None


@dataclass(frozen=True, kw_only=True)
class ComplaintDecided(Event):
    """Intake decided what becomes of a complaint. `summary` is the officer's neutral summary, where it is admissible."""

    type: ClassVar[str] = "intake.complaint.decided.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases", "notifications")

    complaint_id: UUID
    reference: Number
    outcome: Annotated[str, Code("admissible", "inadmissible", "redirected", "counselled", "joined")]
    ground: Annotated[str, Code(listed_in="intake/data/grounds.yaml")] | None = None
    summary: Annotated[str, DigestField(), NamesDocument("cases")] | None = None
    rights: tuple[Annotated[str, Code(listed_in="cases/data/crc_articles.csv")], ...]
    bodies: tuple[UUID, ...]
    life_area: Annotated[str, Code(listed_in="intake/data/life_areas.yaml")] | None = None
    municipality: Annotated[str, Code(listed_in="partners/data/institutions.csv")] | None = None
    urgency: Annotated[str, Code(listed_in="intake/data/urgency.yaml")]
    by_child: bool
    conflict_with_guardian: bool
    joined_to: UUID | None = None
    redirect_to: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ProfileTold(Event):
    """What was told of the child of a complaint, in codes that are counted; a later one takes its place. Subject: the complaint.

    Of its own, so that only who counts by them learns codes about health and origin.
    """

    type: ClassVar[str] = "intake.profile.told.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    complaint_id: UUID
    age_band: Annotated[str, Code(listed_in="intake/data/profile.yaml")]
    sex: Annotated[str, Code(listed_in="intake/data/profile.yaml")]
    disability: Annotated[str, Code(listed_in="intake/data/profile.yaml")]
    minority: Annotated[str, Code(listed_in="intake/data/profile.yaml")]
    care: Annotated[str, Code(listed_in="intake/data/profile.yaml")]
    county: Annotated[str, Code(listed_in="intake/data/profile.yaml")]


@dataclass(frozen=True, kw_only=True)
class MessageReceived(Event):
    """The complainant wrote into the mailbox. Subject: the complaint."""

    type: ClassVar[str] = "intake.message.received.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    complaint_id: UUID
    message_id: UUID


@dataclass(frozen=True, kw_only=True)
class TipConverted(Event):
    """What was told without a name becomes a case on the office's own initiative. Subject: the complaint."""

    type: ClassVar[str] = "intake.tip.converted.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    complaint_id: UUID
    reference: Number
    summary: DocumentName
    rights: tuple[Annotated[str, Code(listed_in="cases/data/crc_articles.csv")], ...]
    bodies: tuple[UUID, ...]
    life_area: Annotated[str, Code(listed_in="intake/data/life_areas.yaml")] | None = None
    municipality: Annotated[str, Code(listed_in="partners/data/institutions.csv")] | None = None
    urgency: Annotated[str, Code(listed_in="intake/data/urgency.yaml")]


@dataclass(frozen=True, kw_only=True)
class InformationWanted(Event):
    """A court or prosecutor has the matter: it is barred, and information is to be asked of them. Subject: the complaint."""

    type: ClassVar[str] = "intake.information.wanted.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    complaint_id: UUID
    reference: Number
    summary: DocumentName
    authority: UUID
    elsewhere: Elsewhere
    rights: tuple[Annotated[str, Code(listed_in="cases/data/crc_articles.csv")], ...]
    life_area: Annotated[str, Code(listed_in="intake/data/life_areas.yaml")] | None = None
    municipality: Annotated[str, Code(listed_in="partners/data/institutions.csv")] | None = None
    urgency: Annotated[str, Code(listed_in="intake/data/urgency.yaml")]


@dataclass(frozen=True, kw_only=True)
class ComplaintReopened(Event):
    """A decided or closed complaint is looked at again; the earlier decision stays in its history."""

    type: ClassVar[str] = "intake.complaint.reopened.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases", "notifications")

    complaint_id: UUID
    reference: Number
    reason: Annotated[str, Code("new_facts", "came_back", "body_silent", "our_error")]


@dataclass(frozen=True, kw_only=True)
class DangerReported(Event):
    """A complaint came in that cannot wait: somebody of the office must be called. Subject: the complaint."""

    type: ClassVar[str] = "intake.danger.reported.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    complaint_id: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DangerEnded(Event):
    """Somebody looked at a complaint that cannot wait, or it was erased: nobody is called any more. Subject: the complaint."""

    type: ClassVar[str] = "intake.danger.ended.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    complaint_id: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ConfirmationGiven(Event):
    """The complainant said whether a measure was felt. Subject: the question."""

    type: ClassVar[str] = "intake.confirmation.given.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    question_id: UUID
    complaint_id: UUID
    obligation_id: UUID
    answer: Annotated[str, Code("yes", "partly", "no")]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ComplaintExclusionChanged(Event):
    """A person of the office has a conflict of interest in a complaint, or no longer. Subject: complaint and person."""

    type: ClassVar[str] = "intake.exclusion.changed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    complaint_id: UUID
    staff_id: UUID
    excluded: bool


@dataclass(frozen=True, kw_only=True)
class IdentityReleased(Event):
    """Two people released parts of an identity to one addressee of one letter. Subject: the release."""

    type: ClassVar[str] = "intake.release.decided.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)

    release_id: UUID
    recommendation_id: UUID
    institution_id: UUID
    data: tuple[Annotated[str, Code(listed_in="intake/data/releasable.yaml")], ...]
    document: DocumentName


@dataclass(frozen=True, kw_only=True)
class ComplaintHandedOver(Event):
    """Two people let go what the body that a complaint was redirected to may know; `letter` is that. Subject: the handover."""

    type: ClassVar[str] = "intake.complaint.handed_over.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)

    handover_id: UUID
    institution_id: UUID
    number: Number
    letter: DocumentName


@dataclass(frozen=True, kw_only=True)
class HandoverWalled(Event):
    """Who is shut out of the complaint that was handed over as of now: all of them, so that the newest word is the whole truth.
    Subject: the handover, so that a wall that stands is there before the letter.
    """

    type: ClassVar[str] = "intake.handover.walled.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)

    handover_id: UUID
    staff: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class ComplainantNotTold(Event):
    """What the office wrote to who complained is read by nobody: the file was erased, or who holds the mailbox is in conflict with the child
    and shut out. Subject: the complaint.
    """

    type: ClassVar[str] = "intake.complainant.not_told.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    complaint_id: UUID
    case_id: UUID
    reason: Annotated[str, Code("erased", "in_conflict")]


@dataclass(frozen=True, kw_only=True)
class MailboxFilled(Event):
    """News lies in the mailbox of who complained, of which no other event tells notifications; of what is not said. Subject: the complaint."""

    type: ClassVar[str] = "intake.mailbox.filled.v1"
    consumers: ClassVar[tuple[str, ...]] = ("notifications",)

    complaint_id: UUID


@dataclass(frozen=True, kw_only=True)
class DraftChecked(Event):
    """A text was compared with the sealed files of its case. Subject: the text. `places`: the first hundred, stops before questions."""

    type: ClassVar[str] = "intake.draft.checked.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    check_id: UUID
    text_id: UUID
    kind: TextKind
    content_hash: Digest
    stops: int
    questions: int
    places: tuple[FoundPlace, ...]


@dataclass(frozen=True, kw_only=True)
class TextChecked(TextFound):
    """What the office is to publish was compared with the sealed files. Subject: what it is the text of. `places`: the first hundred, stops
    before questions.
    """

    type: ClassVar[str] = "intake.text.checked.v1"
    consumers: ClassVar[tuple[str, ...]] = ("notifications",)


@dataclass(frozen=True, kw_only=True)
class ActivityTextChecked(TextFound):
    """What the office is to announce was compared with the sealed files. Subject: the activity. `places`: the first hundred, stops before
    questions.
    """

    type: ClassVar[str] = "intake.activity_text.checked.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)


@dataclass(frozen=True, kw_only=True)
class IntakeAuditHeaded(HeadTold):
    """The audit trail of intake goes so far; told each hour and every 1,000 entries. Subject: the trail."""

    type: ClassVar[str] = "intake.audit.headed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases", "partners", "notifications")


@dataclass(frozen=True, kw_only=True)
class IntakeAuditWitnessed(HeadSeen):
    """Intake heard a head of another service's audit trail and looked whether that trail had only grown. Subject: the trail."""

    type: ClassVar[str] = "intake.audit.witnessed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases", "partners", "notifications")


@dataclass(frozen=True, kw_only=True)
class SessionUsedInIntake(Event):
    """A staff session was used here, last at `seen_at`: told once in five minutes. Subject: the session."""

    type: ClassVar[str] = "intake.session.used.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    session_id: UUID
    seen_at: datetime
