"""A text that is to leave, and where it names somebody."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from shared.comparing.rules import HOLDS_FOR

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
    """Where a text names somebody (`stop`), or may (`question`), with the words around it: whoever may read the text reads them."""

    part: str
    severity: str
    words: str


def place(found: Mapping[str, Any], name: str, words: str) -> Place:
    """`found`: start, end and severity, as intake told them of the part of that name."""
    around = words[max(0, found["start"] - AROUND) : found["end"] + AROUND]
    return Place(name, str(found["severity"]), around)
