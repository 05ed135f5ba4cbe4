"""Texts that are to leave the office, each as it was compared with the sealed files."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.domain.checks import CheckState
from services.cases.models.metadata import Base
from shared.db import DocumentName


class TextCheck(Base):
    """One look at one text; another content, or another complaint in the case, is another row, and the newest counts.

    `text_id`: the act, letter, message, gap or pattern; `document` holds its parts as they were offered; `places`: part, start,
    end, kind and severity of each hit; `asks`: how many of the questions may be about somebody of the files. `authors`: whoever wrote
    in the text so far; `readers`: to whom it goes, bodies and complaints by id, or `public`; `alone`: nobody else has to read it before it leaves. `reason`: why it may leave all the same. `then`: what
    waits for the check, by whom.
    """

    __tablename__ = "text_check"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'checked')", name="state_known"),
        Index("ix_text_check_text_id_offered_at", "text_id", "offered_at"),
        Index("ix_text_check_goes_on", "checked_at", postgresql_where=text('"then" IS NOT NULL')),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str]
    text_id: Mapped[UUID]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    content_hash: Mapped[str]
    complaints: Mapped[list[str]]
    document: Mapped[DocumentName]
    authors: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'::jsonb"))
    readers: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'::jsonb"))
    state: Mapped[str] = mapped_column(default=CheckState.WAITING.value)
    stops: Mapped[int] = mapped_column(default=0)
    questions: Mapped[int] = mapped_column(default=0)
    asks: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    alone: Mapped[bool] = mapped_column(default=False, server_default=false())
    places: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    offered_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    reason_by: Mapped[UUID | None]
    reason_at: Mapped[datetime | None]
    then: Mapped[dict[str, Any] | None]
