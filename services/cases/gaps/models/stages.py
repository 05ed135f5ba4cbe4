"""What became of a proposal outside the office, day by day."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base


class GapStage(Base):
    """One stage; append-only. `until`: of what lasts, its last day; `number`: under which it is found there, empty where it has none; `corrects`: the row
    in whose place it stands, which anyone but the staff reads no more.
    """

    __tablename__ = "gap_stage"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    gap_id: Mapped[UUID] = mapped_column(ForeignKey("gap.id"), index=True)
    stage: Mapped[str]
    on: Mapped[date]
    until: Mapped[date | None]
    number: Mapped[str]
    source: Mapped[str]
    corrects: Mapped[UUID | None] = mapped_column(ForeignKey("gap_stage.id"), unique=True)
    by: Mapped[UUID]
    at: Mapped[datetime]
