"""What the pages of second factors show, count and ask: on one's account, at the log-in, and before a log-in that needs one."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from uuid import UUID

import pyotp
import segno
from flask import make_response, render_template
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shared import guessing, limits
from shared.clock import utc_now
from shared.platform import platform
from shared.principal import Principal
from shared.rules import RuleViolation
from shared.sealing import derive
from shared.second_factor import codes, demands, passkeys
from shared.second_factor.house import Begun, House

ISSUER = "Besa"
TRIES, TRIES_IN_ALL, WINDOW_SECONDS = 10, 30, 3600


@dataclass(frozen=True)
class Offered:
    """A secret to be typed or read by the telephone's camera."""

    secret: str
    picture: Markup


def key() -> bytes:
    """What seals them in this service."""
    here = platform()
    return derive(here.settings.secret_key.encode(), f"besa.{here.service}.second_factor")


def offered(house: House, owner_id: UUID) -> Offered | None:
    with platform().database.reading() as session:
        secret = codes.offered(house.kept, session, owner_id, key())
        if secret is None:
            return None
        username = house.owner(session, owner_id).username
    address = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)
    # Drawn by us, of our own text: nothing of the person's typing is in it but as squares.
    picture = Markup(segno.make(address, micro=False).svg_inline(scale=4, border=4, light="#fff"))  # noqa: S704 - see above
    groups = (secret[at : at + 4] for at in range(0, len(secret), 4))
    return Offered(" ".join(groups), picture)


def offer(house: House, owner_id: UUID) -> None:
    platform().database.run(lambda session: codes.offer(house.kept, session, owner_id, key()))


def confirmed(house: House, by: Principal, typed: str) -> list[str] | None:
    """The recovery codes of an app that was just turned on; None for a wrong code. Other log-ins end with it, which began without."""
    now = utc_now()

    def work(session: Session) -> list[str] | None:
        shown = codes.confirm(house.kept, by, session, typed, key(), now=now)
        if shown is not None:
            house.added(by, session, now)
        return shown

    return platform().database.run(work)


def accepted(house: House, begun: Begun, typed: str) -> str | None:
    """How a code of theirs was shown that counts for them; it is used up with that."""
    now, who = utc_now(), begun.owner_id

    def work(session: Session) -> str | None:
        by_app = not demands.only_passkey(house.kept, session, who, begun.demand)
        return codes.accept(house.kept, session, who, typed, key(), now=now, by_app=by_app)

    return platform().database.run(work)


def lacks_proof(house: House, begun: Begun) -> bool:
    with platform().database.reading() as session:
        return demands.lacks_proof(house.kept, session, begun.owner_id, begun.demand, begun.shown)


def name_of(house: House, owner_id: UUID) -> str:
    """By which they log in."""
    with platform().database.reading() as session:
        return house.owner(session, owner_id).username


def is_on(house: House, owner_id: UUID) -> bool:
    with platform().database.reading() as session:
        return codes.is_on(house.kept, session, owner_id)


def only_passkey(house: House, begun: Begun) -> bool:
    with platform().database.reading() as session:
        return demands.only_passkey(house.kept, session, begun.owner_id, begun.demand)


def added(house: House, by: Principal, new: passkeys.NewPasskey) -> list[str]:
    """Recovery codes, if there are new ones. Raises `RuleViolation`. The door has asked for the password. Other log-ins end, as above."""
    here, now = site(), utc_now()
    if here is None:
        raise RuleViolation("none can be had here", code="passkey_refused")

    def work(session: Session) -> list[str]:
        shown = passkeys.add(house.kept, by, session, here, new, key(), now=now)
        house.added(by, session, now)
        return shown

    return platform().database.run(work)


def site() -> passkeys.Site | None:
    return passkeys.site_of(platform().settings.public_url)


def asked_new(house: House, owner_id: UUID) -> str | None:
    """What the browser makes a passkey from, as JSON; None where none can be had."""
    here, now = site(), utc_now()
    if here is None:
        return None
    with platform().database.reading() as session:
        owner = house.owner(session, owner_id)
        return passkeys.ask_new(house.kept, session, owner, here, key(), now=now)


def asked(house: House, owner_id: UUID) -> str | None:
    """What the browser asks a passkey of somebody, as JSON; None where they have none, or none can be had here."""
    here, now = site(), utc_now()
    if here is None:
        return None
    with platform().database.reading() as session:
        return passkeys.ask(house.kept, session, owner_id, here, key(), now=now)


def answered(house: House, owner_id: UUID, answer: str) -> bool:
    """Whether one of their passkeys did."""
    here, now = site(), utc_now()
    return here is not None and platform().database.run(
        lambda session: passkeys.accept(house.kept, session, owner_id, here, answer, key(), now=now)
    )


def codes_first(shown: Sequence[str], answer: Response) -> Response:
    """What `answer` sets and where it leads, after the page with new recovery codes, if there are any."""
    if not shown:
        return answer
    page = make_response(render_template("besa/recovery_codes.html", codes=shown, goal=answer.location))
    page.headers.extend([("Set-Cookie", value) for value in answer.headers.getlist("Set-Cookie")])
    return page


@contextmanager
def code_turn(bucket: str, *whose: str, most: int = TRIES) -> Iterator[Callable[[], None]]:
    """One try of a code that somebody could guess; call what it gives for a right one, which is not counted. A code has six digits: so few
    tries that guessing it takes years. Raises `TooManyError`.
    """
    key = ":".join(whose)
    with platform().database.transaction() as session:
        limits.count(session, bucket, key, most=most, seconds=WINDOW_SECONDS)

    def right() -> None:
        with platform().database.transaction() as session:
            limits.give_back(session, bucket, key)

    yield right


def log_in_turn(door: str, owner_id: UUID, name: str) -> AbstractContextManager[Callable[[], None]]:
    """The same between the password and the session, by page and by API. All devices that are not known for `name` have one bucket, so that
    who knows the password guesses no more from many; a known one has its own, so that nobody else shuts it. A passkey's answer takes
    none: there is nothing to guess.
    """
    device = guessing.known_device(door, name)
    return code_turn("log_in_code", owner_id.hex, *([device] if device else []))


@contextmanager
def proof_turn(by: Principal) -> Iterator[Callable[[], None]]:
    """The same to show one again: who works does so many times an hour. Counted by session and apart from the log-in, which whoever sits at
    a session that was left open shuts for nobody; and more widely by account, for whoever has many sessions. A passkey's answer takes none.
    """
    here = (by.session_id or by.person).hex
    with code_turn("proof_code", here) as one, code_turn("proof_codes", by.person.hex, most=TRIES_IN_ALL) as all_:

        def right() -> None:
            one()
            all_()

        yield right


def set_up_turn(owner_id: UUID) -> AbstractContextManager[Callable[[], None]]:
    """The same of a secret that is offered just now."""
    return code_turn("set_up_code", owner_id.hex)
