"""The feed, letters and their acknowledgement, as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from marshmallow import EXCLUDE, fields, validate

from services.partners.domain import CAME_BY, STATES
from services.partners.domain.feed import TYPES
from services.partners.domain.stopped_reminders import REMINDERS
from shared.clock_words import STANDING
from shared.edges import Answer, Body, Query
from shared.events.catalogue import codes

LONGEST_WAIT = 25
#: As what something is said of silence, or of what a body asked.
RUNGS = (
    *REMINDERS,
    "clarification",
    "more_time",
    "withdrawal",
    "finding",
    "untrue",
    "hierarchical_superior",
    "assembly_report",
    "publication",
)


def instant(moment: datetime) -> str:
    """To the second in UTC, as it is printed and signed."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class _InstantField(fields.AwareDateTime):
    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> str | None:
        return None if value is None else instant(value)


Instant = Annotated[datetime, _InstantField()]


@dataclass(frozen=True, kw_only=True)
class FeedQuery(Query):
    """Where to go on, how much, and how long to wait for something new."""

    after: str | None = None
    limit: Annotated[int, fields.Integer(validate=validate.Range(min=1, max=200))] = 50
    wait: Annotated[int, fields.Integer(validate=validate.Range(min=0, max=LONGEST_WAIT))] = 0


def _day(said: str) -> Mapping[str, object]:
    return {"type": ["string", "null"], "format": "date", "description": said}


def _code(words: Sequence[str], said: str) -> Mapping[str, object]:
    return {"type": "string", "enum": list(words), "description": said}


#: What an entry says besides, by name; which are there goes by its type. They are those of the notices (`consumers`).
DETAILS: Mapping[str, Mapping[str, object]] = {
    "due": _day(
        "reminded, due_soon, overdue: the last day that is spoken of; of a reminder by its `ground`: that of the reply, or of the measure"
    ),
    "rung": _code(RUNGS, "reminded, clarified, step_untrue, extension.decided, escalated: as what it was sent"),
    "ground": _code(codes.RUNG_GROUNDS, "reminded: of what; left out in older ones"),
    "letter": {
        "type": "string",
        "description": "reminded, clarified, step_untrue, extension.decided: the document of the letter that says it",
    },
    "what": _code(("reply", "implementation"), "overdue: what is late"),
    "way": {
        "type": "string",
        "description": "escalated: the lawful way in the place of a superior, a code; delivery_corrected: by which way it came, where another was recorded",
    },
    "reply_due": _day("clocked: the last day for the reply; none while the clock stands or once it has ended"),
    "previous": _day("clocked: the last day that was told before"),
    "cause": _code(codes.CLOCK_ENTRIES, "clocked: why the day is this one"),
    "free": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"since": _day("the first of them"), "until": _day("the first that counts again")},
        },
        "description": "clocked: all days until now that count for no delay of the reply, since a court or a prosecutor had the matter or the office asked for nothing; left out in older ones",
    },
    "explained": {"type": "object", "description": "clocked: the term and its runs of days (ExplainedAnswer)"},
    "granted": {"type": "boolean", "description": "extension.decided: whether more time was granted"},
    "places": {
        "type": "array",
        "items": {"type": "integer"},
        "description": "extension.decided: for which items it was granted, by their numbers in the letter; left out for all",
    },
    "until": _day("extension.decided: the new last day, if granted"),
    "given": _day("extension.decided: until when the time was given that is taken back"),
    "taken_back_on": _day(
        "extension.decided: on which day it was taken back; the days that are left count from the delivery of the letter"
    ),
    "corrected": {"type": "boolean", "description": "extension.decided: time that was given by mistake is taken back"},
    "assessment": _code(codes.ASSESSMENTS, "assessed: what the office found"),
    "outcome": {
        "type": "string",
        "description": "assessed: how the office answered, where the letter asks for no measure, a code",
    },
    "assessed_on": _day("assessed: on which day it was found"),
    "next_check": _day("assessed: when the office looks again"),
    "delivered_on": _day("delivery_corrected: since when the item counts as delivered"),
    "said": _code(
        codes.POSITIONS, "upheld, turned: what the body said, which is not enough or not followed, or is followed"
    ),
    "upheld_on": _day("upheld: since when it is known that what it owes stands"),
    "turned_on": _day("turned: since when the office asks another body, and this one for nothing more"),
    "reopened_on": _day("reopened: since when it is open again"),
    "data": {"type": "array", "items": {"type": "string"}, "description": "identity.released: which data, as codes"},
    "file": {"type": "string", "description": "file.refused: the id of the file, which nobody opens"},
    "refused_for": _code(("file_infected", "file_unscannable"), "file.refused: why nobody opens it"),
    "received_on": _day("file.refused: on which day it was taken"),
    "reason": _code(codes.WITHDRAWALS, "withdrawn: why the act no longer stands"),
}


@dataclass(frozen=True, kw_only=True)
class FeedItem(Answer):
    """One thing that happened to one letter. `details`: dates and codes by type, empty where a letter lies there to be taken."""

    nullable: ClassVar[bool] = False

    id: UUID
    type: Annotated[str, validate.OneOf(TYPES)]
    at: datetime
    dispatch_id: UUID
    number: str
    kind: str
    role: Annotated[str, validate.OneOf(codes.ADDRESSEE_ROLES)]
    item_id: UUID | None = None
    details: Annotated[Mapping[str, object], {"properties": DETAILS}]


@dataclass(frozen=True, kw_only=True)
class Feed(Answer):
    """`next` is where to go on, also when there is nothing new; null only before the first entry ever."""

    items: tuple[FeedItem, ...]
    next: str | None
    more: bool


@dataclass(frozen=True, kw_only=True)
class ClockLineAnswer(Answer):
    """Days in a row that count, or do not, for one reason; `count` of the term is used up by their end; `ends_off`: the term ends with
    them on a day off, and stays there.
    """

    unknown: ClassVar[str] = EXCLUDE

    why: Annotated[str, validate.OneOf(codes.CLOCK_DAYS)]
    first: str
    last: str
    days: int
    count: int
    ends_off: bool | None = None


@dataclass(frozen=True, kw_only=True)
class ClockTermAnswer(Answer):
    unknown: ClassVar[str] = EXCLUDE
    nullable: ClassVar[bool] = False

    value: int
    unit: Annotated[str, validate.OneOf(codes.TERM_UNITS)]
    start_event: Annotated[str, validate.OneOf(codes.START_EVENTS)] | None = None


@dataclass(frozen=True, kw_only=True)
class ClockTakenBackAnswer(Answer):
    """Time until `given` that the office gave by mistake and took back on `decided_on`, by a letter that was delivered on `told_on`; who relied on it
    is not late before `until`. `other`: until when it gave time that stands.
    """

    unknown: ClassVar[str] = EXCLUDE
    nullable: ClassVar[bool] = False

    given: str
    decided_on: str
    told_on: str
    until: str
    other: str | None = None


@dataclass(frozen=True, kw_only=True)
class ExplainedAnswer(Answer):
    """Why the last day is that one, or why there is none: the term, and its days in runs; `closed_on` by the office. Once the
    item is answered, on `answered_on`, why the last day was that one. `held_since`: a court or a prosecutor has the matter; `corrected_on`:
    when the office corrected the day of delivery; `taken_back`: time that it had given by mistake.
    """

    unknown: ClassVar[str] = EXCLUDE
    nullable: ClassVar[bool] = False

    term: ClockTermAnswer
    lines: tuple[ClockLineAnswer, ...]
    closed_on: str | None = None
    answered_on: str | None = None
    held_since: str | None = None
    corrected_on: str | None = None
    taken_back: ClockTakenBackAnswer | None = None

    @property
    def was_due(self) -> date | None:
        """By which day what is answered was due; none where its clock stood."""
        last = self.lines[-1] if self.lines else None
        counts = self.answered_on is not None and last is not None and last.why not in STANDING
        return date.fromisoformat(last.last) if last is not None and counts else None


@dataclass(frozen=True, kw_only=True)
class ItemDueAnswer(Answer):
    """The counted last day of one item, the one before, and why; null while its clock stands or once it has ended. `days_late`: by how many days its
    answer is late, or was when it came, as the office counts them: without those on which a court or a prosecutor had the matter or the office asked
    for nothing; 0 of what is not late.
    """

    item_id: UUID
    reply_due: date | None
    previous: date | None
    cause: Annotated[str, validate.OneOf(codes.CLOCK_ENTRIES)]
    explained: ExplainedAnswer | None
    days_late: int


@dataclass(frozen=True, kw_only=True)
class MeasureDueAnswer(Answer):
    """By when one item is to be done, as the office counts it, and why in both languages; no day while its matter is held."""

    item_id: UUID
    done_by: date | None
    why_sq: str
    why_en: str

    def why(self, language: str) -> str:
        return self.why_en if language == "en" else self.why_sq


@dataclass(frozen=True, kw_only=True)
class CorrectedDeliveryAnswer(Answer):
    """Since when one item counts as delivered, where the office corrected the day."""

    item_id: UUID
    delivered_on: date


@dataclass(frozen=True, kw_only=True)
class AlsoSentAnswer(Answer):
    """Another body that has this letter too, as it was called on the day of the letter, and what it is to the act."""

    name_sq: str
    name_en: str
    role: Annotated[str, validate.OneOf(codes.ADDRESSEE_ROLES)]

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class DispatchAnswer(Answer):
    """A letter with its document; `document_digest` is over the canonical JSON (RFC 8785) of `document`. `addressed_to`: the body
    that asks, or one whose letters it took over.

    `reply_due`: the earliest of the items' last days, as far as the office has counted them. `held`: a court or a prosecutor has
    the matter; no day is counted until it comes back, and nothing is asked but by what the office may send meanwhile, as a request for
    information (`awaits_reply`). `delivered_on`: the day that counts; where the office
    corrected it, which `deliveries_corrected` says of each item, no instant (`delivered_at`) is known, and of several days it is the earliest. `awaits_reply`: whether an item is still to be answered; a
    reply (`replied_at`) that asks back or passes an item on leaves it open. `also_sent_to`: the other bodies to which it was delivered
    until now.
    """

    id: UUID
    number: str
    kind: str
    role: Annotated[str, validate.OneOf(codes.ADDRESSEE_ROLES)]
    addressed_to: UUID
    expects: Annotated[str, validate.OneOf(codes.EXPECTS)]
    state: Annotated[str, validate.OneOf(STATES)]
    channel: Annotated[str, validate.OneOf(CAME_BY)] | None
    issued_at: datetime
    delivered_on: date | None
    delivered_at: datetime | None
    opened_at: datetime | None
    acknowledged_at: datetime | None
    replied_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: Annotated[str, validate.OneOf(codes.WITHDRAWALS)] | None
    held: bool
    awaits_reply: bool
    due: date | None
    reply_due: date | None
    reply_dues: tuple[ItemDueAnswer, ...]
    measure_dues: tuple[MeasureDueAnswer, ...]
    deliveries_corrected: tuple[CorrectedDeliveryAnswer, ...]
    also_sent_to: tuple[AlsoSentAnswer, ...]
    document_digest: str
    document: object


@dataclass(frozen=True, kw_only=True)
class Acknowledgement(Body):
    """`document`: SHA-256 in hex of the bytes that were served."""

    document: Annotated[str, fields.String(validate=validate.Regexp(r"[0-9a-f]{64}\Z", error="Not a SHA-256 in hex."))]


@dataclass(frozen=True, kw_only=True)
class AcknowledgementReceipt(Answer):
    dispatch_id: UUID
    number: str
    document: str
    acknowledged_at: Instant
    signature: str
