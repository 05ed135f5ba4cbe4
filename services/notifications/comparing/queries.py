"""The newest look at exactly a text, and what it found."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.comparing.models import TextCheck

#: Letters that are shown around a place.
AROUND = 20


@dataclass(frozen=True)
class Text:
    """A text that is to leave, by parts. `kind`: as the event names it; `id`: of what it is the text."""

    kind: str
    id: UUID
    parts: Mapping[str, str]

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


def newest(session: Session, text: Text) -> TextCheck | None:
    of_it = select(TextCheck).where(TextCheck.text_id == text.id, TextCheck.content_hash == text.digest)
    return session.execute(of_it.order_by(TextCheck.offered_at.desc()).limit(1)).scalar()


def clean(session: Session, text: Text) -> bool:
    """Whether anybody may read it."""
    check = newest(session, text)
    return check is not None and check.look.clean


def places(check: TextCheck | None, text: Text) -> list[Place]:
    """What a look found, in the order in which it was told; nothing once somebody said why the text may leave."""
    if check is None or not check.look.open:
        return []
    parts = list(text.parts.items())
    return [_place(one, *parts[one["part"]]) for one in check.places if one["part"] < len(parts)]


def _place(found: dict[str, int], name: str, words: str) -> Place:
    around = words[max(0, found["start"] - AROUND) : found["end"] + AROUND]
    return Place(name, str(found["severity"]), around)
