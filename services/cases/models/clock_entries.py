"""The ledger of an obligation, what was believed of its delivery, and what its body was told of its days."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from services.cases import data
from services.cases.domain.ledger import Entry, EntryKind
from services.cases.domain.terms import StartEvent
from services.cases.models.metadata import Base
from shared.db import DocumentName

#: An entry that changes the calendar: the condition of an index.
CALENDAR = "kind IN ('holiday_added', 'holiday_removed', 'workday_added')"


class ClockEntry(Base):
    """One entry of an obligation's clock; append-only. Ids rise with time, so that entries of one day keep their order.

    `name` is that of a holiday, or the key of a term whose version of the effective day governs from here on. `scan_id` or `ground` (a key of
    `correction_grounds`): what shows the day of a correction; neither of one from before 0175. `letter`: by which more time, or that it was
    taken back, was told; none of one from before 0305. `corrects`, `decided_on`: the entry of the time that is taken back, and when that was
    decided; neither of one from before 0330, which counts from its decision.
    """

    __tablename__ = "clock_entry"
    __table_args__ = (
        Index("ix_clock_entry_obligation_id_number", "obligation_id", "number"),
        Index("ix_clock_entry_decreed", "obligation_id", "kind", "effective", postgresql_where=text(CALENDAR)),
        Index("ix_clock_entry_unasked", "obligation_id", postgresql_where=text("since IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"))
    kind: Mapped[str]
    effective: Mapped[date]
    recorded_at: Mapped[datetime]
    event: Mapped[str | None]
    until: Mapped[date | None]
    name: Mapped[str | None]
    request_id: Mapped[UUID | None]
    reason: Mapped[str | None]
    by: Mapped[str]
    scan_id: Mapped[UUID | None] = mapped_column(ForeignKey("scan.id"))
    ground: Mapped[str | None]
    letter: Mapped[DocumentName | None]
    corrects: Mapped[UUID | None] = mapped_column(ForeignKey("clock_entry.id"))
    decided_on: Mapped[date | None]
    since: Mapped[date | None]
    reply_stood: Mapped[bool] = mapped_column(default=False, server_default=false())

    def as_entry(self) -> Entry:
        return Entry(
            id=self.id,
            kind=EntryKind(self.kind),
            effective=self.effective,
            recorded_at=self.recorded_at,
            event=StartEvent(self.event) if self.event else None,
            until=self.until,
            name=self.name or "",
            term=data.term_on(self.name or "", self.effective) if self.kind == EntryKind.TERM_CHANGED else None,
            corrects=self.corrects,
            decided_on=self.decided_on,
            since=self.since,
            reply_stood=self.reply_stood,
        )


class DeliveryRecord(Base):
    """What the office believed of the delivery of one obligation's letter from `at` on; append-only. `delivered_on`: the day on which it
    arrived or counts as delivered, none where it did not: a letter that is believed to have arrived may come back. `sent_on`: that of
    the obligation then.
    """

    __tablename__ = "delivery_record"
    __table_args__ = (Index("ix_delivery_record_obligation_id_number", "obligation_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"))
    delivery: Mapped[str]
    delivered_on: Mapped[date | None]
    sent_on: Mapped[date | None]
    at: Mapped[datetime]


class SentNotice(Base):
    """A notice that was sent before a last day, by its key in notices_before.yaml; append-only, once for each such day."""

    __tablename__ = "sent_notice"

    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    due: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class DueNotice(Base):
    """Of which last day the body was told, when, and why; append-only. Without `due` that the clock stands or has ended."""

    __tablename__ = "due_notice"
    __table_args__ = (Index("ix_due_notice_obligation_id_number", "obligation_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"))
    cause: Mapped[str]
    due: Mapped[date | None]
    previous: Mapped[date | None]
    at: Mapped[datetime]
