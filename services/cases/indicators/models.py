"""Figures as they were observed, and the requests by which bodies are asked for them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base
from shared.db import DocumentName


class FigureRequest(Base):
    """Bodies are asked for the figures of a period. The asking itself is `act_id`, a request for information that each of them owes a reply to in
    the term of its own clock; `accepted_until`: the last day on which figures are still taken, in time or late. `indicators`: each with the
    version that was in force (`key`, `version`).
    """

    __tablename__ = "figure_request"
    __table_args__ = (
        UniqueConstraint("act_id"),
        Index("ix_figure_request_asked_at_id", "asked_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    act_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"))
    period: Mapped[str]
    indicators: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    accepted_until: Mapped[date]
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID]


class FigureObserved(Base):
    """What was said of one cell of one indicator: a version of it, a place, a period, and the codes by which it is split (empty: the whole).
    Append-only: what is said anew is another row that `replaces` the one before, and `known_at` is since when the office knew it, so that
    what was known on a day is the same for ever. A rate is nowhere: it follows from numerator and denominator.

    `area`: `al`, the key of a county, or the key of a body. `source`: a request's reply (`request_id`, `report_id`) or a document that
    `citation` names; `report` names the document in which the body said it, with its words.
    """

    __tablename__ = "figure_observed"
    __table_args__ = (
        CheckConstraint("(state = 'counted') = (numerator IS NOT NULL)", name="counted"),
        CheckConstraint("denominator IS NULL OR numerator IS NOT NULL", name="denominator"),
        CheckConstraint("(request_id IS NULL) <> (citation IS NULL)", name="source"),
        # One place over time, and one period over the places: each as it was known on a day.
        Index("ix_figure_observed_place", "indicator", "level", "area", "codes", "period_ends", "version", "known_at"),
        Index("ix_figure_observed_period", "indicator", "level", "period", "codes", "area", "version", "known_at"),
        Index("ix_figure_observed_known_at_id", "known_at", "id"),
        Index("ix_figure_observed_indicator_known_at_id", "indicator", "known_at", "id"),
        Index("ix_figure_observed_area_known_at_id", "area", "known_at", "id"),
        Index("ix_figure_observed_request_id", "request_id", "area"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    indicator: Mapped[str]
    version: Mapped[int]
    level: Mapped[str]
    area: Mapped[str]
    period: Mapped[str]
    period_ends: Mapped[date]
    codes: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    numerator: Mapped[int | None] = mapped_column(BigInteger)
    denominator: Mapped[int | None] = mapped_column(BigInteger)
    quality: Mapped[str]
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("figure_request.id"))
    report_id: Mapped[UUID | None]
    citation: Mapped[str | None]
    report: Mapped[DocumentName | None]
    replaces: Mapped[UUID | None] = mapped_column(ForeignKey("figure_observed.id"))
    known_at: Mapped[datetime]
    by: Mapped[UUID | None]
