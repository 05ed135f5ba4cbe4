"""What a service says of itself, so that the pages of second factors stand in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shared.lists import Words
from shared.principal import Principal
from shared.second_factor.passkeys import Owner
from shared.second_factor.tables import Kept


@dataclass(frozen=True)
class Begun:
    """Who has shown their password in this browser a short while ago, by what a second factor too, and what their role asks for."""

    owner_id: UUID
    shown: str | None
    demand: str | None


View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True, kw_only=True)
class House:
    """`rule`: who has these pages. `proves`: whether it is their password, and audited where it is not; `owner`: how they are called.

    `door`: as `shared.guessing` calls the log-in. `begun`: who is half in; `go_on`: lets them in, who has shown a second factor too (by what), or leads to what is missing next, after the
    recovery codes that are to be shown. `path`: where one's own pages stand, `proof` that of showing one again; `back` and `log_in`:
    endpoints of the pages before. `demand`: what is asked of somebody who is in; `proved`: notes that they showed a second factor again, where it
    counts for what follows, with what the answer needs for it. `added`: ends the owner's log-ins that began without a new factor. `lost`: to whom they turn who lost their device, and `demanded` why somebody has to have one.
    """

    kept: Kept
    door: str
    rule: Callable[[View], View]
    owner: Callable[[Session, UUID], Owner]
    proves: Callable[[Principal, Session, str], bool]
    begun: Callable[[], Begun | None]
    go_on: Callable[[str, list[str]], ResponseReturnValue]
    demand: Callable[[Principal], str | None]
    proved: Callable[[Principal, Response], None]
    added: Callable[[Principal, Session, datetime], object]
    path: str
    proof: str
    back: str
    log_in: str
    lost: Words
    demanded: Words
