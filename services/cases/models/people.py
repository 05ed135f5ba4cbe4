"""Staff who can log in. Roles and state stand in the directory that every service copies (shared.staff)."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base


class StaffMember(Base):
    """What only cases knows of one account: how its owner logs in and is called. `id` is the directory's.

    `title_form`: how their function is called in a signature, as they said it: `feminine`, `masculine`, or none for both.
    `password_until`: until when a password counts that somebody else knows, for one log-in; none for one that its owner chose.
    """

    __tablename__ = "staff_member"
    __table_args__ = (CheckConstraint("title_form IN ('feminine', 'masculine')", name="title_form"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    password_until: Mapped[datetime | None]
    title_form: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
