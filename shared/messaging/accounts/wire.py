"""What services say to each other about their events: frozen values, strictly read; ids, numbers and digests only."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from marshmallow import EXCLUDE, ValidationError, fields, validate
from sqlalchemy.orm import Session

from shared.events.envelope import Digest
from shared.messaging.accounts.tables import ControlMessage
from shared.typed import MakeField, Shape, dump, load

#: Rows in one message: with 250 characters each they stay below what a consumer reads of a message.
PAGE = 500
#: Periods in one message.
PARTS = 32
_KEY = re.compile(r"([a-z_]+)\.control\.([a-z_]+)")
_TYPE = validate.Regexp(r"[a-z_]+\.[a-z_]+\.[a-z_]+\.v\d+\Z")
_STREAM = validate.Regexp(r"[a-z_]+\.[a-z_]+\Z")


class Word(Shape):
    """One of the messages below."""

    kinds: ClassVar[Mapping[object, MakeField]] = {UUID: fields.UUID, int: fields.Integer, bool: fields.Boolean}
    unknown: ClassVar[str] = EXCLUDE


@dataclass(frozen=True, kw_only=True)
class StreamSum(Word):
    """How many events of a stream, and the sum of their digests."""

    stream: Annotated[str, fields.String(validate=_STREAM)]
    events: int
    digest: int


@dataclass(frozen=True, kw_only=True)
class Period(Word):
    """The sums of all events whose id was made in [begin, end), in milliseconds from 1970; a stream without events is left out."""

    begin: int
    end: int
    sums: tuple[StreamSum, ...]


@dataclass(frozen=True, kw_only=True)
class Told(Word):
    """A publisher's account."""

    periods: Annotated[tuple[Period, ...], validate.Length(max=PARTS)]


@dataclass(frozen=True, kw_only=True)
class AskedForParts(Word):
    """A consumer found another sum: what are those of the parts of this period?"""

    begin: int
    end: int


@dataclass(frozen=True, kw_only=True)
class AskedForRows(Word):
    """The same of a period that is not divided any more: which events are these, behind that id?"""

    begin: int
    end: int
    after: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AskedAgain(Word):
    """These events are missing: publish them again."""

    ids: Annotated[tuple[UUID, ...], validate.Length(max=PAGE)]


@dataclass(frozen=True, kw_only=True)
class RowTold(Word):
    """One event of the publisher's log; `digest` is that of its whole text."""

    id: UUID
    stream: Annotated[str, fields.String(validate=_STREAM)]
    epoch: int
    sequence: int
    digest: Digest


@dataclass(frozen=True, kw_only=True)
class Rows(Word):
    """Events of the period behind `after`, by id; `done` if these are the last of it."""

    begin: int
    end: int
    after: UUID | None = None
    done: bool
    rows: Annotated[tuple[RowTold, ...], validate.Length(max=PAGE)]


@dataclass(frozen=True, kw_only=True)
class OnlyHere(Word):
    """One event of a publisher that the consumer has and the publisher's log lacks."""

    id: UUID
    type: Annotated[str, fields.String(validate=_TYPE)]
    subject: UUID
    epoch: int
    sequence: int


@dataclass(frozen=True, kw_only=True)
class Differs(Word):
    """A consumer has these of the publisher's events, which its log lacks: it was set back."""

    rows: Annotated[tuple[OnlyHere, ...], validate.Length(max=PAGE)]


@dataclass(frozen=True, kw_only=True)
class AskedForSubject(Word):
    """A person looks at a subject that is stuck: what has its publisher of it?"""

    stream: Annotated[str, fields.String(validate=_STREAM)]
    subject: UUID


@dataclass(frozen=True, kw_only=True)
class RowOfSubject(Word):
    """One event of the publisher's log about a subject; `digest` is that of its whole text."""

    id: UUID
    type: Annotated[str, fields.String(validate=_TYPE)]
    epoch: int
    sequence: int
    digest: Digest


@dataclass(frozen=True, kw_only=True)
class SubjectRows(Word):
    """The newest events of a subject, in the order of their places; `complete` if these are all."""

    stream: Annotated[str, fields.String(validate=_STREAM)]
    subject: UUID
    complete: bool
    rows: Annotated[tuple[RowOfSubject, ...], validate.Length(max=PAGE)]


KINDS: dict[str, type[Word]] = {
    "told": Told,
    "asked_for_parts": AskedForParts,
    "asked_for_rows": AskedForRows,
    "asked_again": AskedAgain,
    "rows": Rows,
    "differs": Differs,
    "asked_for_subject": AskedForSubject,
    "subject_rows": SubjectRows,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


def send(session: Session, sender: str, receiver: str, word: Word, *, now: datetime) -> None:
    """Give `word` to the relay, which throws away what waits there for long, since the broker is away."""
    body = json.dumps({"kind": _NAMES[type(word)], "data": dump(word)}, separators=(",", ":"))
    session.add(ControlMessage(routing_key=f"{sender}.control.{receiver}", body=body, created_at=now))
    session.info["published"] = True


def sender_of(routing_key: str | None, receiver: str) -> str | None:
    """Who says it, if it is a word to `receiver`. In compose the broker lets nobody use another's name (deploy/compose/broker.py)."""
    match = _KEY.fullmatch(routing_key or "")
    return match[1] if match and match[2] == receiver else None


def read(body: bytes) -> Word:
    """Raises `ValueError` for whatever is no word."""
    try:
        found = json.loads(body)
        return load(KINDS[found["kind"]], found["data"])
    except (KeyError, TypeError, RecursionError, ValidationError) as error:
        raise ValueError("not a word that is known") from error
