"""In and out. The session is a signed token in a cookie that all four services read; only the views that let in and out write it."""

from contextlib import suppress
from uuid import UUID

import flask
from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.actions import sessions, staff
from services.cases.actions.log_ins import StillMissing
from services.cases.forms.log_in import LogInForm, local_path
from services.cases.pages import letting_in, log_in_steps, oidc
from services.cases.pages.acting import see
from services.cases.pages.frame import is_staff
from services.cases.schemas.people import LogInBody
from shared import access, guessing
from shared.app import STAFF_COOKIE
from shared.clock import utc_now
from shared.errors import Problem
from shared.limits import TooManyError
from shared.pages.waiting import wait_words
from shared.platform import platform
from shared.principal import Principal
from shared.rules import NotFound

blueprint = Blueprint("log_in", __name__)


@blueprint.route("/login", methods=["GET", "POST"])
@access.public
def log_in() -> ResponseReturnValue:
    goal = local_path(request.args.get("next"))
    if request.method == "GET" and is_staff():
        return see(goal)
    form = LogInForm()
    if not form.validate_on_submit():
        return _page(form, goal), 422 if request.method == "POST" else 200
    try:
        return _tried(form, goal)
    except TooManyError as error:
        form.form_errors.append(wait_words(error.seconds))
        return _page(form, goal), 429, {"Retry-After": str(error.seconds)}


def _tried(form: LogInForm, goal: str) -> ResponseReturnValue:
    username = form.username.data or ""
    try:
        token = _token(form)
    except StillMissing as missing:
        return log_in_steps.lead(missing, goal, username)
    if token is None:
        return _page(form, goal), 422
    response = letting_in.signed_in(token, goal)
    guessing.remember(response, "staff", username)
    return response


def _page(form: LogInForm, goal: str) -> str:
    action = flask.url_for("log_in.log_in", next=goal)
    return render_template(
        "cases/log_in.html", form=form, heading=_("Hyrja për punonjësit"), intro=None, action=action, goal=goal,
        provider=oidc.name_of(platform().settings),
    )  # fmt: skip


def _token(form: LogInForm) -> str | None:
    """The token; None for a wrong name and for a wrong password alike, which the form says. Raises `TooManyError`."""
    here, now = platform(), utc_now()
    tried = LogInBody(username=form.username.data or "", password=form.password.data or "")
    with guessing.turn("staff", tried.username) as turn:
        with here.database.transaction() as session:
            begun = staff.log_in(session, tried, letting_in.terms(), now=now)
        if begun is not None:
            turn.right()
            return begun.token
        turn.wrong()
    form.form_errors.append(_("Emri ose fjalëkalimi nuk është i saktë."))
    return None


@blueprint.route("/logout", methods=["POST"])
@access.public
def log_out() -> ResponseReturnValue:
    """Anyone may; the pages of the other services post here too, with a form token that only they could check."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Problem(403, "not_allowed")
    by = access.current()
    if by.session_id:
        _end(by, by.session_id)
    flask.session.clear()
    response = see(flask.url_for("log_in.log_in"))
    response.delete_cookie(STAFF_COOKIE, path="/", httponly=True, samesite="Lax")
    return response


def _end(by: Principal, session_id: UUID) -> None:
    now = utc_now()
    # Pressed twice at once, the second finds it ended: that is what it wanted.
    with suppress(NotFound):
        platform().database.run(lambda session: sessions.end(by, session, session_id, now=now))


@blueprint.record_once
def _exempt(state: flask.blueprints.BlueprintSetupState) -> None:
    state.app.extensions["csrf"].exempt(log_out)
