"""What a further letter rests on: what was asked for by an earlier one, of whose ladder it is a step."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.domain.obligations import SETTLED, Assessed
from services.cases.domain.recommendation import ActStatus
from services.cases.models.acts import ActAddressee, ActItem, Recommendation
from services.cases.models.follow_up import EarlyRung, Escalation
from services.cases.models.obligations import Obligation


def is_moot(session: Session, obligation: Obligation) -> bool:
    """Whether what a step presses for was settled at its root, or withdrawn: nothing more is asked for its sake, of anybody."""
    return over_at(session, obligation) is not None


def over_at(session: Session, obligation: Obligation) -> Obligation | None:
    """The obligation at whose act it was settled, withdrawn or superseded, or that was pressed for before its time: where each step presses for several, the last of them; None while one is owed, and of
    what is a step of nothing.
    """
    roots = [_root_over(session, one, obligation.recommendation_id) for one in _earlier(session, obligation)]
    return None if not roots or None in roots else roots[-1]


def later_of(session: Session, obligation: Obligation) -> list[Obligation]:
    """What is owed on the acts that are steps of this one's ladder, and on those of theirs."""
    acts = select(Escalation.act_id).where(Escalation.obligation_id == obligation.id, Escalation.act_id.is_not(None))
    owed = select(Obligation).where(Obligation.recommendation_id.in_(acts)).order_by(Obligation.id)
    found = list(session.execute(owed.with_for_update()).scalars())
    return found + [further for one in found for further in later_of(session, one)]


@dataclass(frozen=True)
class LaterAct:
    """An act that was issued because of another. `rests_on_it_alone`: nothing would be asked on it without that one."""

    act: Recommendation
    addressees: tuple[ActAddressee, ...]
    rests_on_it_alone: bool


def later_acts(session: Session, act_id: UUID) -> list[LaterAct]:
    """The acts that stand and are steps of this one's ladders, and of theirs, by their numbers."""
    found = dict.fromkeys(_following(session, act_id))
    acts = select(Recommendation).where(Recommendation.id.in_(found), Recommendation.status == ActStatus.ISSUED)
    return [
        LaterAct(
            act=act,
            addressees=tuple(
                session.execute(
                    select(ActAddressee).where(ActAddressee.recommendation_id == act.id).order_by(ActAddressee.place)
                ).scalars()
            ),
            rests_on_it_alone=_resting_on(session, act.id) <= {act_id, *found},
        )
        for act in session.execute(acts.order_by(Recommendation.number)).scalars()
    ]


def _following(session: Session, act_id: UUID) -> list[UUID]:
    steps = (
        select(Escalation.act_id)
        .join(Obligation, Obligation.id == Escalation.obligation_id)
        .where(Obligation.recommendation_id == act_id, Escalation.act_id.is_not(None))
    )
    acts = [one for one in dict.fromkeys(session.execute(steps).scalars()) if one is not None]
    return acts + [further for one in acts for further in _following(session, one)]


def _resting_on(session: Session, act_id: UUID) -> set[UUID]:
    earlier = select(Obligation.recommendation_id).join(Escalation, Escalation.obligation_id == Obligation.id)
    return set(session.execute(earlier.where(Escalation.act_id == act_id)).scalars())


def _earlier(session: Session, obligation: Obligation) -> list[Obligation]:
    """Each item of a step presses for one of the earlier act, in their order; where a person wrote others, or the step is about several acts, each
    presses for all.
    """
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
    several = len({one.recommendation_id for one in earlier}) > 1
    if several or len(earlier) != session.execute(items).scalar():
        return earlier
    place = session.execute(select(ActItem.place).where(ActItem.id == obligation.item_id)).scalar_one()
    return [earlier[place]]


def _root_over(session: Session, one: Obligation, step_id: UUID) -> Obligation | None:
    """`step_id`: the act that presses for it. What takes the place of a superseded act asks its body anew, with a ladder of its own."""
    if one.fell_on is not None or Assessed(one.assessed) in SETTLED or _was_early(session, one, step_id):
        return one
    return over_at(session, one)


def _was_early(session: Session, one: Obligation, step_id: UUID) -> bool:
    """Whether the step was sent before the term for it was over, as is known now: it rests on a silence that was none."""
    steps = (
        select(EarlyRung.escalation_id.is_not(None))
        .select_from(Escalation)
        .outerjoin(EarlyRung, EarlyRung.escalation_id == Escalation.id)
        .where(Escalation.obligation_id == one.id, Escalation.act_id == step_id)
    )
    found = session.execute(steps).scalars().all()
    return bool(found) and all(found)


def why_over(session: Session, root: Obligation) -> str:
    """What became of what a step pressed for: settled, its act withdrawn or superseded, or `early`, nothing of these: it was sent before its time."""
    if root.fell_on is not None:
        return str(session.get_one(Recommendation, root.recommendation_id).status)
    return "settled" if Assessed(root.assessed) in SETTLED else "early"
