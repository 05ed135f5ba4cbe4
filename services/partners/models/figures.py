"""The tables of figures that letters ask for, and what bodies filled in. Written once, never changed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.models.metadata import Base
from shared.db import DocumentName


class WantedTable(Base):
    """What is filled in beside the letters of one act: the same for each of its addressees, and seen by nobody who has no letter of it.
    `table` names the document `WantedFigures`; `accepted_until`: the last day on which figures are taken.
    """

    __tablename__ = "figures_wanted"

    recommendation_id: Mapped[UUID] = mapped_column(primary_key=True)
    table: Mapped[DocumentName]
    accepted_until: Mapped[date]


class FiguresReport(Base):
    """One version of what a body filled in, whole. `figures` names the document `ReportedFigures`; `digest` is over what was filled in, so that the
    same said again is no new version.
    """

    __tablename__ = "figures_report"
    __table_args__ = (UniqueConstraint("dispatch_id", "version"), Index(None, "institution_id", "period"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID]
    dispatch_id: Mapped[UUID] = mapped_column(ForeignKey("dispatch.id"))
    version: Mapped[int]
    period: Mapped[str]
    figures: Mapped[DocumentName]
    digest: Mapped[str]
    channel: Mapped[str]
    by: Mapped[str]
    received_at: Mapped[datetime]
