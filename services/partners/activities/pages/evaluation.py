"""What was answered before and after an activity: entered in counts, and shown from so many answers up."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.partners.activities import forms, words
from services.partners.activities.actions import evaluating
from services.partners.activities.pages.one import PLANNERS, READERS, found, may, seen
from services.partners.activities.queries import evaluation
from shared import access
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import RuleViolation

blueprint = Blueprint("activity_evaluation", __name__)


@blueprint.get("/staff/activities/<uuid:activity_id>/evaluation")
@access.staff(*READERS)
def results(activity_id: UUID) -> str:
    return _page(activity_id, forms.evaluation_form(found(activity_id)))


@blueprint.post("/staff/activities/<uuid:activity_id>/evaluation")
@access.staff(*PLANNERS)
def evaluate(activity_id: UUID) -> ResponseReturnValue:
    form, by, now = forms.evaluation_form(found(activity_id)), access.current(), utc_now()

    def work(session: Session) -> UUID:
        return evaluating.evaluate(by, session, activity_id, form.wanted(), seen(form), now=now).id

    if not form.validate_on_submit():
        return _page(activity_id, form), 422
    try:
        platform().database.run(work)
    except RuleViolation as error:
        status = forms.refuse(form, error)
        return _page(activity_id, form), status
    flash(_("Përgjigjet u shënuan."), "success")
    return redirect(url_for("activity_evaluation.results", activity_id=activity_id), 303)


def _page(activity_id: UUID, form: forms.EvaluationForm) -> str:
    stored = found(activity_id)
    with platform().database.reading() as session:
        shown = evaluation.of_activity(session, activity_id)
    page: str = render_template(
        "partners/activity_evaluation.html",
        form=form,
        activity=stored,
        shown=shown,
        words=words,
        may_plan=may(PLANNERS),
    )
    return page
