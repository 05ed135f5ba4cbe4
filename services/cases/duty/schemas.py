"""The roster as JSON: what is entered, and what is shown. Addresses go in and never come out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from marshmallow import fields, validate

from services.cases.duty.domain import EVERY_DAY
from shared.edges import Answer, Body
from shared.fields import Whole

MOST_PLACES = 99
_TIME = validate.Regexp(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z", error="Not a valid time.")
_PHONE = validate.Regexp(r"\+?[0-9][0-9 ()./-]{4,24}\Z", error="Not a valid telephone number.")
_Hour = Annotated[str, fields.String(validate=_TIME)]


@dataclass(frozen=True, kw_only=True)
class ShiftBody(Body):
    """Who is on call when. Without `last_day` until it is ended; the hours are those of Tirana, a day and a night where they are the same."""

    staff_id: UUID
    place: Annotated[int, Whole(1, MOST_PLACES)]
    weekdays: Annotated[tuple[Annotated[int, Whole(1, 7)], ...], validate.Length(min=1, max=7)] = EVERY_DAY
    first_day: date
    last_day: date | None = None
    begins: _Hour = "00:00"
    ends: _Hour = "00:00"


@dataclass(frozen=True, kw_only=True)
class SubstitutionBody(Body):
    """Who takes whose shifts, on which days, both included."""

    absent: UUID
    stands_in: UUID
    first_day: date
    last_day: date


@dataclass(frozen=True, kw_only=True)
class ContactBody(Body):
    """How a person of the office is called; without both, not at all any more. An SMS needs a provider, a mail does not."""

    email: Annotated[str, fields.Email(validate=validate.Length(max=254))] | None = None
    phone: Annotated[str, fields.String(validate=_PHONE)] | None = None
    language: Annotated[str, fields.String(validate=validate.OneOf(("sq", "en")))] = "sq"


@dataclass(frozen=True, kw_only=True)
class PersonAnswer(Answer):
    """Somebody of the office, and by which ways they can be called: never where."""

    id: UUID
    name: str
    active: bool
    by_email: bool
    by_sms: bool

    @property
    def reached(self) -> bool:
        """Whether a call would find them."""
        return self.active and (self.by_email or self.by_sms)


@dataclass(frozen=True, kw_only=True)
class ShiftAnswer(Answer):
    """One shift. `person` is none of the office any more where `active` is false: they are passed over."""

    id: UUID
    person: PersonAnswer
    place: int
    weekdays: tuple[int, ...]
    first_day: date
    last_day: date | None
    begins: str
    ends: str


@dataclass(frozen=True, kw_only=True)
class SubstitutionAnswer(Answer):
    id: UUID
    absent: PersonAnswer
    stands_in: PersonAnswer
    first_day: date
    last_day: date


@dataclass(frozen=True, kw_only=True)
class DangersAnswer(Answer):
    """What waits that cannot wait: how many complaints, the oldest since when, and how often somebody was called about it."""

    waiting: int
    since: datetime | None
    calls: int


@dataclass(frozen=True, kw_only=True)
class RosterAnswer(Answer):
    """`on_call`: who is called now, in this order; `leading`: who is called where nobody of them is left."""

    at: datetime
    minutes: int
    confirmed: bool
    on_call: tuple[PersonAnswer, ...]
    leading: tuple[PersonAnswer, ...]
    shifts: tuple[ShiftAnswer, ...]
    substitutions: tuple[SubstitutionAnswer, ...]
    people: tuple[PersonAnswer, ...]
    dangers: DangersAnswer

    @property
    def reachable(self) -> bool:
        """Whether a call now would find anybody at all."""
        return any(one.reached for one in (*self.on_call, *self.leading))


@dataclass(frozen=True, kw_only=True)
class EnteredAnswer(Answer):
    """What was entered, or ended."""

    id: UUID
