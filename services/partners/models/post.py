"""The post book: what cannot go by wire is printed, sent, and followed until it is with the body or came back."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.models.metadata import Base
from shared.db import DocumentName


class PostEntry(Base):
    """One letter on paper to one body, with all items of its act: the act itself, or with `letter` a reminder of it.

    `state`: to_post, sent, delivered, returned (it came back: what follows is an entry of its own), dropped (it reached the body
    by wire, stands no more, or is brought no more), answered (what its body wrote shows that it has it; how it went is not recorded). `cause`: why it goes on paper. `tracking`: the number on its label, or of the protocol.
    """

    __tablename__ = "post_entry"
    __table_args__ = (
        Index(
            "uq_post_entry_under_way",
            "dispatch_id",
            "letter",
            unique=True,
            postgresql_where=text("state IN ('to_post', 'sent')"),
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_post_entry_entered_at", "entered_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    institution_id: Mapped[UUID]
    dispatch_id: Mapped[UUID] = mapped_column(ForeignKey("dispatch.id"), index=True)
    letter: Mapped[str | None]
    rung: Mapped[str | None]
    cause: Mapped[str]
    state: Mapped[str] = mapped_column(default="to_post")
    entered_at: Mapped[datetime]
    printed_at: Mapped[datetime | None]
    way: Mapped[str | None]
    sent_on: Mapped[date | None]
    tracking: Mapped[str | None]
    #: The body and address on the sheet that was printed last; of what left, those to which it went. Of what left before 0495 they were not kept.
    addressed_to: Mapped[UUID | None]
    address: Mapped[str | None]
    #: A delivery on an old day, as it was told and by whom: it counts once a second person has looked at its proof (`looked_by`).
    told_on: Mapped[date | None]
    told_by: Mapped[UUID | None]
    looked_by: Mapped[UUID | None]
    delivered_on: Mapped[date | None]
    proof_id: Mapped[UUID | None] = mapped_column(ForeignKey("post_proof.id"))
    returned_on: Mapped[date | None]
    return_reason: Mapped[str | None]
    #: That it was recorded as delivered by mistake, as somebody says on a day: on what ground (post/mistakes.yaml), what shows it, and of what came back
    #: when, why, and whether it goes anew. It waits for a second person; whatever they say, nothing waits any more.
    doubted_on: Mapped[date | None]
    doubted_by: Mapped[UUID | None]
    doubt_ground: Mapped[str | None]
    doubt_proof_id: Mapped[UUID | None] = mapped_column(ForeignKey("post_proof.id"))
    doubt_back_on: Mapped[date | None]
    doubt_back_reason: Mapped[str | None]
    doubt_again: Mapped[bool | None]
    #: The day of delivery that was taken back, because it had been recorded by mistake.
    mistaken_on: Mapped[date | None]


class PostProof(Base):
    """A file that shows that letters arrived, such as a signed list of the post. `by`: the member of staff who handed it in."""

    __tablename__ = "post_proof"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    document: Mapped[DocumentName]
    sha256: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[UUID]
    received_at: Mapped[datetime]
