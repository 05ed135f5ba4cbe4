"""Activities, the numbers that they were given, who came, and what was handed out."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.partners.activities.domain.counting import Count
from services.partners.activities.domain.life import Stands, State, Words
from services.partners.models import Base

STATES = tuple(one.value for one in State)


class Numbering(Base):
    """The last running number of one kind of reference in one year."""

    __tablename__ = "numbering"

    prefix: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Activity(Base):
    """One activity. `municipality`: its key in the directory, none for the whole country; `starts` and `ends` are `HH:MM` in Albania.
    `led_by`: a staff account. `hands`: who wrote anything of it, and so does not announce it. `announced_at`: since when anybody reads of it,
    also once it was held or called off; none when that was taken back. `revision` counts its changes.
    """

    __tablename__ = "activity"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("(state = 'held') = (held_on IS NOT NULL)", name="held"),
        CheckConstraint("(state = 'called_off') = (reason IS NOT NULL)", name="called_off"),
        CheckConstraint(
            "(announced_at IS NULL) = (announced_by IS NULL)"
            " AND (state <> 'announced' OR announced_at IS NOT NULL) AND (state <> 'planned' OR announced_at IS NULL)",
            name="announced",
        ),
        Index(None, "planned_on", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    clusters: Mapped[list[str]]
    municipality: Mapped[str | None] = mapped_column(index=True)
    institution_id: Mapped[UUID | None] = mapped_column(ForeignKey("institution.id"))
    planned_on: Mapped[date]
    starts: Mapped[str | None]
    ends: Mapped[str | None]
    venue: Mapped[str]
    title_sq: Mapped[str]
    title_en: Mapped[str]
    led_by: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(default=State.PLANNED.value)
    hands: Mapped[list[str]]
    revision: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    made_by: Mapped[UUID]
    changed_at: Mapped[datetime]
    announced_at: Mapped[datetime | None]
    announced_by: Mapped[UUID | None]
    held_on: Mapped[date | None]
    adults: Mapped[int | None]
    reason: Mapped[str | None]
    counts: Mapped[list["ActivityCount"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    materials: Mapped[list["ActivityMaterial"]] = relationship(
        order_by="ActivityMaterial.place", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def stands(self) -> Stands:
        return Stands(State(self.state), frozenset(UUID(one) for one in self.hands))

    @property
    def words(self) -> Words:
        return Words(self.title_sq, self.title_en, self.venue)

    @property
    def counted(self) -> list[Count]:
        return [Count(one.age_band, one.sex, one.count) for one in self.counts]

    def title(self, language: str) -> str:
        """In this language, else in Albanian."""
        return (self.title_en if language == "en" else "") or self.title_sq


class ActivityCount(Base):
    """So many children of one age band and sex came. There is no place here for a name, and none may be added."""

    __tablename__ = "activity_count"
    __table_args__ = (CheckConstraint("count > 0", name="count"),)

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    age_band: Mapped[str] = mapped_column(primary_key=True)
    sex: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class ActivityAnswered(Base):
    """So many gave one answer to one question before or after it; nobody is named, and no sheet of answers is kept together."""

    __tablename__ = "activity_answered"
    __table_args__ = (
        CheckConstraint("count > 0", name="count"),
        CheckConstraint("moment IN ('before', 'after')", name="moment"),
    )

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    moment: Mapped[str] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class PictureConsent(Base):
    """That one child may be pictured at it, by the number of the paper slip of which the child keeps a part: who that is stands on the paper alone.
    It is never removed, and taken back once.
    """

    __tablename__ = "picture_consent"
    __table_args__ = (
        CheckConstraint("slip BETWEEN 1 AND 9999", name="slip"),
        CheckConstraint("(taken_back_at IS NULL) = (taken_back_by IS NULL)", name="taken_back"),
    )

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    slip: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    uses: Mapped[list[str]]
    young: Mapped[bool]
    guardian: Mapped[bool]
    given_on: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[UUID]
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[UUID | None]


class ActivityMaterial(Base):
    """Copies of a publication that were handed out: `publication_id` is that of the library, which notifications keeps, and `title` what it was
    called when this was written.
    """

    __tablename__ = "activity_material"
    __table_args__ = (CheckConstraint("copies > 0", name="copies"),)

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    publication_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(SmallInteger)
    title: Mapped[str]
    copies: Mapped[int]
