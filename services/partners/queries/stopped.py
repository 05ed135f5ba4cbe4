"""Which letters that are not known to have arrived are brought no more, and why, as the office said it last; and what of one that goes is asked
for no more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from services.partners.models import Dispatch, DispatchItem, Notice
from services.partners.models.dispatches import ANSWERED, STOPPED
from services.partners.queries.standings import SETTLED


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


def settled_places(session: Session, letters: Iterable[Dispatch]) -> dict[UUID, tuple[int, ...]]:
    """Of these letters the numbers of the items that the office settled before they left: the letter goes for the others, and says so to nobody by
    itself.
    """
    rows = select(DispatchItem).where(DispatchItem.dispatch_id.in_({one.id for one in letters}))
    items = session.execute(rows.order_by(DispatchItem.place)).scalars().all()
    told = select(Notice).where(
        Notice.kind.in_(("assessed", "reopened")), Notice.item_id.in_({one.item_id for one in items})
    )
    last = {(one.institution_id, one.item_id): one for one in session.execute(told.order_by(Notice.id)).scalars()}
    found: dict[UUID, tuple[int, ...]] = {}
    for item in items:
        notice = last.get((item.institution_id, item.item_id))
        if notice is not None and notice.details.get("assessment") in SETTLED:
            found[item.dispatch_id] = (*found.get(item.dispatch_id, ()), item.place + 1)
    return found
