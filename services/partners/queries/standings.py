"""Where the items of a letter stand, the worst first: one line of the inbox must not speak for its best item."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.partners.models import DispatchItem

#: The cause of a clock that has ended: the item was answered, be it on paper, or the office awaits no answer any more.
ENDED = "closed"
#: How the office answered what a body said of a draft finding.
FINDINGS_ANSWERED = ("correction_taken", "correction_taken_in_part", "correction_not_taken", "nothing_corrected")
#: Nothing more is asked of these.
SETTLED = frozenset({"implemented", "overtaken", "not_assessable", "debated", *FINDINGS_ANSWERED})
#: What was not done, or only in part.
UNDONE = ("not", "not_debated", "partly")
LATE, AWAITS, DAY_PASSED, ANSWERED, OVER = "late", "awaits", "day_passed", "answered", "over"
#: From the one that the body must look at first. What is answered and not found yet stands before what is.
WORST_FIRST = (LATE, *UNDONE, DAY_PASSED, AWAITS, "in_process", ANSWERED, OVER, *sorted(SETTLED))


@dataclass(frozen=True)
class Standing:
    """`counts`: how many items stand where, the worst first. `day`: of what is open the oldest, by which it is to be answered, or, where
    `doing`, done; none while the office has counted none, or nothing is open. `of`: the items that are open by that day.
    """

    counts: tuple[tuple[str, int], ...] = ()
    day: date | None = None
    doing: bool = False
    of: tuple[DispatchItem, ...] = ()

    @property
    def worst(self) -> str | None:
        return self.counts[0][0] if self.counts else None


def standing_of(rows: Sequence[DispatchItem], found: Mapping[UUID, str], today: date) -> Standing:
    """`found`: item → what the office found of it last."""
    words = {row.item_id: _word(row, found.get(row.item_id), today) for row in rows}
    many = Counter(words.values())
    days = [(row, _day(row, words[row.item_id])) for row in rows]
    first = min((one for _row, one in days if one is not None), default=None)
    of = tuple(row for row, one in days if one is not None and one == first)
    day, doing = first or (None, False)
    return Standing(tuple((word, many[word]) for word in WORST_FIRST if many[word]), day, doing, of)


def _word(row: DispatchItem, found: str | None, today: date) -> str:
    if found in SETTLED:
        return str(found)
    waits = row.answered_at is None and row.due_cause != ENDED
    if waits and row.due is not None and row.due < today:
        return LATE
    if found in UNDONE:
        return str(found)
    if waits:
        return AWAITS
    if row.done_by is not None and row.done_by < today:
        return DAY_PASSED
    return found or (ANSWERED if row.is_answered else OVER)


def _day(row: DispatchItem, word: str) -> tuple[date, bool] | None:
    """The day of what is open of an item, and whether it is that of the doing."""
    if word in {LATE, AWAITS}:
        return (row.due, False) if row.due is not None else None
    return (row.done_by, True) if word not in SETTLED and row.done_by is not None else None
