"""What each door that lets somebody in does: the terms of the session, and the cookie that carries it."""

import flask
from flask import request
from werkzeug.wrappers import Response

from services.cases.actions import sessions
from services.cases.pages.acting import see
from shared.app import STAFF_COOKIE
from shared.platform import platform


def terms() -> sessions.Terms:
    return sessions.terms_of(platform().settings, request.user_agent.string)


def signed_in(token: str, goal: str, *, keep: bool = False) -> Response:
    """`keep`: the same person goes on, with what the page just told them."""
    if not keep:
        # Whoever sat here before may know the old session and the form token in it.
        flask.session.clear()
    response = see(goal)
    carry(response, token)
    return response


def carry(response: Response, token: str) -> None:
    """The cookie of a session."""
    # Without an age: it goes with the browser, and the token in it ends by itself.
    response.set_cookie(
        STAFF_COOKIE, token, path="/", httponly=True, samesite="Lax", secure=platform().settings.secure_cookies
    )
