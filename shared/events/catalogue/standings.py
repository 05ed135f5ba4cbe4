"""What cases tells of where an obligation stands: what the office found, what a body said, and by when a measure is to be done."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from shared.events.catalogue.codes import POST_WAYS, SAID, Assessment, Position
from shared.events.catalogue.holds import FreeDays
from shared.events.envelope import Code, DocumentName, Event, Number


@dataclass(frozen=True, kw_only=True)
class ObligationAssessed(Event):
    """The office found what became of one item at one body. `undelivered`: the letter had not reached it, so that it did nothing on it.
    `outcome`: how the office answered, where the act asks for no measure. `by`: of what is in process, the day by which it is to be done or is expected.
    `corrects`: the state that was told before and, as was found now, was not so.
    """

    type: ClassVar[str] = "cases.obligation.assessed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners", "intake")

    obligation_id: UUID
    recommendation_id: UUID
    item_id: UUID
    institution_id: UUID
    assessment: Assessment
    assessed_on: date
    next_check: date | None = None
    complaints: tuple[UUID, ...]
    number: Number | None = None
    place: int | None = None
    next: Annotated[str, Code(listed_in="cases/domain/told.py")] | None = None
    undelivered: bool = False
    outcome: Annotated[str, Code(listed_in="cases/data/outcomes.yaml")] | None = None
    by: date | None = None
    corrects: Annotated[str, Code(listed_in="cases/domain/standing.py")] | None = None


@dataclass(frozen=True, kw_only=True)
class ObligationStood(Event):
    """A body refused, broke its promise, stayed silent, or the office opened or ended its steps: where one item stands at it now, and
    what the office does next. `place`: of the item in the letter, from 1; `corrects`: the state that was told before and, as is known now,
    was not so; `due`: the last day for the reply then, where one runs; `given`: that day, where the office gave more time only after the one of before had passed.
    """

    type: ClassVar[str] = "cases.obligation.stood.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake",)

    obligation_id: UUID
    recommendation_id: UUID
    number: Number
    place: int
    institution_id: UUID
    state: Annotated[str, Code(listed_in="cases/domain/standing.py")]
    next: Annotated[str, Code(listed_in="cases/domain/told.py")]
    complaints: tuple[UUID, ...]
    corrects: Annotated[str, Code(listed_in="cases/domain/standing.py")] | None = None
    due: date | None = None
    given: date | None = None


@dataclass(frozen=True, kw_only=True)
class ObligationAnswered(Event):
    """A body accepted one item, says that it has done it, that it is not competent or that it passed the letter on, or asks what is meant,
    and what the office does next. `by`: the day by which it is to be done; `place`: of the item in the letter, from 1. A refusal is told
    by `stood`. `corrects`, `given`: as there. `passed`: the day by which it was to be done, where that had passed when the body said so; then no `by`.
    """

    type: ClassVar[str] = "cases.obligation.answered.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake",)

    obligation_id: UUID
    recommendation_id: UUID
    number: Number
    place: int
    institution_id: UUID
    said: Annotated[str, Code(*SAID)]
    next: Annotated[str, Code(listed_in="cases/domain/told.py")]
    complaints: tuple[UUID, ...]
    by: date | None = None
    corrects: Annotated[str, Code(listed_in="cases/domain/standing.py")] | None = None
    passed: date | None = None
    given: date | None = None


@dataclass(frozen=True, kw_only=True)
class ObligationDated(Event):
    """By when a measure is to be done, as the office counts it; no `by` while a court or a prosecutor has the matter. `why`: the document
    with the reasons in words. `free`: all days until now that count for no delay of the measure; left out in older ones.
    """

    type: ClassVar[str] = "cases.obligation.dated.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)

    obligation_id: UUID
    recommendation_id: UUID
    item_id: UUID
    institution_id: UUID
    by: date | None = None
    why: DocumentName
    free: tuple[FreeDays, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class ObligationReopened(Event):
    """What the office had found of one item at one body no longer stands: it looks at it again."""

    type: ClassVar[str] = "cases.obligation.reopened.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)

    obligation_id: UUID
    recommendation_id: UUID
    item_id: UUID
    institution_id: UUID
    reopened_on: date


@dataclass(frozen=True, kw_only=True)
class ObligationUpheld(Event):
    """What a body `said` of one item does not satisfy the office, or the office does not follow it to another body: what it owes stands."""

    type: ClassVar[str] = "cases.obligation.upheld.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)

    obligation_id: UUID
    recommendation_id: UUID
    item_id: UUID
    institution_id: UUID
    said: Position
    upheld_on: date


@dataclass(frozen=True, kw_only=True)
class ObligationTurned(Event):
    """The office followed what a body `said` of one item and turned to another body: it asks this one for nothing more."""

    type: ClassVar[str] = "cases.obligation.turned.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)

    obligation_id: UUID
    recommendation_id: UUID
    item_id: UUID
    institution_id: UUID
    said: Position
    turned_on: date


@dataclass(frozen=True, kw_only=True)
class DeliveryCorrected(Event):
    """The day on which a letter reached its body was recorded wrongly: of this item the office counts from `delivered_on`. It holds until the
    letter comes back. `way`: by which it truly came, where another was recorded.
    """

    type: ClassVar[str] = "cases.delivery.corrected.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)

    obligation_id: UUID
    recommendation_id: UUID
    item_id: UUID
    institution_id: UUID
    delivered_on: date
    way: Annotated[str, Code("portal", "api", "link", *POST_WAYS)] | None = None


@dataclass(frozen=True, kw_only=True)
class ReminderWithdrawn(Event):
    """A reminder that had not left yet is not sent: its letter did not arrive, or is not late any more, or it lay too long and is
    written anew. `letter`: its document, said of each item that it speaks of.
    """

    type: ClassVar[str] = "cases.obligation.reminder_withdrawn.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)

    obligation_id: UUID
    recommendation_id: UUID
    institution_id: UUID
    letter: DocumentName
