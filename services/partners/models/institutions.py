"""Bodies and how they stand to each other, each with its days and its source."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.models.metadata import Base


class Institution(Base):
    """One body. `enabled` is the office's switch; `active` adds the validity: it is what the other services are told."""

    __tablename__ = "institution"
    __table_args__ = (Index(None, "name_sq", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    institution_class: Mapped[str]
    name_sq: Mapped[str]
    short_sq: Mapped[str | None]
    name_en: Mapped[str]
    #: The Albanian name in the dative and the accusative; `forms_confirmed`: a person read them.
    dat_sq: Mapped[str] = mapped_column(default="", server_default="")
    acc_sq: Mapped[str] = mapped_column(default="", server_default="")
    forms_confirmed: Mapped[bool] = mapped_column(default=False, server_default=false())
    aka: Mapped[list[str]]
    seat: Mapped[str | None]
    municipality: Mapped[str | None]
    county: Mapped[str | None]
    languages: Mapped[list[str]]
    powers: Mapped[list[str]]
    replaces: Mapped[list[str]]
    mailbox: Mapped[str | None]
    #: Whether its letters go by one-time links to its mailbox: always, never, or (None) where it has no account.
    by_link: Mapped[bool | None]
    sample: Mapped[bool]
    enabled: Mapped[bool]
    active: Mapped[bool]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    source: Mapped[str]
    confirmed: Mapped[bool]
    #: Names, seat, municipality and county without case and marks.
    search: Mapped[str]
    #: Of the entry of the data file that was loaded last, so that a reload leaves alone what the office edited since.
    loaded: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


class InstitutionRelation(Base):
    """`institution_id` --kind--> `to_id`: `to` is the superior, the overseer, or the public body acted for."""

    __tablename__ = "institution_relation"
    __table_args__ = (
        UniqueConstraint("institution_id", "kind", "to_id", "valid_from", postgresql_nulls_not_distinct=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"))
    kind: Mapped[str]
    to_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"), index=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    source: Mapped[str]
    confirmed: Mapped[bool]
    #: As for institutions: of the entry of the data file that was loaded last.
    loaded: Mapped[str | None]


class Succession(Base):
    """From `day` on `successor` stands where `predecessor` ended. Several rows of one body: it was split; of one day: merged.

    `takes_letters`: the successor answers for what was sent to the predecessor, from `taken_over_at` on; one at most does.
    """

    __tablename__ = "succession"
    __table_args__ = (
        UniqueConstraint("predecessor_id", "successor_id"),
        Index("uq_succession_heir", "predecessor_id", unique=True, postgresql_where=text("takes_letters")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    predecessor_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"))
    successor_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"), index=True)
    day: Mapped[date]
    ground: Mapped[str | None]
    takes_letters: Mapped[bool]
    taken_over_at: Mapped[datetime | None]
    source: Mapped[str]
    confirmed: Mapped[bool]
