"""Bodies and answers about what is shown and seems to name somebody by now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from shared.edges import Answer, Body
from shared.fields import Text

LONGEST_REASON = 2_000


@dataclass(frozen=True, kw_only=True)
class KeepingBody(Body):
    """Why it stays although it names somebody, or may. `seen`: as the list told it, so that exactly these places are answered for."""

    reason: Annotated[str, Text(LONGEST_REASON)]
    seen: Annotated[str, Text(64)]


@dataclass(frozen=True, kw_only=True)
class NamedPlace(Answer):
    """Words that are shown, with a few around them. `severity`: they name somebody (`stop`), or may (`question`); `kind`: what they seem to be."""

    part: str
    severity: str
    kind: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, kw_only=True)
class NamedLaterAnswer(Answer):
    """A version of a publication, or an issue. `at`: its page at the desk, where it is withdrawn; `more`: places that are not told one by one."""

    id: UUID
    what: str
    title: str
    version: int | None
    at: str
    since: datetime
    places: tuple[NamedPlace, ...]
    more: int
    seen: str


@dataclass(frozen=True, kw_only=True)
class NamedLaterList(Answer):
    """All that has to be answered for, the longest first."""

    items: tuple[NamedLaterAnswer, ...]
