"""What bodies said, each time they said it. Nothing here is changed: an amended reply stands beside the first."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.domain.obligations import Delivery
from services.cases.models.metadata import Base
from shared.db import DocumentName


class Reply(Base):
    """One version of a body's answer; `document` names its words. Without a dispatch it came on paper."""

    __tablename__ = "reply"
    __table_args__ = (Index("ix_reply_recommendation_id_institution_id", "recommendation_id", "institution_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"))
    institution_id: Mapped[UUID]
    dispatch_id: Mapped[UUID | None]
    version: Mapped[int]
    channel: Mapped[str]
    received_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    document: Mapped[DocumentName]
    scan_id: Mapped[UUID | None] = mapped_column(ForeignKey("scan.id"))


class Scan(Base):
    """A letter on paper as it was scanned. `sha256` and `size` are of its content, `document` is its name in the store; `named`: the
    document with the name that it was given. `slip`: it shows that a letter arrived, and backs no finding.
    """

    __tablename__ = "scan"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"), index=True)
    document: Mapped[DocumentName]
    sha256: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    slip: Mapped[bool] = mapped_column(default=False, server_default=false())
    named: Mapped[DocumentName | None]
    by: Mapped[UUID]
    at: Mapped[datetime]


class Readdressing(Base):
    """A body said that another is competent, and the office followed it (`act_id`: the draft to that body) or did not."""

    __tablename__ = "readdressing"

    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"), primary_key=True)
    reply_id: Mapped[UUID] = mapped_column(ForeignKey("reply.id"), primary_key=True)
    institution_id: Mapped[UUID | None]
    accepted: Mapped[bool]
    act_id: Mapped[UUID | None] = mapped_column(ForeignKey("recommendation.id"))
    reason: Mapped[str]
    by: Mapped[UUID]
    at: Mapped[datetime]


class Clarification(Base):
    """What the office answers a body that asked back with this reply, item by item. `document`: the words, and once it was sent the paper
    that leaves; `state`: waiting to be compared with the sealed files or for a reason, sent (handed over, `sent_at`), or given up.
    `delivery`, `left_on`: what became of it then, as of a reminder, and the day on which it left or arrived.
    """

    __tablename__ = "clarification"
    __table_args__ = (CheckConstraint("state IN ('waiting', 'sent', 'discarded')", name="state_known"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"), index=True)
    reply_id: Mapped[UUID] = mapped_column(ForeignKey("reply.id"))
    document: Mapped[DocumentName]
    state: Mapped[str] = mapped_column(default="waiting")
    written_by: Mapped[UUID]
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    delivery: Mapped[str] = mapped_column(default=Delivery.QUEUED.value, server_default=Delivery.QUEUED.value)
    left_on: Mapped[date | None]


class ReplyItem(Base):
    """What a reply says of one obligation: position, and the word that follows from it. `moved`: whether the day that it promises counts."""

    __tablename__ = "reply_item"

    reply_id: Mapped[UUID] = mapped_column(ForeignKey("reply.id"), primary_key=True)
    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"), primary_key=True, index=True)
    position: Mapped[str]
    word: Mapped[str]
    has_reasons: Mapped[bool]
    claimed: Mapped[str | None]
    promised_date: Mapped[date | None]
    moved: Mapped[bool] = mapped_column(default=True, server_default=true())
    competent_institution: Mapped[UUID | None]
    evidence: Mapped[list[str]]


class Claim(Base):
    """What a body reported of one obligation after its reply. `moved`: as of a reply."""

    __tablename__ = "claim"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    report_id: Mapped[UUID]
    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"), index=True)
    claimed: Mapped[str]
    promised_date: Mapped[date | None]
    moved: Mapped[bool] = mapped_column(default=True, server_default=true())
    evidence: Mapped[list[str]]
    document: Mapped[DocumentName]
    at: Mapped[datetime]


class ExtensionRequest(Base):
    """A body asks for more time for all it owes on one act. `state`: asked, granted, refused. Granted by mistake until `taken_back_until` and
    taken back on `taken_back_on`, it is asked again.
    """

    __tablename__ = "extension_request"
    __table_args__ = (
        Index("ix_extension_request_recommendation_id_institution_id", "recommendation_id", "institution_id"),
        Index(
            "ix_extension_request_undecided",
            "recommendation_id",
            "institution_id",
            postgresql_where=text("state = 'asked'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"))
    institution_id: Mapped[UUID]
    until: Mapped[date]
    document: Mapped[DocumentName]
    requested_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="asked")
    granted_until: Mapped[date | None]
    taken_back_until: Mapped[date | None]
    taken_back_on: Mapped[date | None]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]


class GrantCorrection(Base):
    """The office decided that time was given by mistake (`entry_id`, of this obligation), and handed over the `letter` that tells it. The entry
    into the clock follows with the delivery of the letter, on `delivered_on`: until then what was given stands. `delivery`: what became of
    the letter, as of a reminder.
    """

    __tablename__ = "grant_correction"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"), index=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("clock_entry.id"))
    letter: Mapped[DocumentName] = mapped_column(index=True)
    reason: Mapped[str]
    by: Mapped[str]
    decided_at: Mapped[datetime]
    delivery: Mapped[str] = mapped_column(default=Delivery.QUEUED.value, server_default=Delivery.QUEUED.value)
    delivered_on: Mapped[date | None]
