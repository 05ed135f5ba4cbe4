"""What is recommended to the office itself, by the Assembly or a committee of the United Nations.

Tables of their own, so that no list, count or rate of what the office asks of others ever holds one of these; the facts,
the clock and the words of lateness are those of domain/, the same for both directions (rule 20).
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from services.cases import data
from services.cases.domain.ledger import Entry, EntryKind
from services.cases.domain.terms import StartEvent
from services.cases.models.facts import HasFacts
from services.cases.models.metadata import Base
from shared.db import DocumentName


class IncomingRecommendation(Base):
    """One document of an issuer (issuers.yaml), under the number that the issuer gave it."""

    __tablename__ = "incoming_recommendation"
    __table_args__ = (UniqueConstraint("issuer", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    issuer: Mapped[str]
    number: Mapped[str]
    title: Mapped[str]
    issued_on: Mapped[date]
    received_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class IncomingItem(HasFacts, Base):
    """One thing that is asked of the office, with the facts of an obligation; here the office is the body that owes.

    `claimed` is what the office reports, `assessed` what the issuer found. `item`: as the issuer numbers it.
    """

    __tablename__ = "incoming_item"
    __table_args__ = (
        UniqueConstraint("recommendation_id", "item"),
        Index("ix_incoming_item_created_at_id", "created_at", "id"),
        Index(
            "ix_incoming_item_unanswered",
            "reply_due",
            "id",
            postgresql_where=text("answered_on IS NULL AND closed_on IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("incoming_recommendation.id"))
    item: Mapped[str]
    text: Mapped[str]
    term: Mapped[str | None]
    reply_due: Mapped[date | None]
    closed_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    version: Mapped[int] = mapped_column(nullable=False)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy declares it on the class


class IncomingClockEntry(Base):
    """One entry of the clock of an item whose term is one of the law; append-only, as for an obligation."""

    __tablename__ = "incoming_clock_entry"
    __table_args__ = (Index("ix_incoming_clock_entry_item_id_number", "item_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("incoming_item.id"))
    kind: Mapped[str]
    effective: Mapped[date]
    event: Mapped[str | None]
    name: Mapped[str | None]
    recorded_at: Mapped[datetime]
    by: Mapped[str]

    def as_entry(self) -> Entry:
        return Entry(
            self.id,
            EntryKind(self.kind),
            self.effective,
            self.recorded_at,
            event=StartEvent(self.event) if self.event else None,
            name=self.name or "",
            term=data.term_on(self.name or "", self.effective) if self.kind == EntryKind.TERM_CHANGED else None,
        )


class IncomingReport(Base):
    """What the office reported of one item, or the issuer found of it; append-only. `document` names the words."""

    __tablename__ = "incoming_report"
    __table_args__ = (Index("ix_incoming_report_item_id_number", "item_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("incoming_item.id"))
    position: Mapped[str | None]
    claimed: Mapped[str | None]
    assessed: Mapped[str | None]
    on: Mapped[date | None]
    promised_date: Mapped[date | None]
    next_check: Mapped[date | None]
    document: Mapped[DocumentName]
    by: Mapped[UUID]
    at: Mapped[datetime]
