"""A body's feed: every entry once, in one order, none skipped, from the beginning as often as it likes.

An entry is shown when every transaction that began before its own has ended, so that none can still come in before it.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import literal_column, or_, select, tuple_

from services.partners.models.dispatches import CURRENT_EPOCH, Dispatch, DispatchItem, FeedEntry, Notice
from services.partners.queries.wall import Own
from services.partners.schemas.dispatches import Feed, FeedItem
from shared.pagination import BadCursorError, Cursors, LostCursorError

#: No transaction that is still running could yet come in before it.
SETTLED = or_(
    FeedEntry.epoch < literal_column(CURRENT_EPOCH),
    FeedEntry.tx < literal_column("pg_snapshot_xmin(pg_current_snapshot())::text::bigint"),
)
_POSITION = tuple_(FeedEntry.epoch, FeedEntry.tx, FeedEntry.id)


def read(own: Own, cursors: Cursors, after: str | None, limit: int) -> Feed:
    """What comes after the cursor. Raises `BadCursorError` for a cursor of another body or list, `LostCursorError` for one that
    stands behind an entry which was lost when the database was set back.
    """
    scope = _scope(own)
    statement = own.select(FeedEntry).where(SETTLED)
    place = None if after is None else place_of(own, cursors, after)
    if place is not None:
        # With the entry itself, so that one statement also says whether it is still there.
        statement = statement.where(tuple_(*place) <= _POSITION)
    rows = own.session.execute(statement.order_by(*_POSITION.clauses).limit(limit + 2)).scalars().all()
    if place is not None:
        if not rows or _place(rows[0]) != place:
            _refuse_lost(own, cursors, scope, place)
        else:
            rows = rows[1:]
    entries = rows[:limit]
    following = cursors.write(scope, _place(entries[-1])) if entries else after
    return Feed(items=tuple(_shown(own, entries)), next=following, more=len(rows) > limit)


def place_of(own: Own, cursors: Cursors, after: str) -> list[int]:
    """The place (epoch, tx, id) of a cursor of this body's feed. Raises `BadCursorError` for any other."""
    return _position(cursors.read(_scope(own), after))


def _scope(own: Own) -> list[str]:
    return ["feed", str(own.institution_id)]


def _place(entry: FeedEntry) -> list[int]:
    return [entry.epoch, entry.tx, entry.id]


def _refuse_lost(own: Own, cursors: Cursors, scope: Sequence[str], place: list[int]) -> None:
    """Raise `LostCursorError` if the entry of a cursor is of an epoch that is over: nothing but a restore takes one away."""
    if place[0] >= own.session.execute(select(literal_column(CURRENT_EPOCH))).scalar_one():
        return
    before = own.select(FeedEntry).where(tuple_(*place) > _POSITION)
    last = own.session.execute(before.order_by(*(each.desc() for each in _POSITION.clauses)).limit(1)).scalar()
    raise LostCursorError(cursors.write(scope, _place(last)) if last else None)


def _position(values: list[Any]) -> list[int]:
    if len(values) != len(_POSITION.clauses) or not all(isinstance(value, int) for value in values):
        raise BadCursorError
    return values


def _shown(own: Own, entries: Sequence[FeedEntry]) -> Iterator[FeedItem]:
    dispatches = _by_id(own, Dispatch, {entry.dispatch_id for entry in entries})
    notices = _by_id(own, Notice, {entry.notice_id for entry in entries if entry.notice_id})
    items = _public_items(own, set(dispatches))
    for entry in entries:
        dispatch, notice = dispatches[entry.dispatch_id], notices.get(entry.notice_id)
        yield FeedItem(
            id=entry.public_id,
            type=entry.type,
            at=entry.at,
            dispatch_id=dispatch.id,
            number=dispatch.number,
            kind=dispatch.kind,
            role=dispatch.role,
            item_id=items.get((dispatch.id, notice.item_id)) if notice else None,
            details=_details(notice) if notice else {},
        )


def _by_id(own: Own, model: Any, ids: set[Any]) -> dict[Any, Any]:
    if not ids:
        return {}
    return {row.id: row for row in own.session.execute(own.select(model).where(model.id.in_(ids))).scalars()}


def _public_items(own: Own, dispatches: set[UUID]) -> dict[tuple[UUID, UUID | None], UUID]:
    if not dispatches:
        return {}
    rows = own.session.execute(own.select(DispatchItem).where(DispatchItem.dispatch_id.in_(dispatches))).scalars()
    return {(row.dispatch_id, row.item_id): row.public_id for row in rows}


def _details(notice: Notice) -> dict[str, object]:
    """What a notice says without the name of its document, which has a route of its own."""
    return {name: value for name, value in notice.details.items() if name != "document"}
