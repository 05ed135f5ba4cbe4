"""Publications with their versions, and each version's titles, summaries and files."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.notifications.library.domain import Reading, Stands, State, reading
from services.notifications.models import Base
from services.notifications.outlets.models import PublicAct
from shared.db import DocumentName

STATES = tuple(one.value for one in State)


class Publication(Base):
    """What stays the same through all versions: what it is, and the id under which everybody knows it."""

    __tablename__ = "publication"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID]


class PublicationVersion(Base):
    """One version. `release_at`: its hour, the wanted one while it is a draft; `released_at`: since when it is shown; `stopped_at`: when its
    approval fell, since it names somebody by what was known at its hour; `hands`: who wrote anything of it, and so does not approve it.
    `revision` counts its changes.
    """

    __tablename__ = "publication_version"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("state = 'draft' OR (release_at IS NOT NULL AND approved_by IS NOT NULL)", name="approved"),
        CheckConstraint("(state = 'withdrawn') = (reason IS NOT NULL)", name="withdrawn"),
        UniqueConstraint("publication_id", "number"),
        Index("ix_publication_version_release_at_id", "release_at", "id", postgresql_where=text("state = 'approved'")),
        Index(
            "ix_publication_version_released_at_id", "released_at", "id", postgresql_where=text("state = 'approved'")
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    publication_id: Mapped[UUID] = mapped_column(ForeignKey("publication.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(default=State.DRAFT.value)
    audience: Mapped[str]
    topics: Mapped[list[str]]
    release_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    hands: Mapped[list[str]]
    revision: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None]
    reason: Mapped[str | None]
    publication: Mapped[Publication] = relationship(lazy="joined", innerjoin=True)
    texts: Mapped[list["PublicationText"]] = relationship(
        order_by="PublicationText.place", cascade="all, delete-orphan", lazy="selectin"
    )
    files: Mapped[list["PublicationFile"]] = relationship(
        order_by="(PublicationFile.place, PublicationFile.form)", cascade="all, delete-orphan", lazy="selectin"
    )

    citations: Mapped[list["PublicationCitation"]] = relationship(
        order_by="PublicationCitation.act_id, PublicationCitation.item", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def stands(self) -> Stands:
        return Stands(State(self.state), self.released_at, frozenset(UUID(one) for one in self.hands))

    def text(self, language: str) -> "PublicationText":
        """In this language, else in Albanian, else in the first that there is."""
        by_language = {one.language: one for one in self.texts}
        return by_language.get(language) or by_language.get("sq") or self.texts[0]


class PublicationText(Base):
    """Title and summary in one language. `place`: of the language in the list of all."""

    __tablename__ = "publication_text"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("publication_version.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(SmallInteger)
    title: Mapped[str]
    summary: Mapped[str]


class PublicationFile(Base):
    """One form in one language; `document` holds the file as it came, beside which lies its clean copy. `words`: what can be read in it, none
    where nothing can; `unread_pages`: by their numbers those on which something stands that is not read; `read_tries`: how often reading it did
    not end; `read_at`: since when all this is known.
    """

    __tablename__ = "publication_file"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("publication_version.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(SmallInteger)
    document: Mapped[DocumentName]
    media_type: Mapped[str]
    size: Mapped[int]
    words: Mapped[DocumentName | None]
    read_at: Mapped[datetime | None]

    unread_pages: Mapped[list[int]] = mapped_column(JSONB, default=list)
    read_tries: Mapped[int] = mapped_column(SmallInteger, default=0)

    @property
    def reading(self) -> Reading:
        return reading(
            known=self.read_at is not None,
            words=self.words is not None,
            unread_pages=bool(self.unread_pages),
            tries=self.read_tries,
        )


class PublicationCitation(Base):
    """An act that the version rests on, or one of its items. It was public when the version was approved, and may be so no more."""

    __tablename__ = "publication_citation"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("publication_version.id"), primary_key=True)
    act_id: Mapped[UUID] = mapped_column(ForeignKey("public_act.id"), primary_key=True)
    #: 0: the whole act.
    item: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    act: Mapped[PublicAct] = relationship(lazy="joined", innerjoin=True)

    @property
    def public(self) -> bool:
        """Whether anybody may read it now."""
        return self.act.readable and self.item <= len(self.act.items)


class PrintOrder(Base):
    """Copies of a version in one language that were ordered, and when they came."""

    __tablename__ = "print_order"
    __table_args__ = (
        CheckConstraint("copies > 0", name="copies"),
        CheckConstraint("received_on >= ordered_on", name="received"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("publication_version.id"), index=True)
    language: Mapped[str]
    copies: Mapped[int]
    ordered_on: Mapped[date]
    received_on: Mapped[date | None]
    at: Mapped[datetime]
    by: Mapped[UUID]


class Handout(Base):
    """Copies that were given out in one municipality; fewer than none takes back what was counted by mistake. Never changed."""

    __tablename__ = "handout"
    __table_args__ = (CheckConstraint("copies <> 0", name="copies"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("publication_version.id"), index=True)
    language: Mapped[str]
    municipality: Mapped[str] = mapped_column(index=True)
    copies: Mapped[int]
    given_on: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[UUID]
