"""Between the right password and the session: what is still missing is asked for on a page of its own, for ten minutes.

Who has shown the password stands in this service's own signed cookie, which opens nothing by itself.
"""

from datetime import datetime, timedelta
from uuid import UUID

import flask
from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.actions import passwords
from services.cases.actions.log_ins import Proved, StillMissing
from services.cases.forms.log_in import local_path
from services.cases.forms.passwords import FirstPasswordForm
from services.cases.forms.refusals import refuse, sentence
from services.cases.pages import letting_in
from services.cases.pages.acting import see
from shared import access
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import ContentViolation, RuleViolation

blueprint = Blueprint("log_in_steps", __name__)
LONGEST = timedelta(minutes=10)
_BEGUN = "begun"
#: The page of each thing that may be missing.
_PAGES = {"password_must_change": "log_in_steps.first_password"}


def lead(missing: StillMissing, goal: str) -> ResponseReturnValue:
    """To the page that asks for it; where the person wanted to go is kept."""
    proved = missing.proved
    flask.session.clear()
    flask.session[_BEGUN] = {
        "staff": str(proved.staff_id),
        "valid_from": proved.valid_from.isoformat(),
        "until": (utc_now() + LONGEST).isoformat(),
        "goal": goal,
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
        new, terms = form.new.data or "", letting_in.terms()
        try:
            begun = platform().database.run(lambda session: passwords.choose(session, proved, new, terms, now=now))
        except RuleViolation as error:
            return _refused(form, error)
        return letting_in.signed_in(begun.token, local_path(flask.session[_BEGUN].get("goal")))
    return _page(form), 422 if form.errors else 200


def _refused(form: FirstPasswordForm, error: RuleViolation) -> ResponseReturnValue:
    if isinstance(error, ContentViolation):
        status = refuse(form, error)
        return _page(form), status
    flask.session.clear()
    flash(sentence(error.code), "notice")
    return see(url_for("log_in.log_in"))


def _page(form: FirstPasswordForm) -> str:
    return render_template("cases/first_password.html", form=form, heading=_("Zgjidhni fjalëkalimin tuaj"))


def _proved() -> Proved | None:
    """Who showed the password in this browser a short while ago."""
    begun = flask.session.get(_BEGUN)
    if not begun or datetime.fromisoformat(begun["until"]) < utc_now():
        return None
    return Proved(staff_id=UUID(begun["staff"]), valid_from=datetime.fromisoformat(begun["valid_from"]))
