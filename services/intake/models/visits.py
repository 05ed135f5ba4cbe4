"""Visits of complainants that were left before their time."""

import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models.tables import Base


class EndedVisit(Base):
    """That a visit is over. Of a digest of its random id alone: whoever reads the table learns of no complaint and of no person."""

    __tablename__ = "ended_visit"

    digest: Mapped[str] = mapped_column(primary_key=True)
    #: When its cookie is nothing by itself, and this row may go.
    until: Mapped[datetime] = mapped_column(index=True)


def digest_of(visit_id: UUID) -> str:
    """128 random bits need no slow hash."""
    return hashlib.sha256(visit_id.bytes).hexdigest()
