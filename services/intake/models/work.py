"""Who works on which case: to whom the sealed part of its complaints is open."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models.tables import Base


class CaseWorker(Base):
    """That a person works on a case, as the cases service told it last. There before its complaints may be."""

    __tablename__ = "case_worker"

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[datetime]
