"""A look at a text that is to leave the office, as JSON."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from services.cases.schemas.cases import LONGEST_TEXT
from shared.edges import Answer, Body
from shared.fields import Text


@dataclass(frozen=True, kw_only=True)
class PlaceAnswer(Answer):
    """Where the text names someone: `part` as the text is read (an act: title, grounds, official function, then text and evidence of
    each item), from `start` to before `end`, in characters; `severity`: stop, question or released.
    """

    part: int
    start: int
    end: int
    kind: str
    severity: str


@dataclass(frozen=True, kw_only=True)
class CheckAnswer(Answer):
    """`state`: waiting until intake has answered, then checked. `needs_reason`: somebody else than who wrote it has to say why it may
    leave; `reason`: why it may. `then`: what is done by itself once it turned out to name nobody: approve, issue, tell or clarify.
    `fell`: what was wanted before the text was compared, approve or issue, and fell because it names someone or may: it is done anew.
    """

    state: str
    content_hash: str
    stops: int
    questions: int
    needs_reason: bool
    places: tuple[PlaceAnswer, ...]
    offered_at: datetime
    checked_at: datetime | None
    reason: str | None
    reason_by: UUID | None
    then: str | None
    fell: str | None = None


def goes_on(look: CheckAnswer | None) -> bool:
    """Whether something is done by itself once the text turned out to name nobody."""
    return look is not None and look.then is not None


@dataclass(frozen=True, kw_only=True)
class HeldReasonBody(Body):
    """Why a message may leave although it names someone."""

    names_reason: Annotated[str, Text(LONGEST_TEXT)]


@dataclass(frozen=True, kw_only=True)
class HeldMessage(Answer):
    """A message that waits; `complaints`: to whom it is written; `obligation_id`: of an answer to a body that asked for clarification."""

    id: UUID
    text: str
    complaints: tuple[UUID, ...]
    obligation_id: UUID | None
    names_check: CheckAnswer


@dataclass(frozen=True, kw_only=True)
class HeldMessages(Answer):
    items: tuple[HeldMessage, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class HeldDone(Answer):
    """`state`: sent or discarded."""

    id: UUID
    state: str
