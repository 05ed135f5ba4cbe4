"""That letters were recorded as delivered by mistake, as JSON."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from services.partners.schemas.letters_at_once import ONCE_EACH, Reason
from shared.edges import Answer, Body
from shared.fields import Text


@dataclass(frozen=True, kw_only=True)
class CameBack(Body):
    """The day on which a letter came back, and why. `again`: it waits to be sent anew."""

    day: date
    reason: Reason
    again: bool


@dataclass(frozen=True, kw_only=True)
class Mistakes(Body):
    """Letters that were recorded as delivered by mistake. `ground`: a key of post/mistakes.yaml; `proof`: the file that shows it; `back`: of
    letters that came back, else they are on their way still.
    """

    ground: Annotated[str, Text(40)]
    proof: UUID | None = None
    back: CameBack | None = None
    entries: Annotated[tuple[UUID, ...], ONCE_EACH]


@dataclass(frozen=True, kw_only=True)
class MistakeTold(Answer):
    """That a letter was recorded as delivered by mistake, as was told on a day: it waits for a second person. Of what came back the day and the
    reason.
    """

    told_on: date
    ground: str
    proof: UUID | None
    back_on: date | None
    reason: str | None
    again: bool
