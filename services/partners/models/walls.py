"""Who has a conflict of interest in a case, as cases told it: behind the wall its letters are not there."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.partners.models.metadata import Base


class CaseWall(Base):
    """A person of the office is shut out of a case, and so of every letter that tells of it.

    A complaint that was handed over is here as its handover, which its letter names among its cases.
    """

    __tablename__ = "case_wall"

    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
