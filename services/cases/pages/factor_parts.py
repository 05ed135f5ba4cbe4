"""What the pages that set up a second factor show and count: on one's account, and before a log-in that needs one."""

from dataclasses import dataclass
from uuid import UUID

import pyotp
import segno
from markupsafe import Markup

from services.cases.actions import factors, passkeys
from services.cases.pages import letting_in
from services.cases.queries import sessions as queries
from shared import limits
from shared.clock import utc_now
from shared.platform import platform
from shared.principal import Principal

ISSUER = "Besa"
TRIES, WINDOW_SECONDS = 10, 3600


@dataclass(frozen=True)
class Offered:
    """A secret to be typed or read by the telephone's camera."""

    secret: str
    picture: Markup


def offered(by: Principal) -> Offered | None:
    with platform().database.reading() as session:
        secret = factors.offered(session, by.person, letting_in.terms().factor_key)
        username = queries.username_of(session, by)
    if secret is None:
        return None
    address = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)
    # Drawn by us, of our own text: nothing of the person's typing is in it but as squares.
    picture = Markup(segno.make(address, micro=False).svg_inline(scale=4, border=4, light="#fff"))  # noqa: S704 - see above
    parts = (secret[at : at + 4] for at in range(0, len(secret), 4))
    return Offered(" ".join(parts), picture)


def offer(by: Principal) -> None:
    key = letting_in.terms().factor_key
    platform().database.run(lambda session: factors.offer(session, by.person, key))


def site() -> passkeys.Site | None:
    return passkeys.site_of(platform().settings.public_url)


def asked(staff_id: UUID) -> str | None:
    """What the browser asks a passkey of somebody, as JSON; None where they have none, or none can be had here."""
    here, key, now = site(), letting_in.terms().factor_key, utc_now()
    if here is None:
        return None
    with platform().database.reading() as session:
        return passkeys.ask(session, staff_id, here, key, now=now)


def answered(staff_id: UUID, answer: str) -> bool:
    """Whether one of their passkeys did."""
    here, key, now = site(), letting_in.terms().factor_key, utc_now()
    return here is not None and platform().database.run(
        lambda session: passkeys.accept(session, staff_id, here, answer, key, now=now)
    )


def count_try(staff_id: UUID) -> None:
    """A code has six digits: so few tries that guessing them takes years. Raises `TooManyError`."""
    with platform().database.transaction() as session:
        limits.count(session, "log_in_code", staff_id.hex, most=TRIES, seconds=WINDOW_SECONDS)
