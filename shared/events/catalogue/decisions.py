"""What cases has written to bodies on paper of decisions about an act."""

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.events.envelope import Code, DocumentName, Event


@dataclass(frozen=True, kw_only=True)
class DecisionWritten(Event):
    """A decision about an act, or what was found of its items, was written to a body that has it on paper: `letter` is to be brought to it. Subject: the act."""

    type: ClassVar[str] = "cases.recommendation.decision_written.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)

    recommendation_id: UUID
    institution_id: UUID
    what: Annotated[str, Code("withdrawal", "finding")]
    letter: DocumentName


@dataclass(frozen=True, kw_only=True)
class StepUntrue(Event):
    """What a reminder, or an act of the ladder, said of a silence was untrue: `letter` tells its body so, and goes the way of a reminder. Subject: the act."""

    type: ClassVar[str] = "cases.escalation.untrue.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)

    recommendation_id: UUID
    institution_id: UUID
    letter: DocumentName


@dataclass(frozen=True, kw_only=True)
class DecisionDropped(Event):
    """A `letter` of what was found, which waited to leave, is brought to nobody: another tells what holds now. Subject: the act."""

    type: ClassVar[str] = "cases.recommendation.decision_dropped.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)

    recommendation_id: UUID
    institution_id: UUID
    letter: DocumentName
