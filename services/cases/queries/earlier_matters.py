"""What a further letter rests on: what was asked for by an earlier one, of whose ladder it is a step."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.domain.obligations import SETTLED, Assessed
from services.cases.domain.recommendation import ActStatus
from services.cases.models.acts import ActItem, Recommendation
from services.cases.models.follow_up import Escalation
from services.cases.models.obligations import Obligation


def is_moot(session: Session, obligation: Obligation) -> bool:
    """Whether what a step presses for was settled at its root, or withdrawn: nothing more is asked for its sake, of anybody."""
    earlier = _earlier(session, obligation)
    return bool(earlier) and all(_is_over(session, one) for one in earlier)


def later_of(session: Session, obligation: Obligation) -> list[Obligation]:
    """What is owed on the acts that are steps of this one's ladder, and on those of theirs."""
    acts = select(Escalation.act_id).where(Escalation.obligation_id == obligation.id, Escalation.act_id.is_not(None))
    owed = select(Obligation).where(Obligation.recommendation_id.in_(acts)).order_by(Obligation.id)
    found = list(session.execute(owed.with_for_update()).scalars())
    return found + [further for one in found for further in later_of(session, one)]


def _earlier(session: Session, obligation: Obligation) -> list[Obligation]:
    """Each item of a step presses for one of the earlier act, in their order; where a person wrote others, each presses for all."""
    about = select(Escalation.obligation_id).where(Escalation.act_id == obligation.recommendation_id)
    rows = (
        select(Obligation)
        .join(ActItem, ActItem.id == Obligation.item_id)
        .where(Obligation.id.in_(about))
        .order_by(Obligation.recommendation_id, ActItem.place)
    )
    # Of most acts: they are a step of nothing.
    if not (earlier := list(session.execute(rows).scalars())):
        return []
    items = select(func.count()).where(ActItem.recommendation_id == obligation.recommendation_id)
    if len(earlier) != session.execute(items).scalar():
        return earlier
    place = session.execute(select(ActItem.place).where(ActItem.id == obligation.item_id)).scalar_one()
    return [earlier[place]]


def _is_over(session: Session, one: Obligation) -> bool:
    if one.fell_on is not None:
        # What took its place asks for the same.
        return session.get_one(Recommendation, one.recommendation_id).status == ActStatus.WITHDRAWN
    return Assessed(one.assessed) in SETTLED or is_moot(session, one)
