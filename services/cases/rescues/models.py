"""Each rescue that was asked for, and what became of it. No password stands here."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base

_OPEN = text("done_at IS NULL AND stopped_at IS NULL")


class AccountRescue(Base):
    """That `asked_by` wants to give an account `what` anew: agreed to by a second person, stopped, done, or none of these yet."""

    __tablename__ = "account_rescue"
    __table_args__ = (
        CheckConstraint("what IN ('password', 'second_factor')", name="what"),
        CheckConstraint("asked_by <> staff_id", name="not_ones_own"),
        CheckConstraint("agreed_by NOT IN (asked_by, staff_id)", name="two_people"),
        CheckConstraint("done_at IS NULL OR stopped_at IS NULL", name="one_end"),
        Index("ix_account_rescue_open", "staff_id", "what", unique=True, postgresql_where=_OPEN),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    what: Mapped[str]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    asked_at: Mapped[datetime]
    agreed_by: Mapped[UUID | None]
    agreed_at: Mapped[datetime | None]
    stopped_by: Mapped[UUID | None]
    stopped_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
