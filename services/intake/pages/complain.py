"""Complaining on one page. No account, no national number, no named body and no legal word is needed for it."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import ValidationError

from services.intake import schemas
from services.intake.actions import complaints, tries
from services.intake.domain.addresses import is_this_machine
from services.intake.domain.openings import OFFICERS
from services.intake.forms.public import ComplainForm
from services.intake.pages import session
from services.intake.pages.routes import blueprint, helplines, vault
from services.intake.queries.directory import municipalities
from shared import access
from shared.errors import pointers
from shared.idempotency import answer
from shared.pages.languages import language
from shared.platform import platform


@blueprint.route("/complain", methods=["GET", "POST"])
@access.public
def complain() -> ResponseReturnValue:
    here, caller = platform(), access.current()
    by_staff = caller.kind == "staff" and bool(caller.roles & set(OFFICERS))
    with here.database.reading() as reading:
        places = municipalities(reading)
    form = ComplainForm(language(), places, by_staff=by_staff)
    if form.validate_on_submit() and (new := _loaded(form)):
        session.keep_receipt(_registered(form, new, by_staff=by_staff))
        return redirect("/intake/complain/done", 303)
    page = render_template("intake/complain.html", form=form, by_staff=by_staff, helplines=helplines())
    return page, 422 if form.errors else 200


@blueprint.get("/complain/done")
@access.public
def complained() -> ResponseReturnValue:
    """Reference and code, this once: asked for again, the page no longer has them."""
    told = session.take_receipt()
    if told is None:
        return redirect("/intake/mine", 303)
    shown: Response = make_response(
        render_template("intake/done.html", told=told, helplines=helplines(), urgent=told["urgency"] != "normal")
    )
    # Not the cookies: the one that carried the code is emptied by this very answer.
    shown.headers["Clear-Site-Data"] = '"cache", "storage"'
    return shown


def _registered(form: ComplainForm, new: dict[str, Any], *, by_staff: bool) -> dict[str, Any]:
    here, now = platform(), datetime.now(UTC)
    by = access.current().id if by_staff else None
    if by is None and not is_this_machine(request.remote_addr or ""):
        with here.database.transaction() as counting:
            tries.count_complaint(counting, session.network_bucket())

    def work(writing: Any) -> dict[str, Any]:
        made = complaints.register(writing, vault(), here.documents, new, by=by, now=now)
        return {"reference": made.reference, "code": made.receipt_code, "urgency": made.urgency}

    # Sent twice with one press, it is one complaint, and both answers show its code; changed in between, it is a new one.
    key = hashlib.sha256(f"{form.once.data}\n{json.dumps(new, default=str)}".encode()).hexdigest()
    told: dict[str, Any] = json.loads(answer(work, 201, key=key).get_data())
    return told


def _loaded(form: ComplainForm) -> dict[str, Any] | None:
    """The complaint in the shape of the API, by its rules; what they refuse stands at the field."""
    try:
        loaded: dict[str, Any] = schemas.NewComplaint().load(form.complaint(language()))
    except ValidationError as error:
        for fault in pointers(error.messages):
            form.mark(fault["pointer"], _("Kjo nuk mund të pranohet kështu. Shkruajeni ndryshe."))
        return None
    return loaded
