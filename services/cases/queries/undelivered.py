"""Letters that are issued and not delivered: a task of the office, and nobody else's silence; and each try to bring one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from services.cases.domain.obligations import ARRIVED, Delivery, Stopped
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, DeliveryTry, GrantCorrection, Obligation, Recommendation
from services.cases.queries.visibility import in_visible_act
from services.cases.schemas.investigation import UndeliveredAnswer
from shared.principal import Principal
from shared.typed import filled

#: The oldest; the filter of the obligations finds all.
MOST = 50


@dataclass(frozen=True)
class Undelivered:
    """One copy and the act that it is of. `held`: a court or a prosecutor has the matter, and it stays where it is. `correction`: it is no
    copy of the act, but the letter that takes back time for it.
    """

    act: Recommendation
    copy: ActAddressee
    held: bool
    correction: GrantCorrection | None = None

    @property
    def delivery(self) -> Delivery:
        return Delivery((self.correction or self.copy).delivery)

    @property
    def since(self) -> date | None:
        """The day on which the letter was issued."""
        return local_date(self.correction.decided_at) if self.correction else self.act.issued_on

    def answer(self) -> UndeliveredAnswer:
        """The same for whoever reads it by the API."""
        letter = self.correction.letter if self.correction else None
        about = {"number": self.act.number, "issued_on": self.since, "held": self.held}
        return filled(UndeliveredAnswer, self.copy, delivery=self.delivery, letter=letter, **about)


def copies(session: Session, by: Principal) -> list[Undelivered]:
    """Those of visible cases, the oldest first; before them the letters that take time back, by which nobody is late while they lie here."""
    joined = select(Recommendation, ActAddressee, is_held()).join(
        ActAddressee, ActAddressee.recommendation_id == Recommendation.id
    )
    ordered = joined.where(*_waiting(by)).order_by(Recommendation.issued_at, Recommendation.id, ActAddressee.place)
    found = [Undelivered(row[0], row[1], row[2]) for row in session.execute(ordered.limit(MOST))]
    return [*_corrections(session, by), *found]


def _corrections(session: Session, by: Principal) -> list[Undelivered]:
    """Each letter once, be it of several items."""
    copy_of = (ActAddressee.recommendation_id == Obligation.recommendation_id) & (
        ActAddressee.institution_id == Obligation.institution_id
    )
    joined = (
        select(Recommendation, ActAddressee, Obligation.held_since.is_not(None), GrantCorrection)
        .select_from(GrantCorrection)
        .join(Obligation, Obligation.id == GrantCorrection.obligation_id)
        .join(Recommendation, Recommendation.id == Obligation.recommendation_id)
        .join(ActAddressee, copy_of)
        .order_by(GrantCorrection.decided_at, GrantCorrection.letter)
    )
    rows = session.execute(joined.where(*_correcting(by)).limit(MOST))
    return list({row[3].letter: Undelivered(row[0], row[1], row[2], row[3]) for row in rows}.values())


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
    corrections = (
        select(func.count(GrantCorrection.letter.distinct()))
        .select_from(GrantCorrection)
        .join(Obligation, Obligation.id == GrantCorrection.obligation_id)
        .join(Recommendation, Recommendation.id == Obligation.recommendation_id)
    )
    waiting = session.execute(corrections.where(*_correcting(by))).scalar_one()
    return waiting + session.execute(joined.where(*_waiting(by))).scalar_one()


def _correcting(by: Principal) -> tuple[ColumnElement[bool], ...]:
    """What was answered or is asked no more needs no shorter day."""
    asked = Obligation.answered_on.is_(None), Obligation.closed_on.is_(None), Obligation.clock_closed_on.is_(None)
    return GrantCorrection.delivered_on.is_(None), *asked, in_visible_act(by)


def _waiting(by: Principal) -> tuple[ColumnElement[bool], ...]:
    not_there = ActAddressee.delivery.not_in(sorted(ARRIVED))
    # What is brought no more is nobody's task.
    goes = or_(ActAddressee.failure.is_(None), ActAddressee.failure.not_in([one.value for one in Stopped]))
    return Recommendation.status == "issued", not_there, goes, in_visible_act(by)
