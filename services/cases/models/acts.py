"""Acts: what is drafted, approved by a second person, issued, and from then on fixed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Identity,
    Index,
    UniqueConstraint,
    false,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from services.cases.domain.joint import Signature
from services.cases.domain.kinds import Item
from services.cases.domain.obligations import ARRIVED, READ_ON, Delivery, Stopped, Way
from services.cases.domain.timeliness import local_date
from services.cases.models.metadata import Base, named
from shared.db import DocumentName


class Recommendation(Base):
    """One act of any kind. `authors`: everyone who wrote in it. `shown_from`: the first day on which the public may see it,
    a projection of kind, deliveries, decision and term that is renewed whenever one of them changes.
    `search`: what it is called, folded.
    """

    __tablename__ = "recommendation"
    __table_args__ = (
        Index("ix_recommendation_case_id_created_at", "case_id", "created_at"),
        Index("ix_recommendation_created_at_id", "created_at", "id"),
        Index(
            "ix_recommendation_waiting",
            "created_at",
            "id",
            postgresql_where=text("status IN ('draft', 'approved')"),
        ),
        Index("ix_recommendation_issued_at_id", "issued_at", "id", postgresql_where=text("issued_at IS NOT NULL")),
        Index("ix_recommendation_shown", "issued_at", "id", postgresql_where=text("shown_from IS NOT NULL")),
        CheckConstraint("(number IS NULL) = (issued_at IS NULL)", name="number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[str]
    status: Mapped[str]
    number: Mapped[str | None] = mapped_column(unique=True)
    language: Mapped[str]
    title: Mapped[str]
    grounds: Mapped[str]
    judicial_matter: Mapped[str | None]
    #: The office held by whom a dismissal concerns; never a name.
    official_function: Mapped[str | None]
    #: The party that an advice to sue goes to.
    injured_party: Mapped[UUID | None] = mapped_column(ForeignKey("case_party.id"))
    #: The copy of an advice to sue in the document store.
    advice_rendering: Mapped[DocumentName | None]
    #: As it stands on the letter before "Prot."; acts of before there was a book have none.
    protocol: Mapped[str | None]
    authors: Mapped[list[str]]
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default=text("'[]'::jsonb"))
    #: Who signs it besides the office, by name: it is issued once all of them have (`ActSignature`).
    cosigners: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'::jsonb"))
    content_hash: Mapped[str]
    #: Since when it says that; none of an act from before that was kept.
    written_on: Mapped[date | None]
    approved_hash: Mapped[str | None]
    approved_by: Mapped[UUID | None]
    approved_at: Mapped[datetime | None]
    #: The digest of what the letter recounted of its case on the day of that approval; none of an approval from before that was kept.
    approved_told: Mapped[str | None]
    #: Why the last approval counts no more (recommendation.Fell); none once the act was approved anew, or edited.
    approval_fell: Mapped[str | None]
    issued_by: Mapped[UUID | None]
    issued_at: Mapped[datetime | None]
    issued_on: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None]
    withdrawal_ground: Mapped[str | None]
    withdrawal_reason: Mapped[str | None]
    supersedes: Mapped[UUID | None]
    superseded_by: Mapped[UUID | None]
    readdresses: Mapped[UUID | None]
    published: Mapped[bool] = mapped_column(default=False)
    proceeding_over: Mapped[bool] = mapped_column(default=False)
    shown_from: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    search: Mapped[str] = mapped_column(named("number", "title"), nullable=True, deferred=True)
    version: Mapped[int] = mapped_column(nullable=False)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy declares it on the class

    @property
    def has_advice_letter(self) -> bool:
        """Of an advice: one of before went as a message alone."""
        return self.issued_on is None or self.advice_rendering is not None


class ActSignature(Base):
    """That one of the cosigners of an act signed exactly this content: `evidence` says where that is seen. It counts no more once it was taken back or
    the content is another; it is never removed.
    """

    __tablename__ = "act_signature"
    __table_args__ = (
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)",
            name="withdrawn",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"), index=True)
    cosigner: Mapped[str]
    content_hash: Mapped[str]
    signed_on: Mapped[date]
    evidence: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None]
    withdrawn_reason: Mapped[str | None]

    @property
    def signature(self) -> Signature:
        return Signature(self.cosigner, self.content_hash, self.withdrawn_at is not None)


class AdviceResult(Base):
    """What the injured person told of what came of an advice to sue; append-only."""

    __tablename__ = "advice_result"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"), index=True)
    word: Mapped[str]
    on: Mapped[date | None]
    court: Mapped[str]
    by: Mapped[UUID]
    at: Mapped[datetime]


class ActItem(Base):
    """One thing that an act asks for."""

    __tablename__ = "act_item"
    __table_args__ = (UniqueConstraint("recommendation_id", "place"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"))
    place: Mapped[int]
    text: Mapped[str]
    due: Mapped[date | None]
    evidence_expected: Mapped[str]

    def as_item(self) -> Item:
        return Item(self.id, self.text, self.evidence_expected, self.due)


#: The ways of paper.
CARRIED = frozenset({"post", "courier", "hand"})
#: Whoever carries it brings a receipt back: without one it is not delivered, however long ago it left.
WITH_RECEIPT = frozenset({"courier", "hand"})


class ActAddressee(Base):
    """A body that an act goes to, named and classed as it was on the day of the letter, and what became of its copy.

    `rendering` names the copy in the document store, `digest` is the SHA-256 of its canonical content, `pdf_sha256` that of the
    letter as it is printed; `check_code` stands on it. `sent_on`, `tracking`: of the last sending on paper; `delivered_on`: the day
    that the clock begins with; `proof_id`: the scan that shows it. `link_step`: how far the last one-time link came, on `link_on`; while it
    was only sent it holds until `link_until`.
    """

    __tablename__ = "act_addressee"

    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"), primary_key=True)
    institution_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    place: Mapped[int]
    role: Mapped[str]
    institution_class: Mapped[str]
    name_sq: Mapped[str]
    name_en: Mapped[str]
    rendering: Mapped[DocumentName | None]
    digest: Mapped[str | None]
    pdf_sha256: Mapped[str | None]
    check_code: Mapped[str | None] = mapped_column(unique=True)
    delivery: Mapped[str] = mapped_column(default=Delivery.QUEUED.value)
    channel: Mapped[str | None]
    delivered_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    failure: Mapped[str | None]
    sent_on: Mapped[date | None]
    tracking: Mapped[str | None]
    delivered_on: Mapped[date | None]
    #: The old day of a delivery that waits for a second person.
    receipt_told_on: Mapped[date | None]
    proof_id: Mapped[UUID | None]
    link_step: Mapped[str | None]
    link_on: Mapped[date | None]
    link_until: Mapped[date | None]
    #: The number of the last return that whoever complained was told of, or that was none to tell.
    return_told: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    #: The complaints in whose mailboxes a return was told, and not yet that it arrived.
    return_heard: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'::jsonb"))

    @property
    def came_on_paper(self) -> bool:
        """Whether it was carried; `delivered_at` is noon of that day then, and nobody knows the hour."""
        return self.channel in CARRIED

    @property
    def is_stopped(self) -> bool:
        """Whether it has not arrived and is brought no more; `failure` says why."""
        return self.failure in {one.value for one in Stopped}

    @property
    def arrived_at(self) -> datetime | None:
        """The instant of its delivery; none of paper, and none where the office corrected the day: of both only the day is known."""
        if self.delivered_at is None or self.came_on_paper or local_date(self.delivered_at) != self.delivered_on:
            return None
        return self.delivered_at if self.channel else None

    @property
    def reads_portal(self) -> bool:
        """Whether its body reads what the portal shows it of this act: the letter came by wire, or was opened there later."""
        return self.channel in READ_ON or (self.opened_at is not None and self.channel != Way.LINK)

    @classmethod
    def reads_paper(cls) -> ColumnElement[bool]:
        """A condition: the body has the act, or is being brought it, and reads nothing that is told on the portal."""
        has_it = cls.delivery.in_(sorted(one.value for one in (*ARRIVED, Delivery.SENT)))
        return has_it & ~func.coalesce(cls.channel.in_(READ_ON), false()) & ~cls.opened_on_portal()

    @classmethod
    def opened_on_portal(cls) -> ColumnElement[bool]:
        """A condition: the body opened the act where it reads on, not by a link alone."""
        return cls.opened_at.is_not(None) & (func.coalesce(cls.channel, "") != Way.LINK.value)

    @property
    def shown_by_reply(self) -> bool:
        """Whether only a reply shows that it arrived: nobody told a delivery, whatever way it had left by."""
        return self.delivered_on is not None and not (self.delivered_at or self.opened_at or self.acknowledged_at)

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


class ToldLetter(Base):
    """A letter by which a decision about an act was told to a body that has it on paper. `what`: withdrawal or finding; `document`: the paper that leaves; `delivery`,
    `left_on`, `delivered_on`: what became of it, the day on which it left or arrived, and that on which it arrived; `dropped_at`: it was taken back
    before it left.
    """

    __tablename__ = "told_letter"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"), index=True)
    institution_id: Mapped[UUID]
    what: Mapped[str]
    document: Mapped[DocumentName] = mapped_column(index=True)
    written_at: Mapped[datetime]
    by: Mapped[UUID]
    delivery: Mapped[str] = mapped_column(default=Delivery.QUEUED.value, server_default=Delivery.QUEUED.value)
    left_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    dropped_at: Mapped[datetime | None]

    @property
    def waits(self) -> bool:
        """Whether it lies in the post book, and was never given to anybody."""
        return self.dropped_at is None and Delivery(self.delivery) not in {*ARRIVED, Delivery.SENT, Delivery.FAILED}


class PaperNotice(Base):
    """What was found or decided of one item, for a body that may read it on paper alone. `word`: a word of domain/paper_notices.py; `on`: since when
    it holds; `by_when`: by when a measure in process is expected; `settled_at`: since when nothing more is to be told of it, by the letter
    `letter_id`, or because a later word left nothing of it.
    """

    __tablename__ = "paper_notice"
    __table_args__ = (
        Index("ix_paper_notice_unsettled", "on", postgresql_where=text("settled_at IS NULL")),
        CheckConstraint("letter_id IS NULL OR settled_at IS NOT NULL", name="settled"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"), index=True)
    word: Mapped[str]
    on: Mapped[date]
    by_when: Mapped[date | None]
    by: Mapped[UUID | None]
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("told_letter.id"))


class DeliveryTry(Base):
    """One step of a copy on its way, as it was told: it left (`sent`), came back (`returned`), arrived (`delivered`) or could not leave
    (`failed`); append-only. What the copy itself says is where it stands now.
    """

    __tablename__ = "delivery_try"
    __table_args__ = (Index("ix_delivery_try_copy", "recommendation_id", "institution_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"))
    institution_id: Mapped[UUID]
    step: Mapped[str]
    way: Mapped[str | None]
    day: Mapped[date]
    tracking: Mapped[str | None]
    reason: Mapped[str | None]
    at: Mapped[datetime]


class PublicationDecision(Base):
    """The office decided to show an act to the public, or no longer; append-only."""

    __tablename__ = "publication_decision"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"), index=True)
    decision: Mapped[str]
    reason: Mapped[str]
    by: Mapped[UUID]
    at: Mapped[datetime]


class ShownRecord(Base):
    """The first day on which the public may read an act (`Recommendation.shown_from`), as it stood from `at` on; append-only. None where
    nobody may any longer.
    """

    __tablename__ = "shown_record"
    __table_args__ = (Index("ix_shown_record_recommendation_id_number", "recommendation_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"))
    shown_from: Mapped[date | None]
    at: Mapped[datetime]


class PublicVersion(Base):
    """An act as the public reads it: a text of its own, made from the letter. `items`: a text for each item, in their order.

    The newest that was approved is shown; one draft of an act waits at most. What was approved is not changed. `withheld_at`: since
    when the office knows that it names someone after all; it is shown again when a second person has said why it may.
    """

    __tablename__ = "public_version"
    __table_args__ = (
        Index("ix_public_version_recommendation_id_approved_at", "recommendation_id", "approved_at"),
        Index(
            "uq_public_version_draft",
            "recommendation_id",
            unique=True,
            postgresql_where=text("approved_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"))
    title: Mapped[str]
    grounds: Mapped[str]
    items: Mapped[list[str]]
    authors: Mapped[list[str]]
    content_hash: Mapped[str]
    written_at: Mapped[datetime]
    approved_by: Mapped[UUID | None]
    approved_at: Mapped[datetime | None]
    withheld_at: Mapped[datetime | None]
    #: Under which clusters of the Convention it stands, and the documents with its words for readers of each language; set down when it
    #: is approved, so that whatever makes the act readable later has them at hand.
    clusters: Mapped[list[str] | None]
    text_sq: Mapped[DocumentName | None]
    text_en: Mapped[DocumentName | None]


class PublicTold(Base):
    """What the other services were told last of what the public may read of an act. `digest`: of that event's content."""

    __tablename__ = "public_told"

    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"), primary_key=True)
    state: Mapped[str]
    digest: Mapped[str]
    at: Mapped[datetime]
