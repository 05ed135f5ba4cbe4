"""Letters that are issued and not delivered: a task of the office, and nobody else's silence."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.domain.obligations import ARRIVED
from services.cases.models import ActAddressee, Recommendation
from services.cases.queries.visibility import in_visible_act
from shared.principal import Principal

#: The oldest; the filter of the obligations finds all.
MOST = 50


@dataclass(frozen=True)
class Undelivered:
    """One copy and the act that it is of."""

    act: Recommendation
    copy: ActAddressee


def copies(session: Session, by: Principal) -> list[Undelivered]:
    """Those of visible cases, the oldest first."""
    statement = (
        select(Recommendation, ActAddressee)
        .join(ActAddressee, ActAddressee.recommendation_id == Recommendation.id)
        .where(
            Recommendation.status == "issued",
            ActAddressee.delivery.not_in(sorted(ARRIVED)),
            in_visible_act(by),
        )
        .order_by(Recommendation.issued_at, Recommendation.id, ActAddressee.place)
    )
    return [Undelivered(row[0], row[1]) for row in session.execute(statement.limit(MOST))]
