"""Which letters that are not known to have arrived are brought no more, and why, as the office said it last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from services.partners.models import Dispatch, Notice
from services.partners.models.dispatches import ANSWERED, STOPPED


@dataclass(frozen=True)
class Stop:
    """`why`: settled, elsewhere, case_closed, or `answered`: what its body wrote on the day `on` shows that it has the letter."""

    why: str
    on: date | None

    @property
    def answered(self) -> bool:
        return self.why == ANSWERED


def of(session: Session, dispatch: Dispatch) -> Stop | None:
    """Of one letter; none while it goes."""
    return of_all(session, [dispatch]).get(dispatch.id)


def of_all(session: Session, letters: Iterable[Dispatch]) -> dict[UUID, Stop]:
    """Of these letters those that are brought no more, by their ids."""
    keys = {(one.institution_id, one.recommendation_id): one.id for one in letters}
    told = select(Notice).where(
        Notice.kind == STOPPED, tuple_(Notice.institution_id, Notice.recommendation_id).in_(keys)
    )
    found: dict[UUID, Stop] = {}
    for row in session.execute(told.order_by(Notice.id)).scalars():
        letter, why, on = keys[row.institution_id, row.recommendation_id], row.details["why"], row.details["on"]
        # The last word holds.
        found.pop(letter, None)
        if why:
            found[letter] = Stop(why, date.fromisoformat(on) if on else None)
    return found
