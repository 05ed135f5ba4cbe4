"""Instead of a password that somebody else gave, one of one's own: asked for before a log-in begins."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.partners.actions import log_ins
from services.partners.forms.directory_words import refuse
from services.partners.pages import log_in_steps
from shared import access
from shared.clock import utc_now
from shared.pages.password_forms import FirstPasswordForm
from shared.platform import platform
from shared.rules import ContentViolation, RuleViolation

blueprint = Blueprint("first_password", "services.partners")


@blueprint.route("/login/password", methods=["GET", "POST"])
@access.public
def choose() -> ResponseReturnValue:
    form, proved = FirstPasswordForm(), log_in_steps.proved()
    if proved is None:
        return redirect(url_for("log_in.log_in"), 303)
    if form.validate_on_submit():
        try:
            return log_in_steps.go_on(_chosen(proved, form.new.data or ""))
        except ContentViolation as error:
            refuse(form, error)
        except RuleViolation:
            return log_in_steps.over()
    return _page(form), 422 if form.errors or form.form_errors else 200


def _page(form: FirstPasswordForm) -> str:
    return render_template(
        "partners/first_password.html", form=form, heading=_("Zgjidhni fjalëkalimin tuaj"),
        intro=_("Fjalëkalimin me të cilin hytë e di edhe dikush tjetër. Pa një tuajin nuk vazhdohet."),
    )  # fmt: skip


def _chosen(proved: log_ins.Proved, new: str) -> log_ins.Proved:
    terms, now = log_in_steps.terms(), utc_now()
    return platform().database.run(lambda session: log_ins.choose_password(session, proved, new, terms, now=now))
