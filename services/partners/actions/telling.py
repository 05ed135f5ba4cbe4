"""Where it is told how far a letter came: to cases of an act of its own, to intake of a matter that intake handed over.

Not called by doors: a part of what the others do.
"""

from sqlalchemy.orm import Session

from services.partners.domain import HANDED_OVER
from services.partners.models import Dispatch
from shared.events.catalogue import (
    DispatchAcknowledged,
    DispatchDelivered,
    DispatchFailed,
    DispatchOpened,
    DispatchPosted,
    DispatchReceiptTold,
    HandoverMoved,
    LinkMoved,
)
from shared.messaging.outbox import publish

Told = (
    DispatchAcknowledged
    | DispatchDelivered
    | DispatchFailed
    | DispatchOpened
    | DispatchPosted
    | DispatchReceiptTold
    | LinkMoved
)
_STEPS: dict[type[Told], str] = {
    DispatchAcknowledged: "confirmed",
    DispatchDelivered: "delivered",
    DispatchFailed: "failed",
    DispatchOpened: "opened",
}


def tell_of(session: Session, dispatch: Dispatch, event: Told) -> None:
    """Publish what was said of a letter, as who sent it reads it."""
    if dispatch.kind != HANDED_OVER:
        publish(session, event, dispatch.id)
        return
    if isinstance(event, DispatchReceiptTold | LinkMoved):
        # What intake must know of it is told as well: that the letter is with its body, or goes by post.
        return
    moved = HandoverMoved(
        dispatch_id=dispatch.id,
        handover_id=dispatch.recommendation_id,
        institution_id=dispatch.institution_id,
        step=event.step if isinstance(event, DispatchPosted) else _STEPS[type(event)],
        at=event.at,
        by_wire=isinstance(event, DispatchDelivered) and event.way is None and event.channel != "link",
    )
    publish(session, moved, dispatch.id)
