"""The acts that the public may read, or once could."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.notifications.models import Base


class PublicAct(Base):
    """One act as it was heard last. `entry_id` is what readers know it by; it follows from the number and never changes.

    Of one that nobody may read any more its words, kind and number are forgotten; under which clusters and to which bodies it stood is
    kept, so that those who read it there learn that it is gone. `clusters`: key, name_sq and name_en of each. `first_at`: when it became
    readable for the first time; `changed_at`: when what is read, or that it is, changed last. `afterwards`: institution_id, place, published_on,
    word and on (ISO) of what became of what was made public as the last step.
    """

    __tablename__ = "public_act"
    __table_args__ = (
        CheckConstraint("readable = (number IS NOT NULL AND title IS NOT NULL)", name="readable"),
        Index("ix_public_act_first_at_entry_id", "first_at", "entry_id", postgresql_where=text("readable")),
        Index("ix_public_act_readable_changed_at", "readable", "changed_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(unique=True)
    readable: Mapped[bool]
    number: Mapped[str | None]
    kind_sq: Mapped[str | None]
    kind_en: Mapped[str | None]
    title: Mapped[str | None]
    grounds: Mapped[str | None]
    items: Mapped[list[str]]
    words_language: Mapped[str | None]
    issued_on: Mapped[date | None]
    clusters: Mapped[list[dict[str, Any]]]
    first_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    afterwards: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    bodies: Mapped[list["PublicActBody"]] = relationship(
        order_by="PublicActBody.place", cascade="all, delete-orphan", lazy="selectin"
    )

    def kind(self, language: str) -> str:
        return (self.kind_en if language == "en" else self.kind_sq) or ""


class PublicActBody(Base):
    """A body that such an act went to, as it was called on the day of the letter; no name once the act is gone."""

    __tablename__ = "public_act_body"

    act_id: Mapped[UUID] = mapped_column(ForeignKey("public_act.id"), primary_key=True)
    institution_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    place: Mapped[int]
    name_sq: Mapped[str | None]
    name_en: Mapped[str | None]

    def name(self, language: str) -> str:
        return (self.name_en if language == "en" else self.name_sq) or ""


class HubNotice(Base):
    """A feed that changed, of which the hub is still to be told; `version`: counts its changes meanwhile, so that one that comes while the hub is told of the
    last is told too.
    """

    __tablename__ = "hub_notice"

    path: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    next_try_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(SmallInteger)
