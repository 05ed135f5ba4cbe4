"""That the office turned to another body is told once its letter has left, and not while it lies in the post book.

Steps of others: no door calls them. Until then it is kept as a notice of a kind that no body sees. Of two bodies the one that was turned
to is held first.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from services.partners.actions import feeding, locking
from services.partners.models import Dispatch, Notice, PostEntry
from services.partners.models.dispatches import TURNED
from shared.events.catalogue import EscalationShown
from shared.messaging.outbox import publish
from shared.typed import filled

ESCALATED = "escalated"
_LEFT = ("sent", "delivered")


def has_left(session: Session, act: UUID, to: UUID | None) -> bool:
    """Whether the letter of an act to a body (None: to any) left or arrived. Holds that body, so that none leaves meanwhile unseen."""
    if to is not None:
        locking.hold(session, to)
    posted = exists().where(
        PostEntry.dispatch_id == Dispatch.id, PostEntry.letter.is_(None), PostEntry.state.in_(_LEFT)
    )
    letters = select(Dispatch.id).where(Dispatch.recommendation_id == act, Dispatch.delivered_at.is_not(None) | posted)
    if to is not None:
        letters = letters.where(Dispatch.institution_id == to)
    return session.execute(letters.limit(1)).first() is not None


def tell_left(session: Session, letter: Dispatch, *, now: datetime) -> None:
    """A letter left or arrived: the bodies about which it turns to another hear of it, once, from that moment."""
    told = aliased(Notice)
    again = exists().where(
        told.institution_id == Notice.institution_id, told.recommendation_id == Notice.recommendation_id,
        told.kind == ESCALATED, told.event_id == Notice.event_id,
    )  # fmt: skip
    waiting = select(Notice).where(
        Notice.kind == TURNED,
        Notice.details["act"].astext == str(letter.recommendation_id),
        Notice.details["to"].astext.is_(None) | (Notice.details["to"].astext == str(letter.institution_id)),
        ~again,
    )
    for kept in session.execute(waiting.order_by(Notice.id)).scalars().all():
        _tell(session, kept, now)


def _tell(session: Session, kept: Notice, now: datetime) -> None:
    locking.hold(session, kept.institution_id)
    about = Dispatch.recommendation_id == kept.recommendation_id
    mine = select(Dispatch).where(Dispatch.institution_id == kept.institution_id, about)
    notice = Notice(
        institution_id=kept.institution_id,
        recommendation_id=kept.recommendation_id,
        kind=ESCALATED,
        item_id=kept.item_id,
        details={name: kept.details[name] for name in ("rung", "way") if name in kept.details},
        at=now,
        event_id=kept.event_id,
    )
    session.add(notice)
    dispatch = session.execute(mine).scalar_one_or_none()
    if dispatch is not None and dispatch.delivered_at is not None:
        feeding.hear(session, dispatch, [notice])
        tell_shown(session, dispatch)


def tell_shown(session: Session, dispatch: Dispatch) -> None:
    """A body reads of the step from now on: a mail that says so finds it there."""
    publish(session, filled(EscalationShown, dispatch, dispatch_id=dispatch.id), dispatch.id)
