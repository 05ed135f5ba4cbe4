"""When a message may go, when it is tried again, and when it may not go at all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

TIRANA = ZoneInfo("Europe/Tirane")
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=6)
#: A mail server that is away over a week-end is back on Monday; after that a person should know.
GIVE_UP_AFTER = timedelta(days=4)
#: The text by which somebody on call is called.
CALL = "duty_call"
#: A call to somebody on call is of no use when the next ones have been called long since.
GIVE_UP_CALL_AFTER = timedelta(hours=1)
#: Who stands close enough to be the guardian that a complaint declares to be in conflict with the child.
MAY_BE_THE_GUARDIAN = frozenset({"parent", "guardian", "relative"})
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
_PHONE = re.compile(r"\+?\d{6,15}")


class UnusableContactError(ValueError):
    """The contact cannot be used without guessing; nothing is sent. Never carries the contact's words."""


@dataclass(frozen=True)
class Hours:
    """From when to when, local time in Tirana, a message may arrive; `begin` after `end` runs over midnight."""

    begin: time
    end: time

    def hold(self, moment: datetime) -> bool:
        """Whether a message may go at `moment` (aware)."""
        now = moment.astimezone(TIRANA).time()
        if self.begin < self.end:
            return self.begin <= now < self.end
        return now >= self.begin or now < self.end

    def next_opening(self, moment: datetime) -> datetime:
        """The first moment at or after `moment` at which a message may go, in UTC."""
        if self.hold(moment):
            return moment.astimezone(UTC)
        local = moment.astimezone(TIRANA)
        days = 0 if local.time() < self.begin else 1
        opening = datetime.combine(local.date() + timedelta(days=days), self.begin, TIRANA)
        return opening.astimezone(UTC)


@dataclass(frozen=True)
class Contact:
    """The channel that a complainant marked as safe. Lives for the length of one sending."""

    channel: str
    address: str
    language: str | None
    hours: Hours | None


def contact_of(document: Mapping[str, object]) -> Contact:
    """The contact that a contact document holds. Raises `UnusableContactError`: hours that cannot be read are not no hours."""
    channel, language = document.get("channel"), document.get("language")
    if channel not in ("email", "sms"):
        raise UnusableContactError("channel")
    return Contact(
        channel=channel,
        address=address_of(channel, document.get("address")),
        language=language if language in ("sq", "en") else None,
        hours=_hours(document.get("hours")),
    )


def staff_contact(document: Mapping[str, object], channel: str) -> Contact:
    """Where a person of the office is called by `channel`, at any hour. Raises `UnusableContactError`."""
    address = address_of(channel, document.get("phone" if channel == "sms" else "email"))
    language = document.get("language")
    return Contact(channel, address, language if language in ("sq", "en") else None, None)


def address_of(channel: str, given: object) -> str:
    """`given` as an address that is safe in a header and a command. Raises `UnusableContactError`."""
    if not isinstance(given, str):
        raise UnusableContactError("address")
    address = re.sub(r"[ ()/-]", "", given) if channel == "sms" else given.strip(" ")
    if len(address) > 254 or not (_PHONE if channel == "sms" else _MAIL).fullmatch(address):
        raise UnusableContactError("address")
    return address


def _hours(given: object) -> Hours | None:
    if given is None:
        return None
    if not isinstance(given, dict):
        raise UnusableContactError("hours")
    begin, end = given.get("from"), given.get("to")
    if not (isinstance(begin, str) and isinstance(end, str) and _CLOCK.fullmatch(begin) and _CLOCK.fullmatch(end)):
        raise UnusableContactError("hours")
    if begin == end:
        raise UnusableContactError("hours")
    return Hours(time.fromisoformat(begin), time.fromisoformat(end))


def next_try(
    message: UUID, attempts: int, first_tried: datetime, now: datetime, *, give_up_after: timedelta = GIVE_UP_AFTER
) -> datetime | None:
    """When to try again after `attempts` failures, the first of which began at `first_tried`; None: give up.

    Exponential from 30 seconds to 6 hours, spread by a quarter to both sides, so that what failed together does not come
    back together. The spread follows from the id: the same question has the same answer.
    """
    if now - first_tried >= give_up_after:
        return None
    doublings = min(attempts - 1, 16)
    delay = min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)
    spread = 0.75 + 0.5 * ((message.int >> doublings) % 1009) / 1008
    return now + delay * spread


def silenced(conflict_with_guardian: bool, submitter_role: str) -> bool:
    """Whether the complainant is marked as in conflict with the child, and so receives nothing."""
    return conflict_with_guardian and submitter_role in MAY_BE_THE_GUARDIAN
