"""The door's side of `shared.tries`: who guesses, from where, and from a device that is known.

A device is known by a cookie that it got when somebody got in from it (OWASP's device cookie). It opens nothing and names nobody: each entry
is a nonce, a day, and a MAC over these and the name, so that only who tries that very name there learns that it is known. Complainants
get none: on a phone that others look into, it would tell that somebody complained, and a right code enters without it.
"""

import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from shared import rate_headers, tries
from shared.clock import utc_now
from shared.limits import Standing, TooManyError
from shared.platform import platform
from shared.sealing import derive
from shared.tries import Guess, Turn

COOKIE = "besa_device"
#: So many people of one office share a computer; who comes after them begins anew.
MOST_PEOPLE = 4
KNOWN_DAYS = 180
_NONCE, _DAY, _MAC = 12, 3, 17
_ENTRY = _NONCE + _DAY + _MAC
_LONGEST_COOKIE = 400
#: Where a network is counted, not a name: see `shared.rate_headers`.
_UNTOLD = frozenset({"receipt"})


@contextmanager
def turn(door: str, name: str = "") -> Iterator[Turn]:
    """The turn of this request to guess at `door`, for `name` where one is claimed. Raises `TooManyError`.

    Say `right()` or `wrong()` within.
    """
    here, name = platform(), _folded(name)
    secret, now = here.settings.secret_key.encode(), utc_now()
    guess = Guess(
        door=door, name=name, address=request.remote_addr or "", device=known_device(door, name),
        key=derive(secret, "besa.tries"), now=now,
    )  # fmt: skip
    most, seconds = tries.policy(door)
    rate_headers.note(Standing(door, most, seconds, most), told=False)
    taken = None
    try:
        with tries.turn(here.database, guess) as taken:
            yield taken
    except TooManyError as error:
        rate_headers.note_refusal(error)
        raise
    finally:
        if taken is not None and taken.outcome == "wrong":
            rate_headers.note(taken.standing, told=door not in _UNTOLD)


def remember(response: Response | FlaskResponse, door: str, name: str) -> None:
    """Let the device of this request be known for `name`, who just got in."""
    name, now = _folded(name), utc_now()
    others = [entry for entry in _entries() if not _is_of(entry, door, name, now)]
    value = b"".join([_entry(door, name, now), *others[: MOST_PEOPLE - 1]])
    response.set_cookie(
        COOKIE, urlsafe_b64encode(value).decode(), max_age=KNOWN_DAYS * 86400, path=f"/{platform().service}",
        httponly=True, samesite="Strict", secure=platform().settings.secure_cookies,
    )  # fmt: skip


def known_device(door: str, name: str) -> str | None:
    """The nonce of this device if it is known for `name`: by a cookie of ours for this very name and door, and not too old."""
    name, now = _folded(name), utc_now()
    found = next((entry for entry in _entries() if _is_of(entry, door, name, now)), None)
    return found[:_NONCE].hex() if found else None


def _folded(name: str) -> str:
    return name.strip().casefold()


def _entries() -> list[bytes]:
    sent = request.cookies.get(COOKIE, "")
    if not sent.isascii() or len(sent) > _LONGEST_COOKIE:
        return []
    try:
        raw = urlsafe_b64decode(sent)
    except ValueError:
        return []
    return [raw[at : at + _ENTRY] for at in range(0, len(raw) - _ENTRY + 1, _ENTRY)][:MOST_PEOPLE]


def _entry(door: str, name: str, now: datetime) -> bytes:
    head = os.urandom(_NONCE) + _day(now).to_bytes(_DAY, "big")
    return head + _mac(head, door, name)


def _is_of(entry: bytes, door: str, name: str, now: datetime) -> bool:
    head, age = entry[:-_MAC], _day(now) - int.from_bytes(entry[_NONCE : _NONCE + _DAY], "big")
    return hmac.compare_digest(entry[-_MAC:], _mac(head, door, name)) and 0 <= age <= KNOWN_DAYS


def _mac(head: bytes, door: str, name: str) -> bytes:
    key = derive(platform().settings.secret_key.encode(), "besa.device")
    return hmac.digest(key, head + f"{door}\n{name}".encode(), "sha256")[:_MAC]


def _day(now: datetime) -> int:
    return now.toordinal()
