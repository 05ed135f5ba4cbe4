"""Activities, and the numbers that they were given."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

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
    reason: Mapped[str | None]

    @property
    def stands(self) -> Stands:
        return Stands(State(self.state), frozenset(UUID(one) for one in self.hands))

    @property
    def words(self) -> Words:
        return Words(self.title_sq, self.title_en, self.venue)

    def title(self, language: str) -> str:
        """In this language, else in Albanian."""
        return (self.title_en if language == "en" else "") or self.title_sq
