"""Between the right password and the session: what is still missing is asked for on a page of its own, for ten minutes.

Who has shown the password stands in this service's own signed cookie, which opens nothing by itself.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import flask
from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.cases.actions import log_ins, passwords
from services.cases.actions.log_ins import Proved, StillMissing
from services.cases.forms.log_in import local_path
from services.cases.forms.placing import refuse
from services.cases.forms.refusals import sentence
from services.cases.pages import letting_in
from services.cases.pages.acting import see
from shared import access, guessing
from shared.clock import utc_now
from shared.pages.password_forms import FirstPasswordForm
from shared.platform import platform
from shared.rules import ContentViolation, RuleViolation
from shared.second_factor.house import Begun
from shared.second_factor.parts import codes_first

blueprint = Blueprint("log_in_steps", __name__)
LONGEST = timedelta(minutes=10)
_BEGUN = "begun"
#: The page of each thing that may be missing.
_PAGES = {
    "second_factor_needed": "second_step.code",
    "password_must_change": "log_in_steps.first_password",
    "second_factor_must_enrol": "second_step.enrol",
}


def lead(missing: StillMissing, goal: str, username: str) -> Response:
    """To the page that asks for it; where the person wanted to go is kept, and the name that was typed."""
    proved = missing.proved
    flask.session.clear()
    flask.session[_BEGUN] = {
        "staff": str(proved.staff_id),
        "valid_from": proved.valid_from.isoformat(),
        "shown": proved.shown,
        "shown_at": proved.shown_at and proved.shown_at.isoformat(),
        "until": (utc_now() + LONGEST).isoformat(),
        "goal": goal,
        "username": username,
    }
    return see(url_for(_PAGES[missing.code]))


@blueprint.route("/login/password", methods=["GET", "POST"])
@access.public
def first_password() -> ResponseReturnValue:
    """Instead of one that somebody else gave."""
    proved, form, now = _proved(), FirstPasswordForm(), utc_now()
    if proved is None:
        return see(url_for("log_in.log_in"))
    if form.validate_on_submit():
        try:
            platform().database.run(lambda session: passwords.choose(session, proved, form.new.data or "", now=now))
        except RuleViolation as error:
            return _refused(form, error)
        return _go_on(proved)
    return _password_page(form), 422 if form.errors else 200


def _refused(form: FirstPasswordForm, error: RuleViolation) -> ResponseReturnValue:
    if not isinstance(error, ContentViolation):
        return _over(error)
    status = refuse(form, error)
    return _password_page(form), status


def _password_page(form: FirstPasswordForm) -> str:
    return render_template("cases/first_password.html", form=form, heading=_("Zgjidhni fjalëkalimin tuaj"))


def begun() -> Begun | None:
    """Who is half in; nobody whose account was changed since."""
    proved, terms, now = _proved(), letting_in.terms(), utc_now()
    if proved is None:
        return None
    with platform().database.reading() as session, suppress(RuleViolation):
        demand = log_ins.demanded(log_ins.standing(session, proved), terms, now)
        return Begun(proved.staff_id, proved.shown, demand)
    return None


def shown_second(shown: str, codes: list[str]) -> ResponseReturnValue:
    """They have shown a second factor too; `codes` are recovery codes to be shown before they go on."""
    proved = _proved()
    return _go_on(replace(proved, shown=shown, shown_at=None), codes) if proved else see(url_for("log_in.log_in"))


def _go_on(proved: Proved, codes: Sequence[str] = ()) -> ResponseReturnValue:
    """Into the house, or to the page of what is missing next; `codes` are shown before."""
    now, terms, username = utc_now(), letting_in.terms(), flask.session[_BEGUN].get("username", "")
    goal = local_path(flask.session[_BEGUN].get("goal"))
    try:
        begun = platform().database.run(lambda session: log_ins.go_on(session, proved, terms, now=now))
    except StillMissing as missing:
        return codes_first(codes, lead(missing, goal, username))
    except RuleViolation as error:
        return _over(error)
    response = letting_in.signed_in(begun.token, goal)
    guessing.remember(response, "staff", username)
    return codes_first(codes, response)


def _over(error: RuleViolation) -> ResponseReturnValue:
    flask.session.clear()
    flash(sentence(error.code), "notice")
    return see(url_for("log_in.log_in"))


def _proved() -> Proved | None:
    """Who showed the password in this browser a short while ago."""
    begun = flask.session.get(_BEGUN)
    if not begun or datetime.fromisoformat(begun["until"]) < utc_now():
        return None
    valid_from = datetime.fromisoformat(begun["valid_from"])
    at = datetime.fromisoformat(begun["shown_at"]) if begun.get("shown_at") else None
    return Proved(staff_id=UUID(begun["staff"]), valid_from=valid_from, shown=begun.get("shown"), shown_at=at)
