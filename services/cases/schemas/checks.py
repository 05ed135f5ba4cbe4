"""A look at a text that is to leave the office, as JSON."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.edges import Answer


@dataclass(frozen=True, kw_only=True)
class PlaceAnswer(Answer):
    """Where the text names someone: `part` as the text is read (an act: title, grounds, then text and evidence of each item), from
    `start` to before `end`, in characters; `severity`: stop, question or released.
    """

    part: int
    start: int
    end: int
    kind: str
    severity: str


@dataclass(frozen=True, kw_only=True)
class CheckAnswer(Answer):
    """`state`: waiting until intake has answered, then checked. `reason`: why it may leave although `stops` is not 0."""

    state: str
    content_hash: str
    stops: int
    questions: int
    places: tuple[PlaceAnswer, ...]
    offered_at: datetime
    checked_at: datetime | None
    reason: str | None
    reason_by: UUID | None
