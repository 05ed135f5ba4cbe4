"""The wrapping of an event: CloudEvents 1.0, structured JSON, with strict reading of what comes from outside."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Generic, TypeVar
from uuid import UUID

from marshmallow import EXCLUDE, ValidationError, fields, validate

from shared.clock import utc_now
from shared.typed import MakeField, NamesDocument, Shape, load, schema_of

MAX_PUBLISHED = 16 * 1024
MAX_RECEIVED = 256 * 1024
MAX_DEPTH = 16
_SUBJECT_STREAM = re.compile(r"([a-z_]+\.[a-z_]+)\.[a-z_]+\.v\d+")


class MalformedEventError(ValueError):
    """What arrived is not an event. `reason` is a code of a closed list, never a part of the message."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Code(fields.String):
    """One word of a closed list. Lists that are data files of a service are named, and checked there."""

    def __init__(self, *allowed: str, listed_in: str | None = None, **options: Any) -> None:
        if bool(allowed) == bool(listed_in):
            raise TypeError("a code has either its closed list or the name of the data file that holds it")
        self.listed_in = listed_in
        # Lower case without spaces: a key of a data file such as bashkia-tropoje or 18.2, never a sentence or a name.
        slug = validate.Regexp(r"[a-z0-9][a-z0-9_.-]{0,63}\Z")
        super().__init__(validate=[validate.OneOf(allowed) if allowed else slug], **options)


class DigestField(fields.String):
    """SHA-256 in hex."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validate=[validate.Regexp(r"[0-9a-f]{64}\Z")], **options)


class NumberField(fields.String):
    """A reference number with its check digit."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validate=[validate.Regexp(r"[A-Z]{1,2}-\d{4}-\d{5,7}-\d\Z")], **options)


class SignatureField(fields.String):
    """An Ed25519 signature in hex."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validate=[validate.Regexp(r"[0-9a-f]{128}\Z")], **options)


#: SHA-256 in hex: what a signature covers, or two services compare.
Digest = Annotated[str, DigestField()]
#: The name of a document in the document store, which the consumers may read from then on. Where not all of them read it, those who do are
#: named: `Annotated[str, DigestField(), NamesDocument("cases")]`.
DocumentName = Annotated[str, DigestField(), NamesDocument()]
#: A reference number with its check digit, such as R-2026-00014-7.
Number = Annotated[str, NumberField()]
#: An Ed25519 signature in hex.
Signature = Annotated[str, SignatureField()]


class Part(Shape):
    """A nested member of an event. Members that are not known are ignored: a newer publisher may send more."""

    #: What may travel. There is no text here: what must be read is a document, and the event carries its name.
    kinds: ClassVar[Mapping[Any, MakeField]] = {
        UUID: fields.UUID,
        date: fields.Date,
        datetime: fields.AwareDateTime,
        int: fields.Integer,
        bool: fields.Boolean,
    }
    unknown: ClassVar[str] = EXCLUDE
    nullable: ClassVar[bool] = False


class Event(Part):
    """One kind of event: its type is its routing key, its class is the contract, its docstring says what happened."""

    registry: ClassVar[dict[str, type["Event"]]] = {}
    type: ClassVar[str]
    consumers: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if not hasattr(cls, "type"):
            # What the events of several publishers have in common.
            return
        if cls.type in Event.registry:
            raise TypeError(f"{cls.type} is declared twice")
        Event.registry[cls.type] = cls

    @classmethod
    def publisher(cls) -> str:
        return cls.type.split(".", 1)[0]

    @classmethod
    def stream(cls) -> str:
        """`cases.recommendation` of `cases.recommendation.issued.v1`: the noun whose ids number this event."""
        return stream_of(cls.type)


#: (epoch, number) in the stream of a subject.
Place = tuple[int, int]

E_co = TypeVar("E_co", bound=Event, covariant=True)


# Asked several times of each event, of some fifty types; the limit is for what comes from outside.
@lru_cache(256)
def stream_of(event_type: str) -> str:
    match = _SUBJECT_STREAM.fullmatch(event_type)
    if match is None:
        raise MalformedEventError("type_malformed")
    return match.group(1)


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What of an event can be read though its data cannot: which it is, and where it stands among those of its subject."""

    id: UUID
    type: str
    subject: UUID
    sequence: int
    epoch: int
    #: The epoch of the number before, if it is another: the publisher's database was set back between the two.
    previous: int | None = None
    traceparent: str | None = None
    correlation: str | None = None

    @property
    def stream(self) -> str:
        return stream_of(self.type)

    @property
    def publisher(self) -> str:
        return self.type.partition(".")[0]

    @property
    def place(self) -> Place:
        return self.epoch, self.sequence

    @property
    def predecessor(self) -> Place:
        """The place of the event before it; (0, 0) before the first of a subject."""
        return (self.previous or self.epoch, self.sequence - 1) if self.sequence > 1 else (0, 0)


@dataclass(frozen=True, kw_only=True)
class Received(Heading, Generic[E_co]):
    """An event as a consumer sees it: envelope checked, `data` as a value of its class."""

    time: datetime
    data: E_co
    read_document: Callable[[str], bytes] | None = None

    def document(self, name: str) -> bytes:
        """The bytes of a document that the event names."""
        if self.read_document is None:
            raise RuntimeError("this event was received without a document store")
        return self.read_document(name)


@dataclass(frozen=True)
class Position:
    """Where an event stands: its number in the stream of its subject, and the epoch of the number before."""

    id: UUID
    subject: UUID
    sequence: int
    epoch: int
    previous: int | None = None


def pack(event: Event, at: Position, context: Mapping[str, str]) -> str:
    """The JSON text of an event. Raises `marshmallow.ValidationError` if a value does not fit its annotation."""
    schema = schema_of(type(event))
    dumped = schema.dump(event)
    if errors := schema.validate(dumped):
        raise ValidationError(errors)
    envelope = {
        "specversion": "1.0",
        "id": str(at.id),
        "source": f"/{event.publisher()}",
        "type": event.type,
        "subject": str(at.subject),
        "time": utc_now().isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "dataschema": f"urn:besa:event:{event.type}",
        "sequence": at.sequence,
        "epoch": at.epoch,
        **({"previousepoch": at.previous} if at.previous not in (None, at.epoch) else {}),
        **context,
        "data": dumped,
    }
    packed = json.dumps(envelope, separators=(",", ":"))
    if len(packed) > MAX_PUBLISHED:
        raise ValidationError({"_schema": [f"an event may have {MAX_PUBLISHED} bytes, this has {len(packed)}"]})
    return packed


def unpack(body: bytes) -> Mapping[str, object]:
    """The envelope of `body`. Raises `MalformedEventError`; never decompresses, evaluates or guesses."""
    if len(body) > MAX_RECEIVED:
        raise MalformedEventError("too_large")
    try:
        decoded = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedEventError("not_utf8") from error
    # Counting first: the scan in Python is dear, and an ordinary event has few brackets.
    if decoded.count("{") + decoded.count("[") > MAX_DEPTH and _depth(decoded) > MAX_DEPTH:
        raise MalformedEventError("too_deep")
    try:
        envelope = json.loads(decoded, parse_constant=_refuse, object_pairs_hook=_no_duplicates)
    except MalformedEventError:
        raise
    except ValueError as error:
        raise MalformedEventError("not_json") from error
    if not isinstance(envelope, dict):
        raise MalformedEventError("not_an_object")
    return envelope


def heading_of(envelope: Mapping[str, object]) -> Heading:
    """The heading of an event, whatever its data. Raises `MalformedEventError` with the first fault."""
    event_type = envelope.get("type")
    if envelope.get("specversion") != "1.0" or not isinstance(event_type, str):
        raise MalformedEventError("not_cloudevents")
    stream_of(event_type)
    if envelope.get("source") != f"/{event_type.split('.', 1)[0]}":
        raise MalformedEventError("source_is_not_the_publisher")
    return Heading(
        id=_uuid(envelope, "id"),
        type=event_type,
        subject=_uuid(envelope, "subject"),
        sequence=_positive(envelope, "sequence"),
        epoch=_positive(envelope, "epoch"),
        previous=_positive(envelope, "previousepoch") if "previousepoch" in envelope else None,
        traceparent=_text(envelope, "traceparent"),
        correlation=_text(envelope, "correlationid"),
    )


def open_event(envelope: Mapping[str, object], read_document: Callable[[str], bytes] | None = None) -> Received[Event]:
    """Check the envelope and load its data. Raises `MalformedEventError` with the first fault."""
    head = heading_of(envelope)
    known = Event.registry.get(head.type)
    if known is None:
        raise MalformedEventError("type_unknown")
    try:
        data = load(known, envelope["data"])
    except (ValidationError, KeyError, TypeError) as error:
        raise MalformedEventError("data_does_not_fit") from error
    return Received(
        id=head.id,
        type=head.type,
        subject=head.subject,
        sequence=head.sequence,
        epoch=head.epoch,
        previous=head.previous,
        time=_time(envelope),
        data=data,
        traceparent=head.traceparent,
        correlation=head.correlation,
        read_document=read_document,
    )


def _depth(text: str) -> int:
    depth = deepest = 0
    inside = escaped = False
    for character in text:
        if inside:
            inside = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            inside, escaped = True, False
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _refuse(_constant: str) -> None:
    raise MalformedEventError("not_json")


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedEventError("key_twice")
    return members


def _uuid(envelope: Mapping[str, object], name: str) -> UUID:
    try:
        value = UUID(str(envelope[name]))
    except (KeyError, ValueError) as error:
        raise MalformedEventError(f"{name}_is_not_a_uuid") from error
    if str(value) != envelope[name]:
        raise MalformedEventError(f"{name}_is_not_a_uuid")
    return value


def _positive(envelope: Mapping[str, object], name: str) -> int:
    value = envelope.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value < 2**63:
        raise MalformedEventError(f"{name}_is_not_a_number")
    return value


def _text(envelope: Mapping[str, object], name: str) -> str | None:
    value = envelope.get(name)
    return value[:128] if isinstance(value, str) else None


def _time(envelope: Mapping[str, object]) -> datetime:
    value = envelope.get("time")
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError as error:
        raise MalformedEventError("time_malformed") from error
    if moment is None or moment.tzinfo is None:
        raise MalformedEventError("time_malformed")
    return moment
