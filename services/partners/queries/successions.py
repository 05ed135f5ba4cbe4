"""Who goes on where a body ended: of whom a body holds the letters, and who holds those of a body."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.models.institutions import Institution, Succession


@dataclass(frozen=True)
class Step:
    """A succession as one of its two bodies sees it, with the other one."""

    succession: Succession
    other: Institution


def steps(session: Session, bodies: Collection[UUID]) -> dict[UUID, list[Step]]:
    """The successions to and from each of `bodies`."""
    by_body: dict[UUID, list[Step]] = defaultdict(list)
    for mine, other in (
        (Succession.predecessor_id, Succession.successor_id),
        (Succession.successor_id, Succession.predecessor_id),
    ):
        rows = select(Succession, Institution).join(Institution, Institution.id == other).where(mine.in_(bodies))
        for row in session.execute(rows):
            by_body[getattr(row.Succession, mine.key)].append(Step(row.Succession, row.Institution))
    return by_body


def heritage(session: Session, institution_id: UUID) -> frozenset[UUID]:
    """The bodies whose letters `institution_id` has taken over, over any number of successions. Usually one query."""
    inherited: set[UUID] = set()
    heirs = {institution_id}
    while heirs:
        before = select(Succession.predecessor_id).where(
            Succession.successor_id.in_(heirs), Succession.taken_over_at.is_not(None)
        )
        heirs = set(session.execute(before).scalars()) - inherited - {institution_id}
        inherited |= heirs
    return frozenset(inherited)


def holder(session: Session, institution_id: UUID, *, before: datetime | None = None) -> UUID:
    """The body that answers for the letters of `institution_id`: itself, or the last one that took them over, `before` then if given."""
    taken = Succession.taken_over_at.is_not(None) if before is None else Succession.taken_over_at < before
    seen = {institution_id}
    current = institution_id
    while True:
        after = select(Succession.successor_id).where(Succession.predecessor_id == current, taken)
        heir = session.execute(after).scalar_one_or_none()
        if heir is None or heir in seen:
            return current
        seen.add(heir)
        current = heir
