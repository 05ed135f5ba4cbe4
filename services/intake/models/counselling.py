"""Counselling that was closed on the spot: a way was shown, and nothing was kept of who asked."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, Sequence, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models.profiles import ProfileCodes
from services.intake.models.tables import Base

counselling_number = Sequence("counselling_number", metadata=Base.metadata)


class Counselling(ProfileCodes, Base):
    """One contact that ended with advice: codes and ids of closed lists only. Append-only in the database too."""

    __tablename__ = "counselling"
    __table_args__ = (
        CheckConstraint("num_nonnulls(way_out, redirect_to) = 1", name="one_advice"),
        UniqueConstraint("reference"),
        Index(None, "at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    reference: Mapped[str]
    at: Mapped[datetime]
    registered_by: Mapped[UUID]
    channel: Mapped[str]
    regional_office: Mapped[str | None]
    role: Mapped[str]
    by_child: Mapped[bool]
    life_area: Mapped[str]
    municipality: Mapped[str | None]
    institution_id: Mapped[UUID | None]
    way_out: Mapped[str | None]
    redirect_to: Mapped[UUID | None]
    language: Mapped[str]
