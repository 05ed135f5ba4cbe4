"""Between the right password and the session: what is still missing is asked for on a page of its own, for ten minutes.

Who has shown the password stands in the signed cookie of the pages, which opens nothing by itself.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.partners.actions import log_ins
from services.partners.actions.log_ins import Proved, StillMissing, Terms
from services.partners.forms.log_in import own_path
from shared import guessing
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import RuleViolation
from shared.second_factor.house import Begun
from shared.second_factor.parts import codes_first

COOKIE, PATH = "besa_partner", "/partners"
LONGEST = timedelta(minutes=10)
_BEGUN = "begun"
#: The page of each thing that may be missing.
_PAGES = {
    "second_factor_needed": "second_step.code",
    "password_must_change": "first_password.choose",
    "second_factor_must_enrol": "second_step.enrol",
}


def terms() -> Terms:
    return log_ins.terms_of(platform().settings, request.user_agent.string)


def lead(missing: StillMissing, goal: str, username: str) -> Response:
    """To the page that asks for it; where the person wanted to go is kept, and the name that was typed."""
    proved = missing.proved
    session.clear()
    session[_BEGUN] = {
        "user": str(proved.user_id),
        "proof": proved.proof,
        "shown": proved.shown,
        "until": (utc_now() + LONGEST).isoformat(),
        "goal": goal,
        "username": username,
    }
    return redirect(url_for(_PAGES[missing.code]), 303)


def proved() -> Proved | None:
    """Who showed the password in this browser a short while ago."""
    begun = session.get(_BEGUN)
    if not begun or datetime.fromisoformat(begun["until"]) < utc_now():
        return None
    return Proved(user_id=UUID(begun["user"]), proof=begun["proof"], shown=begun["shown"])


def half_in() -> Begun | None:
    """Who is half in; nobody whose account was changed since."""
    known, asked, now = proved(), terms(), utc_now()
    if known is None:
        return None
    with platform().database.transaction() as database, suppress(RuleViolation):
        return Begun(known.user_id, known.shown, log_ins.demanded(log_ins.standing(database, known), asked, now))
    return None


def shown_second(shown: str, codes: list[str]) -> ResponseReturnValue:
    """They have shown a second factor too; `codes` are recovery codes to be shown before they go on."""
    known = proved()
    return go_on(replace(known, shown=shown), codes) if known else redirect(url_for("log_in.log_in"), 303)


def go_on(known: Proved, codes: Sequence[str] = ()) -> ResponseReturnValue:
    """Into the portal, or to the page of what is missing next; `codes` are shown before."""
    asked, now, begun = terms(), utc_now(), session[_BEGUN]
    goal, username = own_path(begun["goal"], url_for("correspondence.inbox")), begun["username"]
    try:
        token = platform().database.run(lambda database: log_ins.go_on(database, known, asked, now=now))
    except StillMissing as missing:
        return codes_first(codes, lead(missing, goal, username))
    except RuleViolation:
        return over()
    return codes_first(codes, let_in(token, goal, username))


def over() -> ResponseReturnValue:
    session.clear()
    flash(_("Kjo hyrje nuk vlen më. Hyni përsëri."), "notice")
    return redirect(url_for("log_in.log_in"), 303)


def let_in(token: str, goal: str, username: str = "") -> Response:
    """Into the portal, with the cookie of a log-in that has begun; of who typed their name the device is known from now on."""
    # What was in the session before belongs to whoever sat here before.
    session.clear()
    secure = platform().settings.secure_cookies
    response = redirect(goal, 303)
    response.set_cookie(COOKIE, token, path=PATH, httponly=True, samesite="Lax", secure=secure)
    if username:
        guessing.remember(response, "partner", username)
    return response
