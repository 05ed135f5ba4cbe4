"""By when a body has to reply, and to have done a thing, as the office has counted it: kept per item, for the letter the earliest reply.

Not called by doors: a part of taking notice, and of sending an act of which something was said before it came.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.models import Dispatch, DispatchItem, Notice, PostEntry
from services.partners.models.dispatches import POST_WAYS
from services.partners.queries.standings import ENDED

CLOCKED, DATED, DELIVERY = "clocked", "dated", "delivery_corrected"


def heed(session: Session, dispatch: Dispatch, notices: Iterable[Notice]) -> None:
    """Keep what the clocks say in `notices`; of two on one item the later one stands."""
    heard = [notice for notice in notices if notice.kind in {CLOCKED, DATED, DELIVERY}]
    if not heard:
        return
    rows = session.execute(select(DispatchItem).where(DispatchItem.dispatch_id == dispatch.id)).scalars().all()
    items = {row.item_id: row for row in rows}
    for notice in heard:
        item = items.get(notice.item_id) if notice.item_id else None
        if item is not None and notice.kind == DATED:
            item.done_by, item.done_by_why = _day(notice.details["by"]), notice.details["why"]
            item.measure_free = notice.details.get("free", item.measure_free)
        elif item is not None and notice.kind == DELIVERY:
            item.delivered_on = _day(notice.details["delivered_on"])
            _came_by(session, dispatch, notice.details.get("way"))
    clocked = [notice for notice in heard if notice.kind == CLOCKED]
    if not clocked:
        return
    for notice in clocked:
        item = items.get(notice.item_id) if notice.item_id else None
        if item is not None:
            item.due, item.due_before = _day(notice.details["reply_due"]), _day(notice.details["previous"])
            item.due_cause, item.due_explained = notice.details["cause"], notice.details.get("explained")
            item.answered_on = _day(notice.details.get("answered_on"))
            item.reply_free = notice.details.get("free", item.reply_free)
    dispatch.due_counted = True
    dispatch.due_over = all(row.due_cause == ENDED for row in rows)
    dispatch.due = min((row.due for row in rows if row.due is not None), default=None)


def _came_by(session: Session, dispatch: Dispatch, way: str | None) -> None:
    """The way by which the letter proved to have come is that of its line in the post book too."""
    if way is None:
        return
    dispatch.channel = way
    line = select(PostEntry).where(
        PostEntry.dispatch_id == dispatch.id, PostEntry.letter.is_(None), PostEntry.state == "delivered"
    )
    for entry in session.execute(line).scalars():
        entry.way = way if way in POST_WAYS else entry.way


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
