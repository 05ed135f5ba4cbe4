"""Who works on a case, as cases told it: they print its letters, whoever else may not read them."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.partners.models.metadata import Base


class CaseWorker(Base):
    """A person of the office works on a case. It may come before any of its letters."""

    __tablename__ = "case_worker"

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
