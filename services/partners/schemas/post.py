"""The post book as JSON."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from marshmallow import fields, validate

from services.partners.schemas.letters_at_once import MOST_AT_ONCE, ONCE_EACH, Reason, Way
from services.partners.schemas.mistakes import MistakeTold
from shared.edges import Answer, Body, Query
from shared.fields import Text

#: What a proof may be, as shared.uploads names the kinds: what a scanner or a telephone makes.
PROOFS = ("pdf", "jpg", "png")
_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_IDS = validate.Regexp(rf"{_ID}(,{_ID}){{0,{MOST_AT_ONCE - 1}}}\Z")


Tracking = Annotated[str, Text(60)]


@dataclass(frozen=True, kw_only=True)
class SentEntry(Body):
    id: UUID
    tracking: Tracking | None = None


@dataclass(frozen=True, kw_only=True)
class Sendings(Body):
    """Letters that left on one day by one way. `tracking`: the number of the label or of the protocol, of each or of all; by post and
    courier there is one.
    """

    way: Way
    day: date
    tracking: Tracking | None = None
    entries: Annotated[tuple[SentEntry, ...], ONCE_EACH]


@dataclass(frozen=True, kw_only=True)
class Delivered(Body):
    """Letters that arrived on one day. `proof`: the id of the file that shows it, handed in before; by nobody's word alone does a
    clock begin.
    """

    day: date
    proof: UUID
    entries: Annotated[tuple[UUID, ...], ONCE_EACH]


@dataclass(frozen=True, kw_only=True)
class SecondLook(Body):
    """Whether a second person finds in the proof what was recorded; else the delivery is as not told. Of one that was recorded by mistake, whether
    they find that it was; else it stands.
    """

    agreed: bool


@dataclass(frozen=True, kw_only=True)
class Returned(Body):
    """Letters that came back. `again`: they wait to be sent anew; else they stay as not delivered."""

    day: date
    reason: Reason
    again: bool
    entries: Annotated[tuple[UUID, ...], ONCE_EACH]


@dataclass(frozen=True, kw_only=True)
class Batch(Query):
    """Letters to be printed into one file, their ids with commas between; without any, all that wait."""

    entries: Annotated[str | None, fields.String(validate=_IDS)] = None

    @property
    def chosen(self) -> tuple[UUID, ...]:
        return tuple(map(UUID, self.entries.split(","))) if self.entries else ()


@dataclass(frozen=True, kw_only=True)
class PostPlace(Answer):
    """A body to which a letter goes or went, and its postal address; null where none is known, or what it was then was not kept."""

    to: UUID
    name_sq: str
    name_en: str
    address: str | None

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class PostAnswer(Answer):
    """One letter on paper, with all items of its act. `number`: of the act; `rung`: of a reminder, or `clarification`; `address`: of what has not left, as the
    directory has it today, of the body that answers for the letter now (`to`); of what left, where it went, and null where that was not kept; `came_from`: of what
    came back and waits to go again, where it had gone; `goes_now`: of what came back and was left lying, where it would go today;
    `printed_for`: of what waits, what stands on the sheet that was printed last, where that is not the address of today; `printable`: whether who asks may print it here;
    `delivered_on`: the day that counts; `recorded_on`: the one that was recorded with the proof, where the office corrected it since;
    `told_on`: the old day of a delivery that waits for a second person; `held_since`: a court or a prosecutor has the matter, and a
    letter that waits may not leave; `ended`: why one that waited need not be sent any more: `settled` (nothing is asked on it), `elsewhere` (a
    court or a prosecutor decides it), `case_closed`, `withdrawn`, `taken_back` (a reminder), `by_wire`, `anew` (asked for again, it has a new entry); `answered_on`: what its body wrote on that
    day shows that it has the letter, of which no delivery is recorded; `settled_items`: the numbers of the items of a letter that waits on which nothing is asked any more, though it
    goes for the others; `stopped`: why a reminder that waits may not: `letter_not_delivered`, `receipt_waits`, `not_late`,
    `reminder_old` (it was written too long ago; the office writes it anew);
    `mistaken_on`: the day of a delivery that had been recorded by mistake and was taken back; `doubt`: that it was one waits for a second person.
    """

    id: UUID
    dispatch_id: UUID
    recommendation_id: UUID
    institution_id: UUID
    to: UUID
    name_sq: str
    name_en: str
    address: str | None
    came_from: PostPlace | None
    goes_now: PostPlace | None
    printed_for: PostPlace | None
    number: str
    rung: str | None
    cause: str
    state: str
    entered_at: datetime
    printed_at: datetime | None
    way: str | None
    sent_on: date | None
    tracking: str | None
    told_on: date | None
    delivered_on: date | None
    recorded_on: date | None
    proof: UUID | None
    printable: bool
    held_since: date | None
    stopped: str | None
    ended: str | None
    answered_on: date | None
    settled_items: tuple[int, ...]
    returned_on: date | None
    return_reason: str | None
    mistaken_on: date | None
    doubt: MistakeTold | None

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class PostList(Answer):
    items: tuple[PostAnswer, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class Recorded(Answer):
    """The letters of which something was recorded, and how they stand now."""

    items: tuple[PostAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class ProofAnswer(Answer):
    id: UUID
    sha256: str
    media_type: str
    size: int
