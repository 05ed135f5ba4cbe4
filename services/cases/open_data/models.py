"""What was published of a table."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base


class OpenTable(Base):
    """One edition of one table of a set, as anyone may have it; append-only, so that what was known on a day is the same for ever. `part`: which
    table of the set, in words that order them; empty: that the set was looked through as of `known`. `of_day`: the last day that it speaks
    of. `rows`: cells in the order of the columns. `pattern`: which cells were told, which of them are hidden, and in which counties all
    are: the next edition hides the same. No number that is not shown is here.
    """

    __tablename__ = "open_table"
    __table_args__ = (
        Index("ix_open_table_data_set_of_day", "data_set", "of_day"),
        Index("ix_open_table_data_set_known", "data_set", "known"),
    )

    data_set: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    known: Mapped[date] = mapped_column(primary_key=True)
    of_day: Mapped[date]
    rows: Mapped[list[Any]] = mapped_column(JSONB)
    pattern: Mapped[dict[str, Any]] = mapped_column(JSONB)
    digest: Mapped[str]
    fixed_at: Mapped[datetime]
