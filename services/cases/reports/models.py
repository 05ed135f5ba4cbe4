"""Reports, their words, their figures as they were frozen, and the files that were made of both."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base
from shared.db import DocumentName


class Report(Base):
    """One report. `template_version`: that with which it was begun; `edition`: the freezing that stands; `hands`: whoever wrote or froze anything of
    it; `digest`: of all that it says, as it was proofread; `act_id`: the draft by which it goes to the Assembly; `reason`: why it was withdrawn,
    which the office alone reads.
    """

    __tablename__ = "report"
    __table_args__ = (
        Index("ix_report_made_at_id", "made_at", "id"),
        Index("ix_report_published_at_id", "published_at", "id"),
        CheckConstraint("(state IN ('published', 'withdrawn')) = (published_at IS NOT NULL)", name="published"),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL) AND (withdrawn_at IS NULL) = (reason IS NULL)",
            name="withdrawn",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    kind: Mapped[str]
    template_version: Mapped[int]
    title_sq: Mapped[str]
    title_en: Mapped[str]
    first: Mapped[date]
    last: Mapped[date]
    county: Mapped[str | None]
    edition: Mapped[int | None]
    hands: Mapped[list[str]] = mapped_column(JSONB)
    digest: Mapped[str | None]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[UUID | None]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_file.id"))
    act_id: Mapped[UUID | None] = mapped_column(ForeignKey("recommendation.id"))
    filed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(nullable=False)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy declares it on the class


class ReportText(Base):
    """The words of one chapter in both languages, as they stand."""

    __tablename__ = "report_text"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    chapter: Mapped[str] = mapped_column(primary_key=True)
    words_sq: Mapped[str]
    words_en: Mapped[str]


class ReportFreeze(Base):
    """That the figures were frozen: as they stood at the end of `on`, as known on `known`. Append-only."""

    __tablename__ = "report_freeze"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True)
    on: Mapped[date]
    known: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[UUID]


class ReportFigure(Base):
    """One frozen figure: by which version of which query, and what it is a part of; none where it is not shown. Append-only."""

    __tablename__ = "report_figure"
    __table_args__ = (
        ForeignKeyConstraint(["report_id", "edition"], ["report_freeze.report_id", "report_freeze.edition"]),
        CheckConstraint("denominator IS NULL OR numerator <= denominator", name="part"),
    )

    report_id: Mapped[UUID] = mapped_column(primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    query: Mapped[str]
    query_version: Mapped[int]
    key: Mapped[str]
    name_sq: Mapped[str]
    name_en: Mapped[str]
    unit: Mapped[str]
    scope: Mapped[str]
    numerator: Mapped[int | None] = mapped_column(BigInteger)
    denominator: Mapped[int | None] = mapped_column(BigInteger)


class ReportFile(Base):
    """One file of the report as it was approved, by the digest of what it was made of. `language` is `both` of data. Append-only."""

    __tablename__ = "report_file"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    made_of: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(primary_key=True)
    document: Mapped[DocumentName]
    sha256: Mapped[str]
    size: Mapped[int]
