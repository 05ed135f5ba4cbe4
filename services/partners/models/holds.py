"""Acts of which nothing is asked and whose letters may not leave, because a court or a prosecutor has the matter; as cases told it."""

from datetime import date
from uuid import UUID

from sqlalchemy import false
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.models.metadata import Base


class HeldDay(Base):
    """A stretch that has ended in which the matter of an act was elsewhere: its days are nobody's delay. `until`: the first day that counts again."""

    __tablename__ = "held_day"

    recommendation_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    until: Mapped[date]


class HeldAct(Base):
    """An act that tells of a case whose matter is elsewhere since a day; which authority has it is not told. It may come before the
    act itself. `leaves`: its letters may leave all the same, and its days are not counted.
    """

    __tablename__ = "held_act"

    recommendation_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[date]
    leaves: Mapped[bool] = mapped_column(default=False, server_default=false())
