"""Instead of a password that somebody else gave, one of one's own: asked for before a log-in begins, for ten minutes.

Who has shown the first one stands in the signed cookie of the pages, which opens nothing by itself.
"""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.partners.actions import people
from services.partners.forms.directory_words import refuse
from services.partners.forms.log_in import own_path
from services.partners.pages.log_in import BEGUN, let_in
from shared import access, devices
from shared.clock import utc_now
from shared.pages.password_forms import FirstPasswordForm
from shared.platform import platform
from shared.rules import RuleViolation

blueprint = Blueprint("first_password", "services.partners")


@blueprint.route("/login/password", methods=["GET", "POST"])
@access.public
def choose() -> ResponseReturnValue:
    form, begun, now = FirstPasswordForm(), session.get(BEGUN), utc_now()
    if not begun or datetime.fromisoformat(begun["until"]) < now:
        return redirect(url_for("log_in.log_in"), 303)
    if form.validate_on_submit():
        try:
            token = _chosen(begun, form.new.data or "", now)
        except RuleViolation as error:
            refuse(form, error)
        else:
            return _in(token, begun["goal"])
    return _page(form), 422 if form.errors or form.form_errors else 200


def _page(form: FirstPasswordForm) -> str:
    return render_template(
        "partners/first_password.html", form=form, heading=_("Zgjidhni fjalëkalimin tuaj"),
        intro=_("Fjalëkalimin me të cilin hytë e di edhe dikush tjetër. Pa një tuajin nuk vazhdohet."),
    )  # fmt: skip


def _chosen(begun: dict[str, str], new: str, now: datetime) -> str | None:
    user, proof, device = UUID(begun["user"]), begun["proof"], devices.device_of(request.user_agent.string)
    return platform().database.run(
        lambda database: people.choose_password(database, user, proof, new, device=device, now=now)
    )


def _in(token: str | None, goal: str) -> ResponseReturnValue:
    if token is None:
        session.clear()
        flash(_("Kjo hyrje nuk vlen më. Hyni përsëri."), "notice")
        return redirect(url_for("log_in.log_in"), 303)
    return let_in(token, own_path(goal, url_for("correspondence.inbox")))
