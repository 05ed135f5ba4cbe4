"""Complaining on one page. No account, no national number, no named body and no legal word is needed for it."""

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.intake.actions import tries
from services.intake.domain.addresses import is_this_machine
from services.intake.forms.public import ComplainForm
from services.intake.pages import session
from services.intake.pages.routes import helplines, nameless_allowed
from services.intake.pages.taking_in import loaded, registered
from services.intake.queries.directory import municipalities
from services.intake.schemas.complaints import NewComplaint
from shared import access
from shared.limits import TooManyError
from shared.pages.waiting import kept_wait_words
from shared.platform import platform
from shared.principal import Principal
from shared.words import language

blueprint = Blueprint("complain", __name__)


@blueprint.route("/complain", methods=["GET", "POST"])
@access.public
def complain() -> ResponseReturnValue:
    with platform().database.reading() as reading:
        form = ComplainForm(language(), municipalities(reading), adult=_is_adult())
    try:
        if _taken(form):
            return redirect("/intake/complain/done", 303)
    except TooManyError as error:
        form.form_errors.append(kept_wait_words(error.seconds))
        return _page(form), 429, {"Retry-After": str(error.seconds)}
    return _page(form), 422 if form.errors else 200


def _is_adult() -> bool:
    """By the role that was chosen; before one is, by the link for adults."""
    role = request.form.get("role", "")
    return role != "child" if role else request.args.get("adult") == "yes"


def _taken(form: ComplainForm) -> bool:
    """Whether the complaint was taken; its receipt waits for the next page. Raises `TooManyError`."""
    if not form.validate_on_submit() or not (new := loaded(form, NewComplaint, form.complaint(language()))):
        return False
    _count()
    receipt = registered(Principal(), form, new)
    if receipt:
        session.keep_receipt(receipt)
    return receipt is not None


def _page(form: ComplainForm) -> str:
    return render_template("intake/complain.html", form=form, helplines=helplines(), nameless=nameless_allowed())


@blueprint.get("/complain/done")
@access.public
def complained() -> ResponseReturnValue:
    """Reference and code, this once: asked for again, the page no longer has them."""
    receipt = session.take_receipt()
    if receipt is None:
        return redirect("/intake/mine", 303)
    shown: Response = make_response(
        render_template(
            "intake/done.html",
            receipt=receipt,
            helplines=helplines(),
            urgent=receipt.urgency != "normal",
        )
    )
    # Not the cookies: the one that carried the code is emptied by this very answer.
    shown.headers["Clear-Site-Data"] = '"cache", "storage"'
    return shown


def _count() -> None:
    if not is_this_machine(request.remote_addr or ""):
        with platform().database.transaction() as counting:
            tries.count_complaint(counting, session.network_bucket())
