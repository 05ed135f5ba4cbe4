"""Acts whose letters may not leave, because a court or a prosecutor has the matter; as cases told it."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.partners.models.metadata import Base


class HeldAct(Base):
    """An act that tells of a case whose matter is elsewhere since a day; which authority has it is not told. It may come before the
    act itself.
    """

    __tablename__ = "held_act"

    recommendation_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[date]
