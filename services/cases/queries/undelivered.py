"""Letters that are issued and not delivered: a task of the office, and nobody else's silence; and each try to bring one."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from services.cases.domain.obligations import ARRIVED, Stopped
from services.cases.models import ActAddressee, DeliveryTry, Obligation, Recommendation
from services.cases.queries.visibility import in_visible_act
from services.cases.schemas.investigation import UndeliveredAnswer
from shared.principal import Principal
from shared.typed import filled

#: The oldest; the filter of the obligations finds all.
MOST = 50


@dataclass(frozen=True)
class Undelivered:
    """One copy and the act that it is of. `held`: a court or a prosecutor has the matter, and it stays where it is."""

    act: Recommendation
    copy: ActAddressee
    held: bool

    def answer(self) -> UndeliveredAnswer:
        """The same for whoever reads it by the API."""
        return filled(
            UndeliveredAnswer, self.copy, number=self.act.number, issued_on=self.act.issued_on, held=self.held
        )


def copies(session: Session, by: Principal) -> list[Undelivered]:
    """Those of visible cases, the oldest first."""
    joined = select(Recommendation, ActAddressee, is_held()).join(
        ActAddressee, ActAddressee.recommendation_id == Recommendation.id
    )
    ordered = joined.where(*_waiting(by)).order_by(Recommendation.issued_at, Recommendation.id, ActAddressee.place)
    return [Undelivered(row[0], row[1], row[2]) for row in session.execute(ordered.limit(MOST))]


def is_held() -> ColumnElement[bool]:
    """A condition on acts: a court or a prosecutor has the matter of what they ask for."""
    held = select(Obligation.id).where(
        Obligation.recommendation_id == Recommendation.id, Obligation.held_since.is_not(None)
    )
    return held.exists()


def tries_of(session: Session, act_id: UUID) -> dict[UUID, list[DeliveryTry]]:
    """What was told of the copies of an act on their way, by body, in order."""
    rows = select(DeliveryTry).where(DeliveryTry.recommendation_id == act_id).order_by(DeliveryTry.number)
    tries: dict[UUID, list[DeliveryTry]] = {}
    for row in session.execute(rows).scalars():
        tries.setdefault(row.institution_id, []).append(row)
    return tries


def count_undelivered(session: Session, by: Principal) -> int:
    """How many they are, all of them."""
    counted = select(func.count()).select_from(ActAddressee)
    joined = counted.join(Recommendation, ActAddressee.recommendation_id == Recommendation.id)
    return session.execute(joined.where(*_waiting(by))).scalar_one()


def _waiting(by: Principal) -> tuple[ColumnElement[bool], ...]:
    not_there = ActAddressee.delivery.not_in(sorted(ARRIVED))
    # What is brought no more is nobody's task.
    goes = or_(ActAddressee.failure.is_(None), ActAddressee.failure.not_in([one.value for one in Stopped]))
    return Recommendation.status == "issued", not_there, goes, in_visible_act(by)
