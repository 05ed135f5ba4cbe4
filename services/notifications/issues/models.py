"""Issues, their introductions and their items."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.notifications.issues.domain import Stands, State
from services.notifications.library.models import PublicationVersion
from services.notifications.models import Base
from services.notifications.outlets.models import PublicAct

STATES = tuple(one.value for one in State)


class Issue(Base):
    """One issue, of what became public up to and with the day `until`. It gets its number when it is approved, so that none is missing.
    `released_at`: since when it is out; `stopped_at`: when its approval fell, since it names somebody by what was known then.
    `hands`: who wrote anything of it, and so does not approve it. `revision` counts its changes.
    """

    __tablename__ = "issue"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(
            "(state = 'draft') = (number IS NULL) AND (number IS NULL) = (approved_by IS NULL)"
            " AND (number IS NULL) = (year IS NULL) AND (number IS NULL) = (approved_at IS NULL)",
            name="approved",
        ),
        CheckConstraint("(state = 'withdrawn') = (reason IS NOT NULL)", name="withdrawn"),
        UniqueConstraint("year", "number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    year: Mapped[int | None] = mapped_column(SmallInteger)
    number: Mapped[int | None] = mapped_column(SmallInteger)
    since: Mapped[date]
    until: Mapped[date] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default=State.DRAFT.value)
    hands: Mapped[list[str]]
    revision: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[UUID | None]
    released_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None]
    reason: Mapped[str | None]
    texts: Mapped[list["IssueText"]] = relationship(
        order_by="IssueText.language.desc()", cascade="all, delete-orphan", lazy="selectin"
    )
    items: Mapped[list["IssueItem"]] = relationship(order_by="IssueItem.place", lazy="selectin")

    @property
    def stands(self) -> Stands:
        return Stands(State(self.state), frozenset(UUID(one) for one in self.hands))

    @property
    def called(self) -> str:
        """As `3/2027`. Raises `AssertionError` for a draft."""
        if self.number is None:
            raise AssertionError("a draft has no number")
        return f"{self.number}/{self.year}"


class IssueText(Base):
    """The introduction in one language."""

    __tablename__ = "issue_text"

    issue_id: Mapped[UUID] = mapped_column(ForeignKey("issue.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[str]


class IssueItem(Base):
    """An act, or a version of a publication, in the one issue that tells it, or that left it out."""

    __tablename__ = "issue_item"
    __table_args__ = (CheckConstraint("(act_id IS NULL) <> (version_id IS NULL)", name="one"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    issue_id: Mapped[UUID] = mapped_column(ForeignKey("issue.id"), index=True)
    place: Mapped[int] = mapped_column(SmallInteger)
    act_id: Mapped[UUID | None] = mapped_column(ForeignKey("public_act.id"), unique=True)
    version_id: Mapped[UUID | None] = mapped_column(ForeignKey("publication_version.id"), unique=True)
    left_out: Mapped[bool] = mapped_column(default=False)
    act: Mapped[PublicAct | None] = relationship(lazy="joined")
    version: Mapped[PublicationVersion | None] = relationship(lazy="joined")
