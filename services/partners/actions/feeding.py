"""What goes into the feed of a body. Steps of others: no door calls them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from services.partners.models import Dispatch, FeedEntry, Notice
from services.partners.queries import successions

#: What of the office's notices stands in the feed, and as which type. The others are for the office's eyes.
IN_FEED = {
    "withdrawn": "dispatch.withdrawn",
    "reminded": "obligation.reminded",
    "clarified": "obligation.clarified",
    "due_soon": "obligation.due_soon",
    "overdue": "obligation.overdue",
    "escalated": "obligation.escalated",
    "extension_decided": "extension.decided",
    "assessed": "obligation.assessed",
    "reopened": "obligation.reopened",
    "clocked": "obligation.clocked",
    "identity_released": "identity.released",
}
AVAILABLE = "dispatch.available"


def hear(session: Session, dispatch: Dispatch, notices: Iterable[Notice]) -> None:
    """Let the body hear `notices` about a letter that it has."""
    session.flush()
    for notice in notices:
        if kind := IN_FEED.get(notice.kind):
            enter(session, dispatch, kind, notice.at, notice.id)


def enter(session: Session, dispatch: Dispatch, kind: str, at: datetime, notice_id: int | None) -> None:
    """One line about a letter, for whoever answers for it: a body that ended reads no feed any more."""
    reader = successions.holder(session, dispatch.institution_id)
    session.execute(
        insert(FeedEntry).values(institution_id=reader, dispatch_id=dispatch.id, notice_id=notice_id, type=kind, at=at)
    )
