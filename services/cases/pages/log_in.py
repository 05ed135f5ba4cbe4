"""In and out. The session is a signed token in a cookie that all four services read; only these two views write it."""

import flask
from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from services.cases.actions import staff
from services.cases.forms.log_in import LogInForm, local_path
from services.cases.pages.acting import see
from services.cases.pages.frame import blueprint, is_staff
from services.cases.schemas.people import LogInBody
from shared import access
from shared.app import STAFF_COOKIE
from shared.clock import utc_now
from shared.errors import Problem
from shared.limits import TooManyError
from shared.platform import platform


@blueprint.route("/login", methods=["GET", "POST"])
@access.public
def log_in() -> ResponseReturnValue:
    wanted = local_path(request.args.get("next"))
    if request.method == "GET" and is_staff():
        return see(wanted)
    form = LogInForm()
    status, headers = (422 if request.method == "POST" else 200), {}
    if form.validate_on_submit():
        try:
            token = _token(form)
        except TooManyError as error:
            status, headers = 429, {"Retry-After": str(error.seconds)}
            _say_when(form, error.seconds)
        else:
            if token:
                return _signed_in(token, wanted)
            form.form_errors.append(_("Emri ose fjalëkalimi nuk është i saktë."))
    body = render_template(
        "besa/login.html",
        form=form,
        heading=_("Hyrja për punonjësit"),
        intro=None,
        action=flask.url_for("pages.log_in", next=wanted),
    )
    return body, status, headers


def _token(form: LogInForm) -> str | None:
    """The token; None for a wrong name and for a wrong password alike. Raises `TooManyError`."""
    here, now = platform(), utc_now()
    tried = LogInBody(username=form.username.data or "", password=form.password.data or "")
    with here.database.transaction() as session:
        staff.count_try(session, tried.username, request.remote_addr or "")
    with here.database.transaction() as session:
        begun = staff.log_in(session, tried, here.settings.staff_signing_key or "", now=now)
    return begun.token if begun else None


def _say_when(form: LogInForm, seconds: int) -> None:
    minutes = -(-seconds // 60)
    form.form_errors.append(
        ngettext(
            "Shumë përpjekje. Provoni përsëri pas %(num)d minute.",
            "Shumë përpjekje. Provoni përsëri pas %(num)d minutash.",
            minutes,
        )
    )


def _signed_in(token: str, wanted: str) -> ResponseReturnValue:
    # Whoever sat here before may know the old session and the form token in it.
    flask.session.clear()
    response = see(wanted)
    # Without an age: it goes with the browser, and the token in it ends by itself.
    response.set_cookie(
        STAFF_COOKIE, token, path="/", httponly=True, samesite="Lax", secure=platform().settings.secure_cookies
    )
    return response


@blueprint.route("/logout", methods=["POST"])
@access.public
def log_out() -> ResponseReturnValue:
    """Anyone may; the pages of the other services post here too, with a form token that only they could check."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Problem(403, "not_allowed")
    flask.session.clear()
    response = see(flask.url_for("pages.log_in"))
    response.delete_cookie(STAFF_COOKIE, path="/", httponly=True, samesite="Lax")
    return response


@blueprint.record_once
def _exempt(state: flask.blueprints.BlueprintSetupState) -> None:
    state.app.extensions["csrf"].exempt(log_out)
