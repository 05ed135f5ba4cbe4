"""A text that is to leave, and where it names somebody."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from shared.comparing.rules import HOLDS_FOR
from shared.comparing.words import WHY

#: Letters that are shown around a place.
AROUND = 20


@dataclass(frozen=True)
class Text:
    """A text that is to leave, by parts. `kind`: as the event names it; `id`: of what it is the text; `holds_for`: for so long a look at it
    holds, while other files come.
    """

    kind: str
    id: UUID
    parts: Mapping[str, str]
    holds_for: timedelta = HOLDS_FOR

    @property
    def digest(self) -> str:
        said = json.dumps(list(self.parts.items()), ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class Place:
    """Where a text names somebody (`stop`), or may (`question`): the words as they stand there, with a few around them, since whoever may
    read the text reads them; `kind`: what they seem to be.
    """

    part: str
    severity: str
    kind: str
    before: str
    words: str
    after: str

    @property
    def why(self) -> str:
        return str(WHY[self.kind])


@dataclass(frozen=True)
class Named:
    """Where a text names somebody, in the order in which it was told, and how many places there are `more`: a look tells the first of many."""

    places: tuple[Place, ...] = ()
    more: int = 0

    def __bool__(self) -> bool:
        return bool(self.places) or self.more > 0


def together(found: Iterable[Named]) -> Named:
    """Of several texts, of which some may have a part in common."""
    looks = list(found)
    return Named(tuple(dict.fromkeys(place for one in looks for place in one.places)), sum(one.more for one in looks))


def place(found: Mapping[str, Any], name: str, words: str) -> Place:
    """`found`: start, end, kind and severity, as intake told them of the part of that name."""
    start, end = found["start"], found["end"]
    around = words[max(0, start - AROUND) : start], words[start:end], words[end : end + AROUND]
    return Place(name, str(found["severity"]), str(found["kind"]), *around)
