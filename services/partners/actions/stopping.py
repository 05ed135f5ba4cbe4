"""A letter that need not be brought any more leaves the post book with a word why; asked for again, it goes the way that its body can take."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.partners.actions import deliveries, links, notices, post_entries
from services.partners.actions.notices import Statement
from services.partners.models.dispatches import ANSWERED, STOPPED
from services.partners.queries import wall
from shared import audit
from shared.events.catalogue import LetterStopped
from shared.events.envelope import Received
from shared.principal import Principal


def hear(by: Principal, session: Session, event: Received[LetterStopped], *, now: datetime) -> None:
    """What has left stays on its way. A letter whose body wrote about it has arrived, whether or not anybody recorded that it had left."""
    wall.as_office(session)
    told = event.data
    details = {"why": told.why, "on": told.on.isoformat() if told.on else None}
    statement = Statement(
        STOPPED, told.recommendation_id, told.institution_id, event.time, event.id, details=details
    )  # fmt: skip
    dispatch = notices.hear(session, statement)
    if dispatch is None or dispatch.delivered_at is not None or dispatch.withdrawn_at is not None:
        return
    session.flush()
    if told.why == ANSWERED:
        post_entries.set_answered(session, dispatch)
    elif told.why is not None:
        post_entries.drop(session, dispatch)
        links.take_back(session, dispatch, None, now=now)
        deliveries.stay(dispatch, told.why)
    else:
        if dispatch.delivery == "failed":
            dispatch.delivery, dispatch.failure = "queued", None
        deliveries.reach(session, dispatch, now=now)
    audit.record(session, by, "dispatch.stopped", "dispatch", dispatch.id, reason=told.why)
