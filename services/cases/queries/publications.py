"""What waits for the office's decision to publish: acts that were issued, of a kind that may be shown once it is decided."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.data.acts import handlers_only_kinds
from services.cases.domain.kinds import Publication
from services.cases.domain.obligations import Delivery
from services.cases.domain.publication import ActState, may_publish
from services.cases.domain.recommendation import ActStatus
from services.cases.models import ActAddressee, Obligation, PublicationDecision, Recommendation
from services.cases.queries.visibility import in_visible_case, publishable
from shared.pagination import Cursors, Page, page
from shared.principal import Principal

#: Without a decision these are never shown; the others need none, or no decision could make it lawful.
DECIDED = frozenset({Publication.ON_DECISION, Publication.AFTER_DELIVERY_ON_DECISION, Publication.AFTER_TERM})


@dataclass(frozen=True)
class Awaiting:
    """`against`: what would still stand against showing it today if it were decided; "shown" for nothing."""

    act: Recommendation
    against: str


def awaiting(
    session: Session, cursors: Cursors, principal: Principal, today: date, *, after: str | None = None, limit: int = 50
) -> Page:
    """Issued acts on whose publication nobody has decided, oldest first, as `Awaiting`s."""
    kinds = {kind.key for kind in data.kinds() if kind.publication in DECIDED} - set(handlers_only_kinds())
    decided = exists().where(PublicationDecision.recommendation_id == Recommendation.id)
    statement = select(Recommendation).where(
        Recommendation.issued_at.is_not(None),
        Recommendation.status == ActStatus.ISSUED.value,
        Recommendation.kind.in_(kinds),
        ~decided,
        publishable(principal) | in_visible_case(principal, Recommendation.case_id),
    )
    key = [Recommendation.issued_at, Recommendation.id]
    found = page(session, statement, key, cursors, ["awaiting.publication"], after=after, limit=limit)
    return Page(_with_verdict(session, list(found.items), today), found.next)


def _with_verdict(session: Session, acts: list[Recommendation], today: date) -> list[Awaiting]:
    """Each with what its deliveries and its terms say, in one query for either."""
    ids = [act.id for act in acts]
    sent = select(ActAddressee.recommendation_id, ActAddressee.delivery).where(ActAddressee.recommendation_id.in_(ids))
    deliveries: dict[UUID, list[Delivery]] = {}
    for act_id, delivery in session.execute(sent):
        deliveries.setdefault(act_id, []).append(Delivery(delivery))
    owed = Obligation.recommendation_id
    due = select(owed, func.max(Obligation.reply_due)).where(owed.in_(ids)).group_by(owed)
    ends = dict(session.execute(due).all())
    found = []
    for act in acts:
        last = ends.get(act.id)
        over = last is not None and last < today
        state = ActState(ActStatus(act.status), deliveries.get(act.id, []), decided=True, term_over=over)
        found.append(Awaiting(act, may_publish(data.kind_on(act.kind, act.issued_on or today), state).reason))
    return found
