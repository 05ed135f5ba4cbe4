"""One-time links: by each one letter can be opened once, by whoever reads the mailbox of its body."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.models.metadata import Base

#: Who came by a link is out after this long without a request, and after this long in any case.
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
#: For so long after a link was opened, what is sent from a page that was open all the while is kept though nobody is in any more.
LATE = timedelta(hours=24)


class LetterLink(Base):
    """One link to one letter, for the body `receiver_id` that answers for it; with `letter` it tells of a reminder.

    `state`: wanted (no mail has left, and there is no token yet), sent, opened, and without any effect: expired, revoked (by the
    office), replaced (by a newer one), failed (the mail did not arrive), withdrawn (what its
    reminder said does not hold any more). Of the token there is the digest alone. `asked_by`: letter
    (it was sent so), body (it asked for a new one), or who of the office did. `valid_until`: the last day.
    `mailbox_digest`: of the address in the directory when it was sent; once that is another one the link opens nothing.
    """

    __tablename__ = "letter_link"
    __table_args__ = (
        Index("ix_letter_link_asked_at", "asked_at", "id"),
        Index("ix_letter_link_open", "valid_until", postgresql_where=text("state IN ('wanted', 'sent')")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    institution_id: Mapped[UUID]
    dispatch_id: Mapped[UUID] = mapped_column(ForeignKey("dispatch.id"), index=True)
    receiver_id: Mapped[UUID]
    letter: Mapped[str | None]
    rung: Mapped[str | None]
    asked_by: Mapped[str]
    state: Mapped[str] = mapped_column(default="wanted")
    token_digest: Mapped[str | None] = mapped_column(unique=True)
    mailbox_digest: Mapped[str | None]
    asked_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    valid_until: Mapped[date | None]
    opened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class LinkSession(Base):
    """Who opened a link, in the browser that opened it. It reaches the letter of the link and nothing else."""

    __tablename__ = "link_session"

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    link_id: Mapped[UUID] = mapped_column(ForeignKey("letter_link.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(index=True)
    seen_at: Mapped[datetime]
