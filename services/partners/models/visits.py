"""When the office visited a body, as cases told it once the visit was concluded."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.partners.models.metadata import Base


class BodyVisit(Base):
    """One concluded visit of one body; what was found is not known here."""

    __tablename__ = "body_visit"

    visit_id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID] = mapped_column(index=True)
    number: Mapped[str]
    begun_on: Mapped[date]
    concluded_on: Mapped[date]
