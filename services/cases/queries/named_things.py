"""What the ids in the lines of a history are called: the number of an act, that of an item in its letter."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.models import ActItem, Obligation, Recommendation, ReplyItem


@dataclass(frozen=True)
class NamedThings:
    """By id: an act by its number, or as a draft by its title; the act and the places of the items that an obligation, or a reply, is about."""

    acts: dict[str, str] = field(default_factory=dict)
    items: dict[str, tuple[str, tuple[int, ...]]] = field(default_factory=dict)


def named(
    session: Session, acts: Collection[UUID], obligations: Collection[UUID], replies: Collection[UUID]
) -> NamedThings:
    """Each of these that there is; the numbers of items count from 1, as the letter does."""
    owed = select(Obligation.id, Obligation.recommendation_id, ActItem.place)
    owed = owed.join(ActItem, ActItem.id == Obligation.item_id).order_by(ActItem.place)
    said = select(ReplyItem.reply_id, Obligation.recommendation_id, ActItem.place)
    said = said.join(Obligation, Obligation.id == ReplyItem.obligation_id).join(
        ActItem, ActItem.id == Obligation.item_id
    )
    items: dict[str, tuple[str, tuple[int, ...]]] = {}
    for row in session.execute(owed.where(Obligation.id.in_(obligations))):
        items[str(row[0])] = str(row[1]), (row[2] + 1,)
    for row in session.execute(said.where(ReplyItem.reply_id.in_(replies)).order_by(ActItem.place)):
        before = items.get(str(row[0]), ("", ()))[1]
        items[str(row[0])] = str(row[1]), (*before, row[2] + 1)
    ids = {*acts, *(UUID(act) for act, _places in items.values())}
    rows = session.execute(
        select(Recommendation.id, Recommendation.number, Recommendation.title).where(Recommendation.id.in_(ids))
    )
    return NamedThings({str(row[0]): row[1] or f"“{row[2]}”" for row in rows}, items)
