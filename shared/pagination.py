"""`?after=` and `?limit=` for every list: keyset pages, so that the last page costs what the first does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

DEFAULT_LIMIT = 50
MAX_LIMIT = 200


class BadCursorError(ValueError):
    """The cursor was changed, or belongs to another list, filter or reader (HTTP 400)."""


class LostCursorError(BadCursorError):
    """What the cursor stands behind was lost when the database was set back (HTTP 410). `next` leads on from what survived
    before it; None leads to the beginning.
    """

    def __init__(self, following: str | None) -> None:
        super().__init__()
        self.next = following


T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of rows, and the cursor of the next or None."""

    items: Sequence[T]
    next: str | None

    def of(self, made: Callable[[T], U]) -> "Page[U]":
        """The same page with something made of each row."""
        return Page([made(item) for item in self.items], self.next)


class Cursors:
    """Signs and reads cursors. A cursor is bound to one list with its filters and its reader (`scope`)."""

    def __init__(self, secret_key: str) -> None:
        self._serializer = URLSafeSerializer(secret_key, salt="besa.cursor")

    def write(self, scope: Sequence[str], values: Sequence[Any]) -> str:
        return self._serializer.dumps([list(scope), [_plain(value) for value in values]])

    def read(self, scope: Sequence[str], cursor: str) -> list[Any]:
        """The values of the last row that was seen. Raises `BadCursorError`."""
        if not 0 < len(cursor) <= 1024:
            raise BadCursorError
        try:
            found_scope, values = self._serializer.loads(cursor)
        except (BadData, ValueError, TypeError) as error:
            raise BadCursorError from error
        # Base64 leaves bits unused: another last letter can say the same bytes, and would be another cursor for the same page.
        if found_scope != list(scope) or self.write(found_scope, values) != cursor:
            raise BadCursorError
        return list(values)


def page(
    session: Session,
    statement: Select[Any],
    key: Sequence[InstrumentedAttribute[Any]],
    cursors: Cursors,
    scope: Sequence[str],
    *,
    after: str | None,
    limit: int = DEFAULT_LIMIT,
    descending: bool = False,
) -> Page[Any]:
    """The rows of `statement` after the cursor, ordered by `key` (which must be unique as a whole). Of one that asks for columns and not
    for an entity, those of `key` are among them.
    """
    if after is not None:
        values = cursors.read(scope, after)
        typed = [_typed(column, value) for column, value in zip(key, values, strict=True)]
        position = tuple_(*key)
        statement = statement.where(position < tuple_(*typed) if descending else position > tuple_(*typed))
    order = [column.desc() if descending else column.asc() for column in key]
    found = session.execute(statement.order_by(*order).limit(limit + 1))
    rows = (found.scalars() if len(found.keys()) == 1 else found).all()
    items = rows[:limit]
    following = cursors.write(scope, [getattr(items[-1], column.key) for column in key]) if len(rows) > limit else None
    return Page(items, following)


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _typed(column: InstrumentedAttribute[Any], value: Any) -> Any:
    try:
        python_type = column.type.python_type
        if python_type in (datetime, date):
            return python_type.fromisoformat(value)
        return python_type(value)
    except (TypeError, ValueError, NotImplementedError) as error:
        raise BadCursorError from error
