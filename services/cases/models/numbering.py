"""Running numbers per year: without gaps in what was committed, since the row is locked until then; and the protocol book."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base


class Numbering(Base):
    """The last running number of one kind of reference in one year."""

    __tablename__ = "numbering"

    prefix: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class ProtocolEntry(Base):
    """One line of the protocol book: a paper that left, with the number that it has for ever. Append-only."""

    __tablename__ = "protocol_entry"
    __table_args__ = (UniqueConstraint("year", "number", "fraction"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    year: Mapped[int]
    number: Mapped[int]
    fraction: Mapped[int]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"))
    day: Mapped[date]
