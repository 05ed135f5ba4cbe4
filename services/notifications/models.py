"""The tables that notifications owns: whom a complaint allows to be told, and what became of each message."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, SmallInteger, func, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import COLUMN_TYPES, DocumentName, named_metadata

STATES = ("waiting", "sending", "delivered", "failed")


class Base(DeclarativeBase):
    metadata = named_metadata()
    type_annotation_map = COLUMN_TYPES


class Complaint(Base):
    """What must be known of a complaint before anything is sent about it.

    `contact` names the contact document, which is there only if the complainant marked a channel as safe.
    """

    __tablename__ = "complaint"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    contact: Mapped[DocumentName | None]
    language: Mapped[str]
    submitter_role: Mapped[str]
    silenced: Mapped[bool] = mapped_column(default=False)


class Message(Base):
    """One message and what became of it. Never an address: that is looked up each time it is tried.

    `about_id` is the complaint, the recommendation or, of its own contacts, the institution.
    `channel` of a complainant is known from the first try on. `contact` names the document of a person of the office, `link` the one
    that holds a one-time link, which is erased once the mail has left or cannot leave; `number`: that of the letter it opens.
    """

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("recipient IN ('complainant', 'institution', 'staff')", name="recipient"),
        CheckConstraint("(recipient = 'institution') = (institution_id IS NOT NULL)", name="institution"),
        CheckConstraint("(recipient = 'staff') = (contact IS NOT NULL)", name="contact"),
        Index("ix_message_due", "next_try_at", "id", postgresql_where=text("state IN ('waiting', 'sending')")),
        Index(
            "ix_message_call",
            "next_try_at",
            "id",
            postgresql_where=text("recipient = 'staff' AND state IN ('waiting', 'sending')"),
        ),
        Index("ix_message_list", "created_at", "id"),
        Index("ix_message_about", "about_id", "institution_id", "template"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    template: Mapped[str]
    recipient: Mapped[str]
    channel: Mapped[str | None]
    about: Mapped[str]
    about_id: Mapped[UUID]
    institution_id: Mapped[UUID | None]
    contact: Mapped[str | None]
    link: Mapped[str | None]
    number: Mapped[str | None]
    language: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    first_tried_at: Mapped[datetime | None]
    #: When it may be tried; while it is being sent, when the one that sends it is given up for dead.
    next_try_at: Mapped[datetime]
    last_error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]
