"""Which reminders in the post book may not leave: their letter has not arrived or is not late on that day, or they were written too long before it."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners import data, domain
from services.partners.domain.stopped_reminders import REMINDERS, why_stopped
from services.partners.models import Dispatch, DispatchItem, Notice, PostEntry

#: How far a letter has come of which nobody says that it is with its body or on its way there.
UNREACHED = ("queued", "to_post", "failed")


def why_not(session: Session, pairs: Iterable[tuple[PostEntry, Dispatch]], day: date) -> dict[UUID, str]:
    """Of these entries with their letters the reminders that may not leave on that day, each with the code that says why."""
    found = {entry.id: _why(session, entry, dispatch, day) for entry, dispatch in pairs if _waits(entry)}
    return {entry: why for entry, why in found.items() if why is not None}


def _waits(entry: PostEntry) -> bool:
    return entry.state == "to_post" and entry.letter is not None and entry.rung in REMINDERS


def _why(session: Session, entry: PostEntry, dispatch: Dispatch, day: date) -> str | None:
    receipt = select(PostEntry.id).where(
        PostEntry.dispatch_id == dispatch.id, PostEntry.letter.is_(None), PostEntry.told_on.is_not(None)
    )
    said = select(Notice.item_id, Notice.at).where(
        Notice.institution_id == dispatch.institution_id,
        Notice.recommendation_id == dispatch.recommendation_id,
        Notice.details["letter"].astext == entry.letter,
    )
    spoken_of = session.execute(said).all()
    dues = select(DispatchItem.due).where(
        DispatchItem.dispatch_id == dispatch.id,
        DispatchItem.item_id.in_([item for item, _at in spoken_of]),
        DispatchItem.due.is_not(None),
    )
    doubted = select(PostEntry.id).where(
        PostEntry.dispatch_id == dispatch.id, PostEntry.letter.is_(None), PostEntry.doubted_on.is_not(None)
    )
    # It may enter the book long after: a link was not opened, or the paper came back.
    written = domain.local_date(min([at for _item, at in spoken_of], default=entry.entered_at))
    on_paper = dispatch.delivered_at is None
    waiting = doubted if dispatch.came_on_paper else receipt
    return why_stopped(
        rung=entry.rung,
        unreached=on_paper and dispatch.delivery in UNREACHED,
        receipt_waits=(on_paper or dispatch.came_on_paper) and session.execute(waiting.limit(1)).first() is not None,
        dues=[due for due in session.execute(dues).scalars() if due is not None],
        leaves_by=written + timedelta(days=data.days_of_reminders(day)),
        day=day,
    )
