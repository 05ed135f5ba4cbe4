"""What is handed over to the body that a complaint was redirected to."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models.tables import Base
from shared.db import DocumentName


class Handover(Base):
    """What one officer wrote for the body, what a second person decided, and how far the letter came.

    `data` are codes of releasable.yaml, `agreed` of handover.yaml; `agreement_sealed`: how and when they agreed; `names_reason_sealed`:
    why, for who decided, the account goes although it seems to name somebody: at `stops` places, `named` by codes of handover.yaml.
    `document`: the letter, once it was approved, and `released` what of an identity goes along.
    `standing`: to_post, sent, delivered, returned or failed, as partners told it last; none while it is under way there.
    `walls_told`: whom partners was last told to be shut out of it.
    """

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'approved', 'refused')", name="state_known"),
        CheckConstraint("standing IN ('to_post', 'sent', 'delivered', 'returned', 'failed')", name="standing_known"),
        Index(None, "complaint_id", "asked_at", "id"),
        Index("uq_handover_waiting", "complaint_id", unique=True, postgresql_where=text("state = 'asked'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"))
    institution_id: Mapped[UUID]
    account_sealed: Mapped[bytes | None]
    language: Mapped[str]
    data: Mapped[list[str]]
    agreed: Mapped[list[str]]
    agreement_sealed: Mapped[bytes | None]
    stops: Mapped[int]
    named: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'::jsonb"))
    names_reason_sealed: Mapped[bytes | None]
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="asked")
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    document: Mapped[DocumentName | None]
    released: Mapped[DocumentName | None]
    standing: Mapped[str | None]
    delivered_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    walls_told: Mapped[list[str] | None]
