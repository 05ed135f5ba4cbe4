"""The figures as they were counted at the end of a past day, and by a timer."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base


class FiguresKept(Base):
    """The figures of one body (or `ALL`) as they stood at the end of a past day; append-only."""

    __tablename__ = "figures_kept"

    day: Mapped[date] = mapped_column(primary_key=True)
    body: Mapped[UUID] = mapped_column(primary_key=True)
    figures: Mapped[dict[str, Any]]
    counted_at: Mapped[datetime]


class FiguresSnapshot(Base):
    """The figures of one body (or `ALL`) as a timer counted them last, where counting takes seconds."""

    __tablename__ = "figures_snapshot"

    body: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date]
    figures: Mapped[dict[str, Any]]
    counted_at: Mapped[datetime]


class ChildrenKept(Base):
    """The figures of the children of one year as they were published, without what is not shown; append-only."""

    __tablename__ = "children_kept"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    counted_on: Mapped[date]
    figures: Mapped[dict[str, Any]]


class FiguresTurn(Base):
    """That a transaction changed what the figures are counted from; a trigger of each such table writes it. `turns`: how many transactions this row
    is of, once a timer has made one of theirs.
    """

    __tablename__ = "figures_turn"

    tx: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    turns: Mapped[int] = mapped_column(BigInteger)
