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
from shared import access
from shared.app import STAFF_COOKIE
from shared.errors import Problem
from shared.limits import TooManyError
from shared.platform import platform


@blueprint.route("/login", methods=["GET", "POST"])
@access.public
def log_in() -> ResponseReturnValue:
    wanted = local_path(request.args.get("next"))
    if request.method == "GET" and is_staff():
        return see(wanted)
    form, status = LogInForm(), 200
    if form.validate_on_submit():
        token, status = _token(form)
        if token:
            return _signed_in(token, wanted)
    elif form.errors:
        status = 422
    return (
        render_template(
            "besa/login.html",
            form=form,
            heading=_("Hyrja për punonjësit"),
            intro=None,
            action=flask.url_for("pages.log_in", next=wanted),
        ),
        status,
    )


def _token(form: LogInForm) -> tuple[str | None, int]:
    """The token, or the status of the answer with what is wrong on the form; it never says which of the two was wrong."""
    database = platform().database
    name, password = form.username.data, form.password.data
    try:
        with database.transaction() as session:
            staff.count_try(session, name, request.remote_addr or "")
    except TooManyError as error:
        minutes = -(-error.seconds // 60)
        form.form_errors.append(
            ngettext(
                "Shumë përpjekje. Provoni përsëri pas %(num)d minute.",
                "Shumë përpjekje. Provoni përsëri pas %(num)d minutash.",
                minutes,
            )
        )
        return None, 429
    with database.transaction() as session:
        found = staff.log_in(session, name, password, platform().settings.staff_signing_key)
    if found is None:
        form.form_errors.append(_("Emri ose fjalëkalimi nuk është i saktë."))
        return None, 422
    return found.token, 303


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
