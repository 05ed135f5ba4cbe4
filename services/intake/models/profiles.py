"""What is counted of a child, in columns; of that of a complaint as it was told and as it was corrected."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models.tables import Base


class ProfileCodes:
    """The codes as columns, of whichever table counts by them."""

    age_band: Mapped[str]
    sex: Mapped[str]
    disability: Mapped[str]
    minority: Mapped[str]
    care: Mapped[str]
    county: Mapped[str]


class ToldProfile(ProfileCodes, Base):
    """Codes of data/profile.yaml as they stood from `at` on. Append-only in the database too: a past figure keeps its count.

    `by`: who of the office entered it; none where it came in with the complaint.
    """

    __tablename__ = "profile"
    __table_args__ = (Index(None, "complaint_id", "at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"))
    at: Mapped[datetime]
    by: Mapped[UUID | None]
