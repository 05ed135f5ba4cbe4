"""What cases tells of matters that a court or a prosecutor has."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.events.envelope import Event


@dataclass(frozen=True, kw_only=True)
class MatterHeld(Event):
    """Whether a court or a prosecutor has the matter of a case as of now. `acts`: all the issued acts whose letters may not leave while
    it does, so that the newest word is the whole truth; none once the matter came back (`since` null). `standing`: those that may leave, and
    whose days are not counted either. Subject: the case.
    """

    type: ClassVar[str] = "cases.matter.held.v1"
    consumers: ClassVar[tuple[str, ...]] = ("partners",)

    case_id: UUID
    acts: tuple[UUID, ...]
    since: date | None = None
    standing: tuple[UUID, ...] = ()
