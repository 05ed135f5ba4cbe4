"""Letters that are issued and not delivered: a task of the office, and nobody else's silence; and each try to bring one."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from services.cases.domain.obligations import ARRIVED, Delivery, Stopped
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, DeliveryTry, GrantCorrection, Obligation, Recommendation, ToldLetter
from services.cases.queries.visibility import in_visible_act
from services.cases.schemas.investigation import UndeliveredAnswer
from shared.principal import Principal
from shared.typed import filled

#: The oldest; the filter of the obligations finds all.
MOST = 50
#: Of the letter that takes back time which was given by mistake.
TIME_TAKEN_BACK = "time_taken_back"


@dataclass(frozen=True)
class Beside:
    """A letter about an act that is no copy of it. `tells`: `time_taken_back`, or a word of `paper_notices.Tells`; `since`: the day on which it
    was written.
    """

    tells: str
    letter: str | None
    delivery: Delivery
    since: date


@dataclass(frozen=True)
class Undelivered:
    """One copy and the act that it is of, or a letter `beside` it. `held`: a court or a prosecutor has the matter, and it stays where it is."""

    act: Recommendation
    copy: ActAddressee
    held: bool
    beside: Beside | None = None

    @property
    def delivery(self) -> Delivery:
        return self.beside.delivery if self.beside else Delivery(self.copy.delivery)

    @property
    def since(self) -> date | None:
        """The day on which the letter was issued."""
        return self.beside.since if self.beside else self.act.issued_on

    def answer(self) -> UndeliveredAnswer:
        """The same for whoever reads it by the API."""
        letter, tells = (self.beside.letter, self.beside.tells) if self.beside else (None, None)
        about = {"number": self.act.number, "issued_on": self.since, "held": self.held, "tells": tells}
        return filled(UndeliveredAnswer, self.copy, delivery=self.delivery, letter=letter, **about)


def copies(session: Session, by: Principal) -> list[Undelivered]:
    """Those of visible cases, the oldest first; before them the letters that take time back, by which nobody is late while they lie here, and
    those that tell of a decision.
    """
    joined = select(Recommendation, ActAddressee, is_held()).join(
        ActAddressee, ActAddressee.recommendation_id == Recommendation.id
    )
    ordered = joined.where(*_waiting(by)).order_by(Recommendation.issued_at, Recommendation.id, ActAddressee.place)
    found = [Undelivered(row[0], row[1], row[2]) for row in session.execute(ordered.limit(MOST))]
    return [*_corrections(session, by), *_told(session, by), *found]


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
    return list({row[3].letter: Undelivered(row[0], row[1], row[2], _taking(row[3])) for row in rows}.values())


def _taking(one: GrantCorrection) -> Beside:
    return Beside(TIME_TAKEN_BACK, one.letter, Delivery(one.delivery), local_date(one.decided_at))


def _told(session: Session, by: Principal) -> list[Undelivered]:
    joined = _telling(select(Recommendation, ActAddressee, ToldLetter)).where(*_deciding(by))
    rows = session.execute(joined.order_by(ToldLetter.written_at, ToldLetter.id).limit(MOST))
    return [Undelivered(act, copy, False, _deciding_letter(letter)) for act, copy, letter in rows]


def _deciding_letter(one: ToldLetter) -> Beside:
    return Beside(one.what, one.document, Delivery(one.delivery), local_date(one.written_at))


def _telling(wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    copy_of = (ActAddressee.recommendation_id == ToldLetter.recommendation_id) & (
        ActAddressee.institution_id == ToldLetter.institution_id
    )
    of_act = wanted.select_from(ToldLetter).join(Recommendation, Recommendation.id == ToldLetter.recommendation_id)
    return of_act.join(ActAddressee, copy_of)


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
    waiting: int = session.execute(corrections.where(*_correcting(by))).scalar_one()
    told: int = session.execute(_telling(select(func.count(ToldLetter.id))).where(*_deciding(by))).scalar_one()
    return waiting + told + session.execute(joined.where(*_waiting(by))).scalar_one()


def _correcting(by: Principal) -> tuple[ColumnElement[bool], ...]:
    """What was answered or is asked no more needs no shorter day."""
    asked = Obligation.answered_on.is_(None), Obligation.closed_on.is_(None), Obligation.clock_closed_on.is_(None)
    return GrantCorrection.delivered_on.is_(None), *asked, in_visible_act(by)


def _deciding(by: Principal) -> tuple[ColumnElement[bool], ...]:
    """Whoever reads the portal meanwhile reads it there."""
    not_there = ToldLetter.delivery.not_in(sorted(ARRIVED)), ToldLetter.dropped_at.is_(None)
    return *not_there, ActAddressee.reads_paper(), in_visible_act(by)


def _waiting(by: Principal) -> tuple[ColumnElement[bool], ...]:
    not_there = ActAddressee.delivery.not_in(sorted(ARRIVED))
    # What is brought no more is nobody's task.
    goes = or_(ActAddressee.failure.is_(None), ActAddressee.failure.not_in([one.value for one in Stopped]))
    return Recommendation.status == "issued", not_there, goes, in_visible_act(by)
