"""By when the items of a letter are to be answered, and by how many days they are late, as the office counts them: those on which a court or a prosecutor
had the matter or the office asked for nothing are nobody's, as it told them of each item.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.partners import domain
from services.partners.models import Dispatch, DispatchItem
from services.partners.queries.held import held_before
from services.partners.queries.wall import Own
from services.partners.schemas.dispatches import ExplainedAnswer
from shared.lateness import Stretch, days_late
from shared.typed import load


@dataclass(frozen=True)
class ItemDue:
    """The last day for the reply on one item, by the id that the body knows; none: its clock stands or has ended.

    `explained`: why it is that day, or why there is none, where the office said so. `days_late`: by how many days its answer is late, or was.
    """

    item_id: UUID
    place: int
    reply_due: date | None
    previous: date | None
    cause: str
    explained: ExplainedAnswer | None
    days_late: int

    @property
    def answered(self) -> bool:
        """Whether a reply ended its clock."""
        return self.explained is not None and self.explained.answered_on is not None


def dues(own: Own, dispatch: Dispatch, today: date) -> list[ItemDue]:
    """The counted last days of a letter's items, in its order; none of one that counts no more."""
    if dispatch.withdrawn_at is not None:
        return []
    rows, holds = _rows(own, dispatch), _holds(own, dispatch)
    return [_due(row, row.due_cause, reply_late_by(row, holds, today)) for row in rows if row.due_cause]


def late_by(own: Own, dispatch: Dispatch, due: date | None, today: date) -> int:
    """By how many days a letter that is due on that day is late, as its line of the inbox says."""
    return letter_late_by(_rows(own, dispatch), due, _holds(own, dispatch), today) if due else 0


def _holds(own: Own, dispatch: Dispatch) -> list[Stretch]:
    return held_before(own.session, [dispatch.recommendation_id]).get(dispatch.recommendation_id, [])


def _rows(own: Own, dispatch: Dispatch) -> list[DispatchItem]:
    mine = own.select(DispatchItem).where(DispatchItem.dispatch_id == dispatch.id).order_by(DispatchItem.place)
    return list(own.session.execute(mine).scalars())


def _due(row: DispatchItem, cause: str, days_late: int) -> ItemDue:
    explained = load(ExplainedAnswer, row.due_explained) if row.due_explained else None
    return ItemDue(row.public_id, row.place, row.due, row.due_before, cause, explained, days_late)


def reply_late_by(row: DispatchItem, holds: Sequence[Stretch], today: date) -> int:
    """0 of what is not late; what was answered stays late by as many days as when the answer came. `holds`: when the matter of its act was elsewhere."""
    due, until = row.due, today
    if row.is_answered:
        due, until = due or _was_due(row), _answered_on(row) or today
    if due is None or until <= due:
        return 0
    return days_late(due, until, [*holds, *_stretches(row.reply_free)])


def letter_late_by(rows: Iterable[DispatchItem], due: date, holds: Sequence[Stretch], today: date) -> int:
    """Of the items that are due on that day the one that is late by most; where nobody counted the day of any, by that of the letter."""
    of_items = [reply_late_by(row, holds, today) for row in rows if row.due == due and not row.is_answered]
    return max(of_items, default=days_late(due, today, holds) if due < today else 0)


def measures_late_by(rows: Iterable[DispatchItem], day: date, holds: Sequence[Stretch], today: date) -> int:
    """The same of these items, which were to be done by that day."""
    return max(
        (days_late(day, today, [*holds, *_stretches(row.measure_free)]) for row in rows if day < today), default=0
    )


def _was_due(row: DispatchItem) -> date | None:
    return load(ExplainedAnswer, row.due_explained).was_due if row.due_explained else None


def _answered_on(row: DispatchItem) -> date | None:
    return row.answered_on or (domain.local_date(row.answered_at) if row.answered_at else None)


def _stretches(days: Iterable[Mapping[str, Any]]) -> list[Stretch]:
    return [
        (date.fromisoformat(one["since"]), date.fromisoformat(one["until"]) if one["until"] else None) for one in days
    ]
