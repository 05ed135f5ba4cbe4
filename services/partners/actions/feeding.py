"""What goes into the feed of a body. Steps of others: no door calls them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from services.partners.domain.feed import IN_FEED
from services.partners.models import Dispatch, FeedEntry, Notice
from services.partners.queries import successions


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
