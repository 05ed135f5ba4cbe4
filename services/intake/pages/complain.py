"""Complaining on one page. No account, no national number, no named body and no legal word is needed for it."""

from datetime import date

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.intake import schemas
from services.intake.actions import tries
from services.intake.domain.addresses import is_this_machine
from services.intake.forms.public import ComplainForm
from services.intake.pages import session
from services.intake.pages.routes import blueprint, helplines
from services.intake.pages.taking_in import loaded, registered
from services.intake.queries.directory import municipalities
from shared import access
from shared.platform import platform
from shared.words import language


@blueprint.route("/complain", methods=["GET", "POST"])
@access.public
def complain() -> ResponseReturnValue:
    with platform().database.reading() as reading:
        form = ComplainForm(language(), municipalities(reading))
    if form.validate_on_submit() and (new := loaded(form, schemas.NewComplaint(), form.complaint(language()))):
        _count()
        if told := registered(form, new, by=None):
            session.keep_receipt(told)
            return redirect("/intake/complain/done", 303)
    page = render_template("intake/complain.html", form=form, helplines=helplines())
    return page, 422 if form.errors else 200


@blueprint.get("/complain/done")
@access.public
def complained() -> ResponseReturnValue:
    """Reference and code, this once: asked for again, the page no longer has them."""
    told = session.take_receipt()
    if told is None:
        return redirect("/intake/mine", 303)
    shown: Response = make_response(
        render_template(
            "intake/done.html",
            told=told,
            due_on=date.fromisoformat(told["due_on"]),
            helplines=helplines(),
            urgent=told["urgency"] != "normal",
        )
    )
    # Not the cookies: the one that carried the code is emptied by this very answer.
    shown.headers["Clear-Site-Data"] = '"cache", "storage"'
    return shown


def _count() -> None:
    if not is_this_machine(request.remote_addr or ""):
        with platform().database.transaction() as counting:
            tries.count_complaint(counting, session.network_bucket())
