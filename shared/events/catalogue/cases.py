"""What cases tells of cases and acts. What it says of obligations: `obligations`."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from shared.events.catalogue.codes import (
    AFTERWARDS,
    SAID,
    AddresseeRole,
    Expects,
    TextKind,
    Withdrawal,
)
from shared.events.catalogue.trails import HeadSeen, HeadTold
from shared.events.envelope import Code, Digest, DigestField, DocumentName, Event, Number, Part
from shared.typed import NamesDocument


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Event):
    """An investigation began, from admissible complaints or on the office's own initiative."""

    type: ClassVar[str] = "cases.case.opened.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake", "notifications")

    case_id: UUID
    number: Number
    origin: Annotated[str, Code("complaint", "own_initiative")]
    complaints: tuple[UUID, ...]
    rights: tuple[Annotated[str, Code(listed_in="cases/data/crc_articles.csv")], ...]
    bodies: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class CaseMoved(Event):
    """The work on a case has come to another stage. `again`: it was closed, and the office takes it up again. That it was closed is told
    by `closed`.
    """

    type: ClassVar[str] = "cases.case.moved.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake", "notifications")

    case_id: UUID
    number: Number
    stage: Annotated[str, Code("opened", "investigated", "found", "recommended", "monitored", "paused")]
    again: Annotated[str, Code("reopened", "followed_up")] | None = None
    complaints: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class ItemAtClosing(Part):
    """What one body owes on one item: where it stands when its case is closed, what the body `said` where no state says it, and what the office does
    next. `place`: in the letter `number`, from 1.
    """

    number: Number
    place: int
    institution_id: UUID
    state: Annotated[str, Code(listed_in="cases/domain/standing.py")]
    next: Annotated[str, Code(listed_in="cases/domain/told.py")]
    said: Annotated[str, Code(*SAID)] | None = None


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Event):
    """An investigation ended, with its outcome. `followed`: steps toward a body go on all the same; told anew when that changes. `items`: those
    that are not done.
    """

    type: ClassVar[str] = "cases.case.closed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake", "notifications")

    case_id: UUID
    number: Number
    outcome: Annotated[str, Code(listed_in="cases/domain/case.py")]
    complaints: tuple[UUID, ...]
    followed: bool = False
    items: tuple[ItemAtClosing, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ComplainantInformed(Event):
    """The office wrote to a complainant; the text is a document. Subject: the complaint."""

    type: ClassVar[str] = "cases.complainant.informed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake", "notifications")

    complaint_id: UUID
    case_id: UUID
    message: Annotated[str, DigestField(), NamesDocument("intake")]


@dataclass(frozen=True, kw_only=True)
class IssuedItem(Part):
    """One thing that is recommended."""

    item_id: UUID
    due: date | None = None


@dataclass(frozen=True, kw_only=True)
class ItemBefore(Part):
    """One item of an earlier letter, which this one turns to others about. `item`: its own item about it, from 1, where that is known."""

    number: Number
    place: int
    item: int | None = None


@dataclass(frozen=True, kw_only=True)
class IssuedAddressee(Part):
    """One body that an act is addressed to, with the document as rendered for it. `answer_told`: whether whoever complained is told what it says."""

    institution_id: UUID
    role: AddresseeRole
    expects: Expects
    rendering: Annotated[str, DigestField(), NamesDocument("partners")]
    answer_told: bool | None = None


@dataclass(frozen=True, kw_only=True)
class RecommendationIssued(Event):
    """An act was signed and goes to its addressees. `also_of`: other cases whose letters it tells of, as a report to the Assembly; `held`: a court
    or a prosecutor has the matter, and none of its days is counted until it comes back; `about`: of what it is a step of the ladder.
    """

    type: ClassVar[str] = "cases.recommendation.issued.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners", "intake")

    recommendation_id: UUID
    case_id: UUID
    number: Number
    kind: Annotated[str, Code(listed_in="cases/data/kinds.yaml")]
    content_hash: Digest
    items: tuple[IssuedItem, ...]
    addressees: tuple[IssuedAddressee, ...]
    complaints: tuple[UUID, ...]
    supersedes: UUID | None = None
    also_of: tuple[UUID, ...] = ()
    held: bool = False
    about: tuple[ItemBefore, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RecommendationWithdrawn(Event):
    """An act no longer stands. `replaced_by`: the number of the one that takes its place; `complaints`: who is told."""

    type: ClassVar[str] = "cases.recommendation.withdrawn.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners", "notifications", "intake")

    recommendation_id: UUID
    number: Number
    reason: Withdrawal
    superseded_by: UUID | None = None
    kind: Annotated[str, Code(listed_in="cases/data/kinds.yaml")] | None = None
    replaced_by: Number | None = None
    complaints: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BecameAfterwards(Part):
    """What became of an item of an act (`place`, from 1) at a body, after it was made public on `published_on` as the last step."""

    institution_id: UUID
    place: int
    published_on: date
    word: Annotated[str, Code(*AFTERWARDS)]
    on: date


@dataclass(frozen=True, kw_only=True)
class PublicActChanged(Event):
    """What the public may read of an act is another than it was; the newest word is the whole truth. Of one that is not public any more
    there is its number alone. `text_sq`, `text_en`: the documents with its words for the public, while it is readable. Subject: the act.
    """

    type: ClassVar[str] = "cases.public_act.changed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("notifications", "intake")

    act_id: UUID
    number: Number
    state: Annotated[str, Code("readable", "withheld", "withdrawn", "superseded", "not_public")]
    kind: Annotated[str, Code(listed_in="cases/data/kinds.yaml")] | None = None
    issued_on: date | None = None
    bodies: tuple[UUID, ...] = ()
    clusters: tuple[Annotated[str, Code(listed_in="cases/data/crc.csv")], ...] = ()
    text_sq: DocumentName | None = None
    text_en: DocumentName | None = None
    afterwards: tuple[BecameAfterwards, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ConfirmationAsked(Event):
    """The complainant is asked whether a measure was felt; `asked` is the document with what was recommended."""

    type: ClassVar[str] = "cases.confirmation.asked.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake", "notifications")

    question_id: UUID
    complaint_id: UUID
    obligation_id: UUID
    institution_id: UUID
    round: Annotated[str, Code("first", "second")]
    asked: Annotated[str, DigestField(), NamesDocument("intake")]


@dataclass(frozen=True, kw_only=True)
class ConfirmationEnded(Event):
    """The finding that a question rests on stands no more: nobody need answer it. Subject: the question, as of what asked it."""

    type: ClassVar[str] = "cases.confirmation.ended.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake",)

    question_id: UUID


@dataclass(frozen=True, kw_only=True)
class CaseExclusionChanged(Event):
    """A person of the office has a conflict of interest in a case, or no longer. Subject: case and person."""

    type: ClassVar[str] = "cases.exclusion.changed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake",)

    case_id: UUID
    complaints: tuple[UUID, ...]
    staff_id: UUID
    excluded: bool


@dataclass(frozen=True, kw_only=True)
class CaseAssigned(Event):
    """Who works on a case as of now: all of them, so that the newest word is the whole truth; nobody while it waits for an officer."""

    type: ClassVar[str] = "cases.case.assigned.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake", "partners")

    case_id: UUID
    staff: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class CaseWalled(Event):
    """Who is shut out of a case as of now, by whichever of its complaints or by itself: all of them, so that the newest word is the
    whole truth. `acts`: the issued acts that tell of the case. Subject: the case.
    """

    type: ClassVar[str] = "cases.case.walled.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)

    case_id: UUID
    staff: tuple[UUID, ...]
    acts: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class DraftOffered(Event):
    """A text that is to leave the office waits to be compared with the sealed files; `text` is a document. Subject: the text.

    `complaints`: those of its case; `bodies`: which may be named; `addressees`: to whom it goes, none where that is the public;
    `apart`: the complaint whose own author reads it; `before`: documents of the other texts about these cases that the same readers
    have or are to get, which may hold the other half of a name.
    """

    type: ClassVar[str] = "cases.draft.offered.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake",)

    check_id: UUID
    text_id: UUID
    kind: TextKind
    content_hash: Digest
    text: DocumentName
    complaints: tuple[UUID, ...]
    bodies: tuple[UUID, ...]
    addressees: tuple[UUID, ...]
    apart: tuple[UUID, ...] = ()
    before: tuple[DocumentName, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DutyCalled(Event):
    """A person of the office is called about a complaint that cannot wait, by these ways, at what `contact` names. Subject: the
    complaint.
    """

    type: ClassVar[str] = "cases.danger.called.v1"
    consumers: ClassVar[tuple[str, ...]] = ("notifications",)

    complaint_id: UUID
    staff_id: UUID
    step: int
    contact: DocumentName
    ways: tuple[Annotated[str, Code("email", "sms")], ...]


@dataclass(frozen=True, kw_only=True)
class VisitConcluded(Event):
    """The office visited a body and concluded the visit. What was found is not said: it leaves with an act, if one does. Nothing is told of a
    visit before it is concluded. `follows`: the visit that it looked at again.
    """

    type: ClassVar[str] = "cases.visit.concluded.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)

    visit_id: UUID
    number: Number
    institution_id: UUID
    kind: Annotated[str, Code(listed_in="cases/data/visits.yaml")]
    announced: bool
    checklist: Annotated[str, Code(listed_in="cases/data/checklists")]
    checklist_version: int
    begun_on: date
    concluded_on: date
    follows: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ReportPublished(Event):
    """Anybody may read a report of the office. `digest`: of all that it says; `text_sq`, `text_en`: the documents with its title and its summary.
    Subject: the report.
    """

    type: ClassVar[str] = "cases.report.published.v1"
    consumers: ClassVar[tuple[str, ...]] = ("notifications",)

    report_id: UUID
    number: Number
    kind: Annotated[str, Code(listed_in="cases/data/reports.yaml")]
    first: date
    last: date
    on: date
    known: date
    published_on: date
    digest: Digest
    text_sq: DocumentName
    text_en: DocumentName


@dataclass(frozen=True, kw_only=True)
class ReportWithdrawn(Event):
    """A published report was taken back: nobody outside reads it any more. Subject: the report."""

    type: ClassVar[str] = "cases.report.withdrawn.v1"
    consumers: ClassVar[tuple[str, ...]] = ("notifications",)

    report_id: UUID
    number: Number


@dataclass(frozen=True, kw_only=True)
class WantedFigure(Part):
    """An indicator by the version that was in force for the period."""

    indicator: Annotated[str, Code(listed_in="cases/data/indicators.yaml")]
    version: int


@dataclass(frozen=True, kw_only=True)
class FiguresWanted(Event):
    """Bodies are asked for the figures of a period by the request for information `recommendation_id`, whose addressees they are; `table` is the
    document with what they fill in. `accepted_until`: the last day on which figures are taken. Subject: the request.
    """

    type: ClassVar[str] = "cases.figures.wanted.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)

    request_id: UUID
    recommendation_id: UUID
    period_ends: date
    accepted_until: date
    indicators: tuple[WantedFigure, ...]
    table: DocumentName


@dataclass(frozen=True, kw_only=True)
class CasesAuditHeaded(HeadTold):
    """The audit trail of cases goes so far; told each hour and every 1,000 entries. Subject: the trail."""

    type: ClassVar[str] = "cases.audit.headed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake", "partners", "notifications")


@dataclass(frozen=True, kw_only=True)
class CasesAuditWitnessed(HeadSeen):
    """Cases heard a head of another service's audit trail and looked whether that trail had only grown. Subject: the trail."""

    type: ClassVar[str] = "cases.audit.witnessed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake", "partners", "notifications")
