"""Gaps in law and wrong practices: what each leads to, where it stands, and how it ends. Values read from data.

Where a gap stands is nobody's entry: it follows from the acts that were drafted from it, their answers, and the outcome.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.cases.domain import entries
from services.cases.domain.versions import Versioned
from shared.rules import ContentViolation, RuleViolation

#: A smaller number of cases behind a gap is not told to the public: it could lead to a child.
SMALLEST_SHOWN = 3
_NUMBER = re.compile(r"\b[ACR]-\d{4}-\d{5,7}-\d\b")


class GapStatus(StrEnum):
    OPEN = "open"
    ACT_ISSUED = "act_issued"
    ANSWERED = "answered"
    SETTLED = "settled"


@dataclass(frozen=True, kw_only=True)
class GapKind(Versioned):
    """One version of a kind of gap. `act`: the kind of act it leads to; `addressed_class`: the class of the one body that
    such an act goes to where nobody names another; none: the bodies of the gap. `due_days`: by when the draft asks for it. `stages`: what a proposal may
    go through outside the office.
    """

    act: str
    outcomes: tuple[str, ...]
    due_days: int
    addressed_class: str | None = None
    stages: tuple[str, ...] = ()


def read_gap_kind(entry: Mapping[str, object]) -> GapKind:
    """A kind of gap from one entry of the data file; raises ValueError that names the field which is missing or wrong."""
    where = f"gap kind {entry.get('key')}"
    return GapKind(
        key=entries.text(entry, "key", where),
        act=entries.text(entry, "act", where),
        outcomes=entries.texts(entry, "outcomes", where),
        due_days=entries.number(entry, "due_days", where),
        addressed_class=entries.optional_text(entry, "addressed_class", where),
        stages=entries.texts(entry, "stages", where),
        valid_from=entries.day(entry, "valid_from", where),
        valid_to=entries.day(entry, "valid_to", where),
        confirmed=entries.flag(entry, "confirmed", where),
    )


def status_of(*, outcome: str | None, issued: bool, answered: bool) -> GapStatus:
    """Where a gap stands. `issued`: an act from it went out and stands; `answered`: a body replied to such an act."""
    if outcome is not None:
        return GapStatus.SETTLED
    if answered:
        return GapStatus.ANSWERED
    return GapStatus.ACT_ISSUED if issued else GapStatus.OPEN


def check_outcome(kind: GapKind, outcome: str, on: date, source: str, today: date) -> None:
    """Refuses an end that such a gap cannot have, one that has not come yet, and one that nobody can look up."""
    if outcome not in kind.outcomes:
        raise RuleViolation("a gap of this kind does not end so", code="gap.outcome_does_not_fit", legal=kind.outcomes)
    if on > today:
        raise ContentViolation("it has not come yet", code="gap.outcome_in_the_future", field="on")
    if not source.strip():
        raise ContentViolation("where it was read is named", code="gap.no_source", field="source")


def names_a_case(text: str) -> bool:
    """Whether the number of a complaint, a case or an act stands in it."""
    return _NUMBER.search(text) is not None


def check_text(text: str, field: str) -> None:
    """Refuses such a number: what is written of a gap is read by anyone."""
    if names_a_case(text):
        raise ContentViolation("a gap names no case", code="gap.names_a_case", field=field)


def shown_number(count: int) -> int | None:
    """A number as the public may see it: none where it is small."""
    return count if count >= SMALLEST_SHOWN else None
