"""Looks at texts."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.comparing.domain import Look
from services.notifications.models import Base
from shared.db import DocumentName


class TextCheck(Base):
    """One look at one text. `document`: the text as intake got it; `places`: part, start, end, kind and severity of what was found."""

    __tablename__ = "text_check"
    __table_args__ = (
        CheckConstraint("(reason IS NULL) = (reason_by IS NULL)", name="reason"),
        Index("ix_text_check_text_id_offered_at", "text_id", "offered_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str]
    text_id: Mapped[UUID]
    content_hash: Mapped[str]
    document: Mapped[DocumentName]
    stops: Mapped[int] = mapped_column(default=0)
    asks: Mapped[int] = mapped_column(default=0)
    places: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    offered_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    reason_by: Mapped[UUID | None]

    @property
    def look(self) -> Look:
        return Look(self.checked_at, self.stops, self.asks, self.reason)
