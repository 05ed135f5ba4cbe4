"""Clocks as JSON: a ledger, the day it comes to and why, and what is entered into it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from services.cases.domain.clock_history import OFFICERS_ENTRIES
from services.cases.domain.ledger import EntryKind
from services.cases.domain.obligations import Way
from services.cases.domain.terms import RollOver, StartEvent, Unit
from services.cases.schemas.obligations import Reason
from shared.edges import Answer, Body
from shared.fields import Text
from shared.typed import Word, one_of


@dataclass(frozen=True, kw_only=True)
class LedgerEntry(Answer):
    """`counts`: whether the last day rests on it; not of a sending or delivery that proved to be none. `scan_id`, `ground`: what shows
    the day of a correction.
    """

    counts: bool
    id: UUID
    kind: str
    effective: date
    recorded_at: datetime
    event: str | None
    until: date | None
    name: str | None
    reason: str | None
    by: str
    scan_id: UUID | None
    ground: str | None


@dataclass(frozen=True, kw_only=True)
class SegmentAnswer(Answer):
    """Days in a row that count, or do not, for the same reason."""

    why: str
    first: date
    last: date
    days: int
    count: int
    name: str


@dataclass(frozen=True, kw_only=True)
class TermAnswer(Answer):
    """The term that governs; `confirmed`: a lawyer has read the article."""

    key: str
    value: int
    unit: Annotated[str, one_of(Unit)]
    start_event: Annotated[str, one_of(StartEvent)]
    roll_over: Annotated[str, one_of(RollOver)]
    legal_basis: str
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class DueAnswer(Answer):
    day: date | None
    reason: str
    start: date | None
    counted: date | None


@dataclass(frozen=True, kw_only=True)
class NoticeAnswer(Answer):
    """Of which last day the body was told, and when; none: that the clock stands or has ended."""

    at: datetime
    cause: str
    due: date | None
    previous: date | None


@dataclass(frozen=True, kw_only=True)
class DatedAnswer(Answer):
    """A date that the clock showed, since when, and the entry that brought it."""

    entry_id: UUID
    recorded_at: datetime
    day: date | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class ClockAnswer(Answer):
    """A ledger, the day it comes to, and why, in runs of days. All empty for a kind of act without a term.

    `closed_on`: the office closed the clock, which then has no last day; `ended_on`: it, or an answer, ended it. `words`: the
    explanation in sentences, by language.
    """

    term: TermAnswer | None
    due: DueAnswer | None
    closed_on: date | None
    ended_on: date | None
    ledger: tuple[LedgerEntry, ...]
    explanation: tuple[SegmentAnswer, ...]
    dates: tuple[DatedAnswer, ...]
    told: tuple[NoticeAnswer, ...]
    words: Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class ClockEntryBody(Body):
    """What an officer enters into a clock. `effective`: the day from which it holds; of a correction the day on which the letter
    was truly delivered, which `scan_id`, a scan of the act, or `ground`, one of `correction_grounds`, shows. `until`: of a pause the first day that counts again, of an extension the new last day.
    `channel`: of a correction the way by which the letter truly came, where another was recorded.
    """

    kind: Annotated[EntryKind, Word(EntryKind, only=OFFICERS_ENTRIES)]
    effective: date
    reason: Reason
    until: date | None = None
    scan_id: UUID | None = None
    ground: Annotated[str | None, Text(60)] = None
    channel: Way | None = None
