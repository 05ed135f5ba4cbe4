"""Running numbers per year: without gaps in what was committed, since the row is locked until then."""

from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base


class Numbering(Base):
    """The last running number of one kind of reference in one year."""

    __tablename__ = "numbering"

    prefix: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]
