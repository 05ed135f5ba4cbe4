"""To which bodies an act was delivered: what one body may know of the letters of another."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.partners.models.metadata import Base


class ActReached(Base):
    """An act that is with this body. A body reads it of acts of which it has a letter itself (the policies of migration 0194)."""

    __tablename__ = "act_reached"

    recommendation_id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID] = mapped_column(primary_key=True)
