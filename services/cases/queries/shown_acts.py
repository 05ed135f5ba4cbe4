"""Since which day the law allows that the public reads an act: a decision to publish and the rung that publishes rest on the same."""

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain.obligations import Delivery
from services.cases.domain.publication import ActState, may_publish
from services.cases.domain.recommendation import ActStatus
from services.cases.models import ActAddressee, Obligation, Recommendation
from services.cases.models.standing import has_arrived


def shown_from(session: Session, act: Recommendation, *, decided: bool) -> date | None:
    """The first day on which the act is shown, if the office `decided` so; none while something else than a term stands against it."""
    if act.issued_on is None:
        return None
    kind = data.kind_on(act.kind, act.issued_on)
    if may_publish(kind, state_of(session, act, decided=decided, term_over=False)).shown:
        return act.issued_on
    if not may_publish(kind, state_of(session, act, decided=decided, term_over=True)).shown:
        return None
    last = select(func.max(Obligation.reply_due)).where(Obligation.recommendation_id == act.id, has_arrived())
    if (last_due := session.execute(last).scalar()) is not None:
        return last_due + timedelta(days=1)
    # Every clock has ended without a last day: the term is over since then, and what was shown before stays.
    ended = session.execute(
        select(func.max(Obligation.closed_on)).where(Obligation.recommendation_id == act.id)
    ).scalar()
    return act.shown_from or (ended + timedelta(days=1) if ended else None)


def state_of(session: Session, act: Recommendation, *, decided: bool, term_over: bool) -> ActState:
    addressees = select(ActAddressee.delivery).where(ActAddressee.recommendation_id == act.id)
    return ActState(
        status=ActStatus(act.status),
        deliveries=tuple(Delivery(one) for one in session.execute(addressees).scalars()),
        decided=decided,
        pending=not act.proceeding_over,
        term_over=term_over,
    )
