"""What became, or would become, of a file of the directory, as JSON."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from marshmallow import validate

from shared.edges import Answer

STATES = ("new", "changed", "ended", "same", "refused")
State = Annotated[str, validate.OneOf(STATES)]


@dataclass(frozen=True, kw_only=True)
class RowAnswer(Answer):
    """What becomes of one row. `fields`: name → [before, after]; `faults`: [field, code]. Rows that are the same are counted and
    not listed.
    """

    part: str
    line: int
    key: str
    state: State
    fields_: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    faults: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ImportAnswer(Answer):
    applied: bool
    counts: Mapping[State, int]
    rows: tuple[RowAnswer, ...]


def answer(rows: Sequence[RowAnswer], *, applied: bool) -> ImportAnswer:
    counted = Counter(row.state for row in rows)
    listed = tuple(row for row in rows if row.state != "same")
    return ImportAnswer(applied=applied, counts={state: counted[state] for state in STATES}, rows=listed)
