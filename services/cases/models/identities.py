"""By whom staff are known elsewhere."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base


class StaffIdentity(Base):
    """One member of staff at a provider of OpenID Connect: `subject` is theirs at this `issuer`, and of nobody else's ever."""

    __tablename__ = "staff_identity"

    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"), index=True)
    linked_at: Mapped[datetime]
