"""Activities that were held, as partners told of them."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base


class ActivityKnown(Base):
    """One activity at the newest revision that arrived: codes, a day and numbers."""

    __tablename__ = "activity_known"
    __table_args__ = (Index(None, "held_on", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    kind: Mapped[str]
    clusters: Mapped[list[str]]
    municipality: Mapped[str | None] = mapped_column(index=True)
    held_on: Mapped[date]
    children: Mapped[int]
    adults: Mapped[int]
    copies: Mapped[int]
    revision: Mapped[int]
