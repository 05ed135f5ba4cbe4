"""The roster of those on call, how staff are reached, and each call. An address stands in no column: `contact` names a document."""

from datetime import date, datetime, time
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base
from shared.db import DocumentName

_STANDS = text("ended_at IS NULL")


class DutyShift(Base):
    """When a person is on call, and at which place in the list (1 is called first). One that ended stays, for who looks back."""

    __tablename__ = "duty_shift"
    __table_args__ = (
        CheckConstraint("last_day IS NULL OR last_day >= first_day", name="days"),
        CheckConstraint("place >= 1", name="place"),
        Index("ix_duty_shift_stands", "place", postgresql_where=_STANDS),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    place: Mapped[int] = mapped_column(SmallInteger)
    weekdays: Mapped[list[int]] = mapped_column(JSONB)
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    begins: Mapped[time]
    ends: Mapped[time]
    at: Mapped[datetime]
    by: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]


class DutySubstitution(Base):
    """On which days, both included, one person takes the shifts of another."""

    __tablename__ = "duty_substitution"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="days"),
        CheckConstraint("absent <> stands_in", name="two_people"),
        Index("ix_duty_substitution_stands", "last_day", postgresql_where=_STANDS),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    absent: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    stands_in: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]


class Reached:
    """By which ways somebody can be reached."""

    by_email: Mapped[bool]
    by_sms: Mapped[bool]

    @property
    def ways(self) -> tuple[str, ...]:
        """As events name them."""
        return tuple(way for way, there in (("email", self.by_email), ("sms", self.by_sms)) if there)


class StaffContact(Reached, Base):
    """How a person of the office is reached: the document that holds address and number, and by which ways it can be done."""

    __tablename__ = "staff_contact"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"), primary_key=True)
    contact: Mapped[DocumentName]
    at: Mapped[datetime]


class FormerContact(Reached, Base):
    """How a person was reached until somebody else changed it: until `until` they are still warned there of what is done to their account."""

    __tablename__ = "former_contact"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"), index=True)
    contact: Mapped[DocumentName]
    until: Mapped[datetime] = mapped_column(index=True)


class Danger(Base):
    """A complaint that cannot wait. `next_call_at`: when the next is called, while `ended_at` is not there. The complaint itself
    may come later: the two are streams of their own.
    """

    __tablename__ = "danger"
    __table_args__ = (Index("ix_danger_next_call_at", "next_call_at", postgresql_where=_STANDS),)

    complaint_id: Mapped[UUID] = mapped_column(primary_key=True)
    reported_at: Mapped[datetime]
    next_call_at: Mapped[datetime]
    round: Mapped[int] = mapped_column(SmallInteger, default=0)
    step: Mapped[int] = mapped_column(SmallInteger, default=0)
    ended_at: Mapped[datetime | None]


class DangerCall(Base):
    """That a person was called about one, once for each step. Append-only in the database too."""

    __tablename__ = "danger_call"

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("danger.complaint_id"), primary_key=True)
    step: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[datetime]
