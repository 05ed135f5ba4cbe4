"""Whether a letter that has not arrived still goes to its body, whatever is asked by it."""

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from services.cases.domain.obligations import Delivery, Stopped
from services.cases.models import ActAddressee, Obligation


def goes() -> ColumnElement[bool]:
    """Of an obligation that has not arrived: its letter waits or is on its way, or came back and is sent anew, since something is asked by it."""
    other = aliased(Obligation)
    asks = select(other.id).where(
        other.recommendation_id == ActAddressee.recommendation_id,
        other.institution_id == ActAddressee.institution_id,
        other.closed_on.is_(None),
    )
    stopped = ActAddressee.failure.in_(sorted(one.value for one in Stopped))
    anew = and_(or_(ActAddressee.failure.is_(None), ~stopped), asks.exists())
    return _copy().where(or_(ActAddressee.delivery != Delivery.FAILED.value, anew)).exists()


def still_goes(session: Session, obligation: Obligation) -> bool:
    """As `goes`, of this one."""
    return session.execute(select(Obligation.id).where(Obligation.id == obligation.id, goes())).first() is not None


def has_left(session: Session, obligation: Obligation) -> bool:
    """Whether it is on its way, where nothing stops it any more."""
    sent = _copy().where(ActAddressee.delivery == Delivery.SENT.value).exists()
    return session.execute(select(Obligation.id).where(Obligation.id == obligation.id, sent)).first() is not None


def _copy() -> Select[int]:
    return (
        select(ActAddressee.place)
        .where(
            ActAddressee.recommendation_id == Obligation.recommendation_id,
            ActAddressee.institution_id == Obligation.institution_id,
        )
        .correlate(Obligation)
    )
