"""What cases tells of letters that stay where they are: a court or a prosecutor has the matter, or nobody brings them any more."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from shared.events.envelope import Code, Event, Part


@dataclass(frozen=True, kw_only=True)
class HeldDays(Part):
    """Days on which the matter was elsewhere, which are nobody's delay; `until`: the first that counts again."""

    since: date
    until: date


@dataclass(frozen=True, kw_only=True)
class FreeDays(Part):
    """Days that count for no delay: a court or a prosecutor had the matter, or the office asked for nothing. `until`: the first that counts again; none
    while they go on.
    """

    since: date
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class MatterHeld(Event):
    """Whether a court or a prosecutor has the matter of a case as of now. `acts`: all the issued acts whose letters may not leave while
    it does, so that the newest word is the whole truth; none once the matter came back (`since` null). `standing`: those that may leave, and
    whose days are not counted either. `before`: all such days of the case that have ended, which count for no delay on `owing`, the acts of
    this case. Subject: the case.
    """

    type: ClassVar[str] = "cases.matter.held.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)

    case_id: UUID
    acts: tuple[UUID, ...]
    since: date | None = None
    standing: tuple[UUID, ...] = ()
    before: tuple[HeldDays, ...] = ()
    owing: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LetterStopped(Event):
    """Whether a letter that is not known to have arrived is still brought to its body. Not (`why`), since nothing is asked on any of its items any
    more (`settled`), a court or a prosecutor decides them (`elsewhere`), its case was closed (`case_closed`), or its body has it, as what it
    wrote on the day `on` shows (`answered`); without `why` it is brought again. Subject: the act.
    """

    type: ClassVar[str] = "cases.letter.stopped.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)

    recommendation_id: UUID
    institution_id: UUID
    why: Annotated[str, Code("settled", "elsewhere", "case_closed", "answered")] | None = None
    on: date | None = None
