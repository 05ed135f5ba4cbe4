"""What cases says of obligations and their clocks: what body owes what by when, and what became of it."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from shared.events.catalogue.codes import (
    ClockDay,
    ClockEntryKind,
    RungGround,
    StartEvent,
    TermUnit,
)
from shared.events.catalogue.holds import FreeDays
from shared.events.envelope import Code, DigestField, Event, Number, Part
from shared.typed import NamesDocument


@dataclass(frozen=True, kw_only=True)
class ClockSpoke(Part):
    """What reminders, overdue notices and escalations have in common."""

    obligation_id: UUID
    recommendation_id: UUID
    number: Number
    item_id: UUID
    institution_id: UUID
    due: date


@dataclass(frozen=True, kw_only=True)
class ObligationDueSoon(Event):
    """The last day for a reply is near: a courtesy to the body, which is late with nothing."""

    type: ClassVar[str] = "cases.obligation.due_soon.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners", "notifications")

    clock: ClockSpoke
    days_before: int


@dataclass(frozen=True, kw_only=True)
class ObligationReminded(Event):
    """A body was reminded of its reply, or of a measure. `ground`: of what; the `due` of its clock is the day of that, be it the one by which the
    measure was to be done.
    """

    type: ClassVar[str] = "cases.obligation.reminded.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners", "notifications")

    clock: ClockSpoke
    rung: Annotated[str, Code("reminder", "second_reminder")]
    letter: Annotated[str, DigestField(), NamesDocument("partners")] | None = None
    ground: RungGround | None = None


@dataclass(frozen=True, kw_only=True)
class ObligationOverdue(Event):
    """A term passed without a reply."""

    type: ClassVar[str] = "cases.obligation.overdue.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners", "notifications")

    clock: ClockSpoke
    what: Annotated[str, Code("reply", "implementation")]


@dataclass(frozen=True, kw_only=True)
class ObligationEscalated(Event):
    """A person sent a rung of the ladder. `to` is the body that was turned to, where the rung has one; `way`: the lawful way that was
    taken, where the body has no superior.
    """

    type: ClassVar[str] = "cases.obligation.escalated.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)

    clock: ClockSpoke
    rung: Annotated[str, Code("hierarchical_superior", "assembly_report", "publication")]
    to: UUID | None = None
    act: UUID | None = None
    way: Annotated[str, Code(listed_in="cases/data/ladders.yaml")] | None = None


@dataclass(frozen=True, kw_only=True)
class ObligationClarified(Event):
    """The office answered a body that had asked for clarification of an item. `letter`: the document; `reply_id`: with which it asked. The
    term goes on as it is.
    """

    type: ClassVar[str] = "cases.obligation.clarified.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners", "notifications")

    obligation_id: UUID
    recommendation_id: UUID
    number: Number
    item_id: UUID
    institution_id: UUID
    reply_id: UUID
    letter: Annotated[str, DigestField(), NamesDocument("partners")]


@dataclass(frozen=True, kw_only=True)
class ClockLine(Part):
    """Days in a row that count towards a term, or do not, for one reason. `days`: how many of them it speaks of; `count`: how
    much of the term is used up by its end; `ends_off`: the term ends with them on a day off, and stays there.
    """

    why: ClockDay
    first: date
    last: date
    days: int
    count: int
    ends_off: bool | None = None


@dataclass(frozen=True, kw_only=True)
class ClockTerm(Part):
    """How long a term is, and what it runs from."""

    value: int
    unit: TermUnit
    start_event: StartEvent | None = None


@dataclass(frozen=True, kw_only=True)
class ClockTakenBack(Part):
    """Time until `given` that the office gave by mistake and took back on `decided_on`, by a letter that was delivered on `told_on`; who relied on it
    is not late before `until`. `other`: until when it gave time that stands.
    """

    given: date
    decided_on: date
    told_on: date
    until: date
    other: date | None = None


@dataclass(frozen=True, kw_only=True)
class ObligationClocked(Event):
    """The last day for a reply is counted, or has moved; `explanation`: why it is that day. No `due`: the clock stands or
    has ended, `closed_on` if the office closed it, `answered_on` if an answer ended it; then `explanation` is of the day by which
    it was due. `held_since`: a court or a prosecutor has the matter, and nothing is due while it does. `corrected_on`: when the office corrected
    the day of delivery from which it runs; `taken_back`: time that it had given by mistake. `free`: all days until now that count for no delay of
    the reply; left out in older ones.
    """

    type: ClassVar[str] = "cases.obligation.clocked.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners", "notifications")

    obligation_id: UUID
    recommendation_id: UUID
    item_id: UUID
    institution_id: UUID
    cause: ClockEntryKind
    due: date | None = None
    previous: date | None = None
    term: ClockTerm | None = None
    explanation: tuple[ClockLine, ...] | None = None
    closed_on: date | None = None
    answered_on: date | None = None
    held_since: date | None = None
    corrected_on: date | None = None
    taken_back: ClockTakenBack | None = None
    free: tuple[FreeDays, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class ExtensionDecided(Event):
    """More time was granted or not. Subject: the request. `items`: for which of them it was granted; `letter`: the one that says so; `corrected`: time that
    was granted by mistake until `given` is taken back, `taken_back_on`, and the letter that told of it (`instead_of`) goes no more; without
    `until`: what was given stands until `letter` is delivered, and its clock tells the last day then. The request is open again.
    """

    type: ClassVar[str] = "cases.extension.decided.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners", "notifications")

    request_id: UUID
    recommendation_id: UUID
    institution_id: UUID
    granted: bool
    until: date | None = None
    items: tuple[UUID, ...] | None = None
    letter: Annotated[str, DigestField(), NamesDocument("partners")] | None = None
    corrected: bool = False
    instead_of: Annotated[str, DigestField(), NamesDocument("partners")] | None = None
    given: date | None = None
    taken_back_on: date | None = None
