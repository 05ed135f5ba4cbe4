"""How the office reaches a body: functional addresses by purpose, what the body proposes to change, and when it was asked.

An address of a function outlives the person behind it, so there is a field for the function and none for a name.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.models.metadata import Base


class Contact(Base):
    """One way to reach a body, both days included. A body has several; see actions/mailboxes.py for the one that mails use."""

    __tablename__ = "contact"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"), index=True)
    kind: Mapped[str]
    purpose: Mapped[str]
    value: Mapped[str]
    function: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None]
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())
    added_by: Mapped[str]


class ContactProposal(Base):
    """What a body would change: a new contact, another value for `contact_id`, or its end (`value` is None).

    `instead_of`: the value of that contact as it was then. `state`: open, accepted, refused. It has no effect until a member of staff accepts it.
    """

    __tablename__ = "contact_proposal"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"), index=True)
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact.id"), index=True)
    kind: Mapped[str]
    purpose: Mapped[str]
    value: Mapped[str | None]
    instead_of: Mapped[str | None]
    function: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="open")
    proposed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    proposed_by: Mapped[str]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]


class ContactsAsked(Base):
    """A body was asked in a quarter whether its contacts are right, and said yes at `confirmed_at`."""

    __tablename__ = "contacts_asked"

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"), primary_key=True)
    quarter_begins: Mapped[date] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None]
