"""Who came to an activity, in numbers alone, and what was handed out, as it is filled in at a desk."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.partners.activities import forms, words
from services.partners.activities.actions import holding
from services.partners.activities.pages.one import PLANNERS, found, seen
from shared import access
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import RuleViolation

blueprint = Blueprint("activity_holding", __name__)
DONE = 303


@blueprint.route("/staff/activities/<uuid:activity_id>/holding", methods=["GET", "POST"])
@access.staff(*PLANNERS)
def hold(activity_id: UUID) -> ResponseReturnValue:
    stored = found(activity_id)
    form, status = forms.holding_form(stored), 200
    if form.is_submitted():
        status = 422
        if form.validate() and (status := _held(activity_id, form)) == DONE:
            flash(_("U shënua që u mbajt."), "success")
            return redirect(url_for("activity_desk.activity", activity_id=activity_id), 303)
    return render_template("partners/activity_holding.html", form=form, activity=stored, words=words), status


def _held(activity_id: UUID, form: forms.HoldingForm) -> int:
    """The status: 303 once it is done; else what stands against it is said on the form."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> UUID:
        return holding.hold(by, session, activity_id, form.wanted(), seen(form), now=now).id

    try:
        platform().database.run(work)
    except RuleViolation as error:
        return forms.refuse(form, error)
    return DONE
