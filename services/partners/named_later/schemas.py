"""Bodies and answers about what is announced and seems to name somebody by now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from marshmallow import validate
from marshmallow.fields import String

from shared.edges import Answer, Body
from shared.fields import Text

LONGEST_REASON = 2_000
KEEP, TAKE_OFF = "keep", "take_off"


@dataclass(frozen=True, kw_only=True)
class NamedLaterBody(Body):
    """`choice`: it stays, for a `reason`, or nobody outside reads of it any more. `seen`: as the list told it, so that exactly these places are
    answered for.
    """

    choice: Annotated[str, String(required=True, validate=validate.OneOf([KEEP, TAKE_OFF]))]
    seen: Annotated[str, Text(64)]
    reason: Annotated[str, Text(LONGEST_REASON, shortest=0)] = ""


@dataclass(frozen=True, kw_only=True)
class NamedPlace(Answer):
    """Words that are announced, with a few around them. `severity`: they name somebody (`stop`), or may (`question`); `kind`: what they seem to be."""

    part: str
    severity: str
    kind: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, kw_only=True)
class NamedLaterAnswer(Answer):
    """An activity. `since`: when it was found; `more`: places that are not told one by one."""

    id: UUID
    number: str
    title: str
    since: datetime
    places: tuple[NamedPlace, ...]
    more: int
    seen: str


@dataclass(frozen=True, kw_only=True)
class NamedLaterList(Answer):
    """All that has to be answered for, the longest first."""

    items: tuple[NamedLaterAnswer, ...]
