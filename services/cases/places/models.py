"""Which activities were held where, as partners told it."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base


class HeldActivity(Base):
    """An activity that was held in a municipality, its key. A later word of the same activity takes the place of the earlier."""

    __tablename__ = "held_activity"
    __table_args__ = (Index("ix_held_activity_municipality", "municipality", "held_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    municipality: Mapped[str]
    held_on: Mapped[date]
